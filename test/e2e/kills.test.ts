import { afterAll, beforeAll, expect, test } from 'vitest';
import { allKills, KillGround } from '../support/kills.ts';

/**
 * A sample of `npm run torture`: instants of the failover at which its process is killed, one of each window for a step
 * of each kind. It does not prove the crash rule for runbooks of other repeat classes: test/runner/crash.test.ts does.
 */
const SAMPLE = allKills([1]).filter(
  ({ step, window }) =>
    step === 'database' ||
    (step === 'claim' && window !== 'before-intent') ||
    (step === 'detect' && window === 'before-intent'),
);
const ground = new KillGround();

beforeAll(() => ground.prepare(1));
afterAll(() => ground.close());

test.each(SAMPLE)(
  'killed at $step:$window and resumed, the world is that of the run that was not killed',
  async (kill) => {
    expect(await ground.kill(kill)).toEqual({ killed: true, differences: [] });
  },
);
