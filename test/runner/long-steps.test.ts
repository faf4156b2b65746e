import { expect, test } from 'vitest';
import { CRASH_WINDOWS, crashName, SimulatedCrash, simulateCrashAt } from '../../src/lib/crashpoint.ts';
import type { EnginePort } from '../../src/runner/engine-port.ts';
import { historyOf } from '../../src/runner/journal/history.ts';
import { Journal } from '../../src/runner/journal/journal.ts';
import { resumeRun, startRun } from '../../src/runner/run.ts';
import { refuse } from '../../src/runner/run-refused.ts';
import { act, type Hold, type Step } from '../../src/runner/step.ts';
import { FakeAws, fails, START_MS, Stale } from './helpers/fake-target.ts';
import { looks, optionsFor, runbookOf, STEP } from './helpers/subject.ts';

const REGION = 'us-west-2';
const RUN = 'test-book-1';
const DAY = 86_400;
const points = (step: string) => CRASH_WINDOWS.map((window) => crashName(step, window));

function waits(hold: Partial<Hold> = {}): Step {
  return {
    ...STEP,
    key: 'notice',
    title: 'a notice of two weeks',
    hold: { forSeconds: 14 * DAY, everySeconds: DAY, ...hold },
  };
}

test('a wait of days counts from its beginning, whoever dies meanwhile', async () => {
  const aws = new FakeAws();
  const journal = await Journal.open(':memory:');
  const stopping = await optionsFor(
    aws,
    runbookOf(() => [waits()]),
    { journal, longestSleepSeconds: 3600 },
  );
  const stopped = await startRun(stopping);
  expect(stopped).toMatchObject({ outcome: 'waiting', exitCode: 3, error: { code: 'wait' } });
  expect(stopped.error?.problems[0]?.next).toContain('2026-01-15T00:00:00');
  aws.world.advanceTo(START_MS + 10 * DAY * 1000);
  expect(await resumeRun(RUN, stopping)).toMatchObject({ outcome: 'waiting' });
  expect(
    await resumeRun(
      RUN,
      await optionsFor(
        aws,
        runbookOf(() => [waits()]),
        { journal },
      ),
    ),
  ).toMatchObject({ outcome: 'done' });
  expect(aws.nowMs).toBe(START_MS + 14 * DAY * 1000);
});

test('a wait that watches fails the first time that what it watches does not hold', async () => {
  const aws = new FakeAws();
  const quietUntil = START_MS + 3 * DAY * 1000;
  const watch = (io: { nowMs(): number }) =>
    Promise.resolve({ holds: io.nowMs() < quietUntil, detail: 'a client asked for it' });
  const result = await startRun(
    await optionsFor(
      aws,
      runbookOf(() => [waits({ watch })]),
    ),
  );
  expect(result).toMatchObject({ outcome: 'failed', error: { code: 'hold-broken' } });
  expect(aws.nowMs).toBe(quietUntil);
});

test('a wait that is gone on with late is told since when it should have been watched', async () => {
  const aws = new FakeAws();
  const journal = await Journal.open(':memory:');
  const calledMs = START_MS + 3 * DAY * 1000;
  const watch = (io: { nowMs(): number }, sinceMs: number) =>
    Promise.resolve({ holds: !(calledMs >= sinceMs && calledMs <= io.nowMs()), detail: 'a client asked on day 3' });
  const options = await optionsFor(
    aws,
    runbookOf(() => [waits({ watch })]),
    { journal, longestSleepSeconds: 3600 },
  );
  expect(await startRun(options)).toMatchObject({ outcome: 'waiting' });
  aws.world.advanceTo(START_MS + 20 * DAY * 1000);
  expect(await resumeRun(RUN, options)).toMatchObject({ outcome: 'failed', error: { code: 'hold-broken' } });
});

test('an engine step looks at the checkpoint, whatever it remembers of its last answer', async () => {
  const stack = new Stack();
  stack.leaves = 2;
  const options = await withStack(stack);
  expect(await startRun(options)).toMatchObject({ outcome: 'failed', error: { code: 'stack-not-empty' } });
  expect(await resumeRun(RUN, options)).toMatchObject({ outcome: 'failed' });
  stack.leaves = 0;
  expect(await resumeRun(RUN, options)).toMatchObject({ outcome: 'done' });
});

test('what cannot come true any more fails the step at once, not at its bound', async () => {
  const aws = new FakeAws();
  const until = () => Promise.resolve({ holds: false, ruledOut: true, detail: 'the refresh has failed' });
  const step = looks('look', [], { confirm: { everySeconds: 10, until } });
  const result = await startRun(
    await optionsFor(
      aws,
      runbookOf(() => [step]),
    ),
  );
  expect(result).toMatchObject({ outcome: 'failed', error: { code: 'step-ruled-out' } });
  expect(aws.nowMs).toBe(START_MS);
});

test('a runbook that must not begin as things are ends as aborted, and its system is free for another', async () => {
  const aws = new FakeAws();
  const runbook = {
    ...runbookOf(() => [looks('look')]),
    observe: () => Promise.resolve(refuse({ code: 'upgrade-unhealthy', message: 'the other site is ill' })),
  };
  const options = await optionsFor(aws, runbook);
  expect(await startRun(options)).toMatchObject({
    outcome: 'aborted',
    exitCode: 3,
    error: { code: 'upgrade-unhealthy' },
  });
  expect(await startRun(options)).toMatchObject({ run: 'test-book-2' });
});

/** Points of a vault, which a describe shows for five seconds after they are gone. */
class Vault {
  readonly aws = new FakeAws();
  readonly points = new Stale<readonly string[]>(this.aws, ['p1', 'p2', 'p3'], 5);
  readonly held = new Set<string>();
  readonly immortal = new Set<string>();
  readonly calls: string[] = [];

  constructor() {
    this.aws.handlers['backup.ListRecoveryPointsByBackupVault'] = () => ({
      RecoveryPoints: this.points.seen.map((RecoveryPointArn) => ({ RecoveryPointArn })),
    });
    this.aws.handlers['backup.DeleteRecoveryPoint'] = (input) => {
      const arn = String(input['RecoveryPointArn']);
      this.calls.push(arn);
      if (this.held.has(arn)) throw fails('refused', 'InvalidRequestException');
      if (!this.points.now.includes(arn)) throw fails('refused', 'ResourceNotFoundException');
      if (!this.immortal.has(arn)) this.points.write(this.points.now.filter((one) => one !== arn));
      return {};
    };
  }

  readonly step: Step = {
    ...STEP,
    key: 'points',
    title: 'the vault is empty',
    operations: (['backup.ListRecoveryPointsByBackupVault', 'backup.DeleteRecoveryPoint'] as const).map((name) => ({
      name,
      region: REGION,
    })),
    timeoutSeconds: 600,
    sweep: {
      everySeconds: 20,
      find: async (io) => {
        const { RecoveryPoints } = await io.call('backup.ListRecoveryPointsByBackupVault', REGION, {
          BackupVaultName: 'v',
        });
        return (RecoveryPoints ?? []).map(({ RecoveryPointArn }) => ({
          ...act('backup.DeleteRecoveryPoint', REGION, { BackupVaultName: 'v', RecoveryPointArn }),
          about: RecoveryPointArn ?? '',
        }));
      },
    },
  };
}

test('a sweep does all that it finds, once each, and ends when nothing is left', async () => {
  const vault = new Vault();
  const options = await optionsFor(
    vault.aws,
    runbookOf(() => [vault.step]),
  );
  expect(await startRun(options)).toMatchObject({ outcome: 'done' });
  expect(vault.calls).toEqual(['p1', 'p2', 'p3']);
  const about = options.journal.events(RUN).flatMap(({ event }) => (event.type === 'intent' ? [event.about] : []));
  expect(about).toEqual(['p1', 'p2', 'p3']);
});

test('a sweep tries again what AWS refuses, and fails at its bound with all that is left and why', async () => {
  const vault = new Vault();
  vault.held.add('p2');
  const options = await optionsFor(
    vault.aws,
    runbookOf(() => [vault.step]),
  );
  const result = await startRun(options);
  expect(result).toMatchObject({ outcome: 'failed', error: { code: 'sweep-unfinished' } });
  expect(result.error?.problems.map(({ found }) => found)).toEqual(['p2, InvalidRequestException: said the fake']);
  vault.held.clear();
  expect(await resumeRun(RUN, options)).toMatchObject({ outcome: 'done' });
  expect(vault.points.now).toEqual([]);
});

test('an answer after which it is still there is not believed', async () => {
  const vault = new Vault();
  vault.immortal.add('p3');
  const result = await startRun(
    await optionsFor(
      vault.aws,
      runbookOf(() => [vault.step]),
    ),
  );
  expect(result).toMatchObject({ outcome: 'failed', error: { code: 'answered-without-effect' } });
  expect(vault.calls.filter((arn) => arn === 'p3')).toHaveLength(3);
});

test.each(points('points'))('a sweep killed at %s and resumed leaves an empty vault', async (point) => {
  for (const nth of [1, 2, 3]) {
    const vault = new Vault();
    const journal = await Journal.open(':memory:');
    const crash = simulateCrashAt(point, nth);
    const first = await optionsFor(
      vault.aws,
      runbookOf(() => [vault.step]),
      { journal, crash },
    );
    await expect(startRun(first)).rejects.toBeInstanceOf(SimulatedCrash);
    journal.crash();
    const result = await resumeRun(
      RUN,
      await optionsFor(
        vault.aws,
        runbookOf(() => [vault.step]),
        { journal },
      ),
    );
    expect(result.outcome).toBe('done');
    expect(vault.points.now).toEqual([]);
  }
});

/** A stack of three resources; the first `refusals` destroys leave one. */
class Stack implements EnginePort {
  left = 3;
  destroys = 0;
  refusals = 0;
  /** What it leaves without a word. */
  leaves = 0;
  resources() {
    return Promise.resolve({ count: this.left, pending: 0 });
  }
  destroy() {
    this.destroys++;
    const isRefused = this.destroys <= this.refusals;
    this.left = isRefused ? 1 : this.leaves;
    return Promise.resolve(isRefused ? { refusal: 'a promotion is under way' } : {});
  }
}

const destroys: Step = {
  ...STEP,
  key: 'site',
  title: 'the site is gone',
  timeoutSeconds: 600,
  engine: { action: 'destroy', stack: 'shop-prod-a', unprotect: [], deletes: 3 },
};

async function withStack(stack: Stack, more: Parameters<typeof optionsFor>[2] = {}) {
  const options = await optionsFor(
    new FakeAws(),
    runbookOf(() => [destroys]),
    more,
  );
  return { ...options, target: { ...options.target, engine: stack } };
}

test('an engine step deletes the stack, and again while AWS refuses, until its checkpoint is empty', async () => {
  const stack = new Stack();
  stack.refusals = 2;
  const options = await withStack(stack);
  expect(await startRun(options)).toMatchObject({ outcome: 'done' });
  expect(stack).toMatchObject({ left: 0, destroys: 3 });
});

test('an engine step fails at its bound with what AWS refused', async () => {
  const stack = new Stack();
  stack.refusals = 99;
  const result = await startRun(await withStack(stack));
  expect(result).toMatchObject({ outcome: 'failed', error: { code: 'stack-not-empty' } });
  expect(result.error?.problems[0]?.found).toBe('a promotion is under way');
});

test('a stack that is empty already is not touched', async () => {
  const stack = new Stack();
  stack.left = 0;
  const options = await withStack(stack);
  await startRun(options);
  expect(stack.destroys).toBe(0);
  expect(historyOf(options.journal.events(RUN)).steps.get('site')?.outcome).toBe('already');
});

test.each(points('site'))('an engine step killed at %s and resumed leaves an empty checkpoint', async (point) => {
  const stack = new Stack();
  const journal = await Journal.open(':memory:');
  const crash = simulateCrashAt(point);
  await expect(startRun(await withStack(stack, { journal, crash }))).rejects.toBeInstanceOf(SimulatedCrash);
  journal.crash();
  expect(await resumeRun(RUN, await withStack(stack, { journal }))).toMatchObject({ outcome: 'done' });
  expect(stack.left).toBe(0);
});
