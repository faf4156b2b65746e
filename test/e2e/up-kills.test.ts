import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from '../support/cli.ts';
import { testWith } from '../support/external.ts';
import { pulumiBetween } from '../support/pulumi-between.ts';
import { type UpKill, UpKillGround } from '../support/up-kills.ts';

/**
 * A sample of `node scripts/dev.ts torture-up`: one kill on either side of each thing that an `up` writes. It does not prove
 * every instant: the torture does more, and kills at random times.
 */
const STACK = 'orders-prod-base';
const SAMPLE: UpKill[] = [
  { stack: STACK, phase: 'locked', nth: 1 },
  { stack: STACK, phase: 'intent-to-effect', nth: 3 },
  { stack: STACK, phase: 'world-before-commit', nth: 4 },
  { stack: STACK, phase: 'effect-to-outcome', nth: 5 },
  { stack: STACK, phase: 'effect-to-outcome', nth: 2, second: 'fold-written' },
  { stack: STACK, phase: 'fold-written', nth: 1 },
  { stack: STACK, phase: 'checkpoint-drafted', nth: 1 },
  { stack: STACK, phase: 'checkpoint-replaced', nth: 1 },
];
const ground = new UpKillGround();

beforeAll(() => ground.prepare(STACK));
afterAll(() => ground.close());

test.each(SAMPLE)(
  'killed at $phase, the next up ends where the one that was not killed did',
  async (kill) => {
    expect(await ground.kill(kill)).toEqual({ killed: true, differences: [] });
  },
  120_000,
);

interface Update {
  stacks: { changes: Record<string, number> }[];
}

test('after a kill any command settles what was left; the preview foresees what the next up then does', async () => {
  const state = ground.copyBefore(STACK);
  const words = ['orders', '--stack', STACK, '--json'];
  const env = { EVENKEEL_CRASH_AT: `${STACK}:effect-to-outcome#4` };
  expect((await cli(['up', ...words, '--yes'], { state, env })).signal).toBe('SIGKILL');
  const runs = await cli(['runs'], { state });
  expect(runs.stderr).toMatch(
    /orders-prod-base: .* (\d+) operations of unknown outcome settled, (\d+) resources found/,
  );
  expect((await cli(['runs'], { state })).stderr).toBe('');
  // the stacks after it are foreseen with outputs that the killed one has not got yet
  expect((await cli(['preview', 'orders', '--quiet'], { state })).code).toBe(0);
  const foreseen = (await cli(['preview', ...words], { state })).json<Update>();
  const done = (await cli(['up', ...words, '--yes'], { state })).json<Update>();
  expect(done.stacks[0]?.changes).toEqual(foreseen.stacks[0]?.changes);
  expect(done.stacks[0]?.changes['same']).toBeGreaterThan(4);
  expect(await ground.differences(state, STACK)).toEqual([]);
});

test.each([
  ['an outcome', 'is asked of the twin and found', /"end":N[,}]/, 0],
  ['an intent and an outcome', 'is seen by this comparison: what it made is there twice', /"(?:end|number)":N[,}]/, 1],
] as const)(
  '%s that the journal lost %s',
  async (_what, _then, lost, doubled) => {
    const state = ground.copyBefore(STACK);
    const words = ['up', 'orders', '--yes', '--quiet', '--stack', STACK];
    const env = { EVENKEEL_CRASH_AT: `${STACK}:steps-done` };
    expect((await cli(words, { state, env })).signal).toBe('SIGKILL');
    const journal = join(state, '.pulumi/stacks/evenkeel', `${STACK}.journal`);
    const lines = readFileSync(journal, 'utf8').split('\n');
    const begun =
      lines.find((line) => line.includes('"begin"') && line.includes('"aws:secretsmanager/secret:Secret"')) ?? '';
    const pattern = new RegExp(lost.source.replace('N', /"number":(\d+)/.exec(begun)?.[1] ?? 'none'));
    writeFileSync(journal, lines.filter((line) => !pattern.test(line)).join('\n'));
    await cli(words, { state });
    const secrets = (await ground.differences(state, STACK)).filter((line) =>
      /^secretsmanager\.secret .*: absent → /.test(line),
    );
    expect(secrets).toHaveLength(doubled);
  },
  120_000,
);

test('a stack that another engine has written since stops every command that uses stacks; the accepted merge loses nothing', async () => {
  const state = ground.copyBefore(STACK);
  const words = ['up', 'orders', '--yes', '--json', '--stack', STACK];
  const env = { EVENKEEL_CRASH_AT: `${STACK}:steps-done` };
  expect((await cli(words, { state, env })).signal).toBe('SIGKILL');
  // what `pulumi stack init` writes
  const empty = { version: 3, checkpoint: { stack: `organization/evenkeel/${STACK}` } };
  writeFileSync(join(state, '.pulumi/stacks/evenkeel', `${STACK}.json`), JSON.stringify(empty));
  const stopped = await cli(['twin', 'advance', '1s', '--json'], { state });
  const { errors } = stopped.json<{ errors: { code: string; found: string; next: string }[] }>();
  expect([stopped.code, errors[0]?.code]).toEqual([3, 'engine.journal-orphaned']);
  expect(errors).toHaveLength(1 + Number(/(\d+) created/.exec(errors[0]?.found ?? '')?.[1]));
  expect((await cli([...words, '--accept-merge', '0123456789abcdef'], { state })).code).toBe(3);
  const hash = /--accept-merge ([0-9a-f]{16})/.exec(errors[0]?.next ?? '')?.[1] ?? '';
  const done = await cli([...words, '--accept-merge', hash], { state });
  expect(done.json<Update>().stacks[0]?.changes).toMatchObject({ create: 0, replace: 0, delete: 0 });
  expect(await ground.differences(state, STACK)).toEqual([]);
});

testWith(
  'pulumi',
  'with pulumi cancel and pulumi up in between, the next up has nothing to make',
  async () => {
    const kill: UpKill = { stack: STACK, phase: 'effect-to-outcome', nth: 4 };
    expect(await pulumiBetween(ground, kill)).toEqual({ killed: true, changes: [], doubled: [] });
  },
  300_000,
);

test('of two at once, the second is refused with the name of the first, and tears nothing', async () => {
  const state = ground.copyBefore(STACK);
  const words = ['up', 'orders', '--yes', '--json', '--stack', STACK];
  const both = await Promise.all([cli(words, { state }), cli(words, { state })]);
  const [refused, done] = [...both].sort((a, b) => (b.code ?? 0) - (a.code ?? 0));
  expect([refused?.code, done?.code]).toEqual([3, 0]);
  const { errors } = refused?.json<{ errors: Record<string, string>[] }>() ?? { errors: [] };
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({ code: 'twin.locked', message: expect.any(String), allowed: expect.any(String) });
  expect(errors[0]?.['found']).toMatch(/^\S+ on \S+, process \d+, since \d{4}-\d\d-\d\dT/);
  expect(errors[0]?.['next']).toContain('wait');
  expect(await ground.differences(state, STACK)).toEqual([]);
});

test('an instant that does not exist is refused: a test that kills nothing must not pass', async () => {
  const state = ground.copyBefore(STACK);
  const env = { EVENKEEL_CRASH_AT: `${STACK}:no-such-phase` };
  const { code, stderr } = await cli(['up', 'orders', '--yes'], { state, env });
  expect([code, stderr.split('\n')[0]]).toEqual([2, expect.stringContaining('EVENKEEL_CRASH_AT names no instant')]);
});
