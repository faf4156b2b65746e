import { expect, test } from 'vitest';
import { CRASH_WINDOWS, crashName, SimulatedCrash, simulateCrashAt } from '../../src/lib/crashpoint.ts';
import { operation, operations } from '../../src/operations/index.ts';
import { answerQuestion } from '../../src/runner/decide.ts';
import { historyOf } from '../../src/runner/journal/history.ts';
import { Journal } from '../../src/runner/journal/journal.ts';
import { REPEAT_RULES, type RepeatRule, type RepeatRules, stalenessSeconds } from '../../src/runner/repeat-rules.ts';
import { type RunResult, resumeRun, startRun } from '../../src/runner/run.ts';
import { ClassWorld, everyClass } from './helpers/every-class.ts';
import { fails } from './helpers/fake-target.ts';
import { optionsFor } from './helpers/subject.ts';

const STEPS = ['token', 'absolute', 'refused', 'marked', 'once'] as const;
const POINTS = STEPS.flatMap((step) => CRASH_WINDOWS.map((window) => crashName(step, window)));

interface Crashed {
  readonly world: ClassWorld;
  readonly result: RunResult;
  readonly journal: Journal;
  readonly questions: number;
}

/** Runs until the crash, drops all memory, resumes from the journal; a person grants whatever is asked. */
async function crashAndResume(point: string, rules: RepeatRules = REPEAT_RULES): Promise<Crashed> {
  const world = new ClassWorld();
  const journal = await Journal.open(':memory:');
  const crash = simulateCrashAt(point);
  const first = await optionsFor(world.aws, everyClass, { journal, crash, rules });
  await expect(startRun(first)).rejects.toBeInstanceOf(SimulatedCrash);
  expect(crash.happened()).toBe(true);
  journal.crash();
  const again = async () => resumeRun('every-class-1', await optionsFor(world.aws, everyClass, { journal, rules }));
  let result = await again();
  let questions = 0;
  for (; result.outcome === 'waiting' && questions < 5; questions++) {
    const step = [...historyOf(journal.events(result.run)).steps.values()].find((one) =>
      one.questions.some((asked) => !asked.answer),
    );
    answerQuestion(
      journal,
      result.run,
      step?.key ?? '',
      { granted: true, by: 'bob', authenticated: false },
      world.aws.nowMs,
    );
    result = await again();
  }
  return { world, result, journal, questions };
}

async function unkilled(): Promise<object> {
  const world = new ClassWorld();
  const result = await startRun(await optionsFor(world.aws, everyClass));
  expect(result.outcome).toBe('done');
  return world.state();
}

test('a run of every class leaves one job, six instances, one snapshot, one backup and the other writer', async () => {
  expect(await unkilled()).toEqual({
    jobs: 1,
    desired: 6,
    snapshots: ['before'],
    backups: ['every-class-1-marked'],
    writer: 2,
  });
});

test.each(POINTS)('killed at %s and resumed, the world is that of the run that was not killed', async (point) => {
  const { world, result } = await crashAndResume(point);
  expect(result.outcome).toBe('done');
  expect(world.state()).toEqual(await unkilled());
});

test('a person is asked only where a call of class once may have left and nothing shows that it did', async () => {
  const asked: string[] = [];
  for (const point of POINTS) if ((await crashAndResume(point)).questions > 0) asked.push(point);
  expect(asked).toEqual(['once:intent-to-effect']);
});

test('an intent without an outcome is observed past the staleness bound before it is acted on again', async () => {
  const { world, journal } = await crashAndResume('marked:intent-to-effect');
  const created = world.aws.named('dynamodb.CreateBackup');
  expect(created.length).toBe(1);
  const intents = historyOf(journal.events('every-class-1')).steps.get('marked')?.intents ?? [];
  expect((created[0]?.atMs ?? 0) - (intents[0]?.atMs ?? 0)).toBe(30_000);
});

/** What a runner would do that does not know the classes: send again, and take every answer at its word. */
const BLIND: RepeatRule = { observes: false, sendsToken: false, trustsRefusal: false, asks: false };

test.each(['token', 'refused', 'marked', 'once'] as const)(
  'a runner that ignores the class %s is caught',
  async (name) => {
    const expected = await unkilled();
    const mutant = { ...REPEAT_RULES, [name]: BLIND };
    const caught: string[] = [];
    for (const window of CRASH_WINDOWS) {
      const { world, result } = await crashAndResume(crashName(name, window), mutant);
      const isSame = JSON.stringify(world.state()) === JSON.stringify(expected);
      if (!isSame || result.outcome !== 'done') caught.push(window);
    }
    expect(caught).toEqual(['effect-to-outcome']);
  },
);

test('a runner that repeats a call of class once without asking a person is caught where the effect shows too late', async () => {
  const world = new ClassWorld();
  const journal = await Journal.open(':memory:');
  const rules = { ...REPEAT_RULES, once: { ...REPEAT_RULES.once, asks: false } };
  world.aws.handlers['rds.DescribeDBClusters'] = () => ({
    DBClusters: [{ DBClusterMembers: [{ DBInstanceIdentifier: 'i-1', IsClusterWriter: true }] }],
  });
  const crash = simulateCrashAt('once:effect-to-outcome');
  await expect(startRun(await optionsFor(world.aws, everyClass, { journal, crash, rules }))).rejects.toThrow(
    'simulated',
  );
  journal.crash();
  await resumeRun('every-class-1', await optionsFor(world.aws, everyClass, { journal, rules }));
  expect(world.writer.now).toBe(1);
  const honest = await resumeAsking();
  expect([honest.outcome, honest.error?.code]).toEqual(['waiting', 'repeat-unclear']);
});

async function resumeAsking(): Promise<RunResult> {
  const world = new ClassWorld();
  const journal = await Journal.open(':memory:');
  world.aws.handlers['rds.DescribeDBClusters'] = () => ({
    DBClusters: [{ DBClusterMembers: [{ DBInstanceIdentifier: 'i-1', IsClusterWriter: true }] }],
  });
  const crash = simulateCrashAt('once:effect-to-outcome');
  await expect(startRun(await optionsFor(world.aws, everyClass, { journal, crash }))).rejects.toThrow('simulated');
  journal.crash();
  const result = await resumeRun('every-class-1', await optionsFor(world.aws, everyClass, { journal }));
  expect(world.writer.now).toBe(2);
  return result;
}

test('a call that brings no answer is recovered by its class in the same process', async () => {
  for (const operation of [
    'backup.StartBackupJob',
    'rds.CreateDBClusterSnapshot',
    'dynamodb.CreateBackup',
    'rds.FailoverDBCluster',
  ]) {
    const world = new ClassWorld();
    const handle = world.aws.handlers[operation];
    let isFirst = true;
    world.aws.handlers[operation] = (input, call) => {
      const answer = handle?.(input, call) ?? {};
      if (isFirst) {
        isFirst = false;
        throw fails('unknown', 'ECONNRESET');
      }
      return answer;
    };
    const result = await startRun(await optionsFor(world.aws, everyClass));
    expect([operation, result.outcome]).toEqual([operation, 'done']);
    expect(world.state()).toEqual(await unkilled());
  }
});

test('killed twice in the same window, it still ends as if it had not been', async () => {
  for (const point of POINTS) {
    const world = new ClassWorld();
    const journal = await Journal.open(':memory:');
    for (const go of [startRun, (options: Parameters<typeof startRun>[0]) => resumeRun('every-class-1', options)]) {
      const crash = simulateCrashAt(point);
      const work = go(await optionsFor(world.aws, everyClass, { journal, crash }));
      await work.catch(() => {});
      journal.crash();
    }
    let result = await resumeRun('every-class-1', await optionsFor(world.aws, everyClass, { journal })).catch(
      () => undefined,
    );
    for (let round = 0; result?.outcome === 'waiting' && round < 5; round++) {
      answerQuestion(journal, result.run, 'once', { granted: true, by: 'bob', authenticated: false }, world.aws.nowMs);
      result = await resumeRun('every-class-1', await optionsFor(world.aws, everyClass, { journal }));
    }
    expect([point, world.state()]).toEqual([point, await unkilled()]);
  }
});

test('every operation has a time after which describes are believed, also where AWS names none', () => {
  const unbounded = operations().filter((row) => !Number.isFinite(stalenessSeconds(row)));
  expect(unbounded).toEqual([]);
  expect(stalenessSeconds(operation('iam.CreateRole'))).toBe(30);
  // strongly consistent, as DynamoDB documents it
  expect(stalenessSeconds(operation('dynamodb.GetItem'))).toBe(0);
});
