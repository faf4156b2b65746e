import { afterAll, beforeAll, expect, test } from 'vitest';
import { runbook } from '../../runbooks/retire-system.ts';
import { CRASH_WINDOWS } from '../../src/lib/crashpoint.ts';
import { startRun } from '../../src/runner/run.ts';
import { crashAndResume } from '../support/killable-run.ts';
import { contentOf, killable, ordersToRetire, type RetirementGround } from '../support/retirement.ts';

/**
 * Steps of every kind, killed in all their windows in one process. What it does not prove: a death inside the engine, which
 * test/e2e/up-kills.test.ts does, and a process that is really gone, which test/e2e/retire-system.test.ts does.
 */
const STEPS = [
  'fence-use1',
  'retention-key',
  'retained-copy',
  'restored-gone',
  'destroy-orders-prod-use1',
  'leftovers-us-east-1',
];

let ground: RetirementGround;
let reference: Record<string, unknown[]>;
beforeAll(async () => {
  ground = await ordersToRetire();
  const calm = killable(ground, runbook);
  const { outcome } = await startRun(await calm.options());
  expect(outcome).toBe('done');
  reference = contentOf(calm.twin.world);
});
afterAll(() => ground.remove());

test.each(STEPS.flatMap((step) => CRASH_WINDOWS.map((window) => [step, window] as const)))(
  'killed at %s %s and resumed, the world is that of the run that was not killed',
  async (step, window) => {
    const one = killable(ground, runbook);
    const result = await crashAndResume(one, step, window);
    expect(result?.outcome).toBe('done');
    expect(contentOf(one.twin.world)).toEqual(reference);
  },
);
