import { expect, test } from 'vitest';
import { CRASH_WINDOWS, crashName, SimulatedCrash, simulateCrashAt } from '../../src/lib/crashpoint.ts';
import { abortRun, answerQuestion, consequencesOf } from '../../src/runner/decide.ts';
import { historyOf } from '../../src/runner/journal/history.ts';
import { Journal } from '../../src/runner/journal/journal.ts';
import { resumeRun, startRun, undoRun } from '../../src/runner/run.ts';
import { act, type Step } from '../../src/runner/step.ts';
import { FakeAws, fails } from './helpers/fake-target.ts';
import { looks, optionsFor, runbookOf, STEP } from './helpers/subject.ts';

const REGION = 'us-west-2';
const GROUPS = ['a', 'b', 'c'] as const;
const RUN = 'test-book-1';

/** Groups of two instances each; every call is written down as `group=size`. */
class Groups {
  readonly aws = new FakeAws();
  readonly size = new Map<string, number>(GROUPS.map((group) => [group, 2]));
  readonly calls: string[] = [];
  refused = new Set<string>();

  constructor() {
    this.aws.handlers['autoscaling.SetDesiredCapacity'] = (input) => {
      const { AutoScalingGroupName: group, DesiredCapacity: size } = input as Record<string, string | number>;
      const call = `${group}=${size}`;
      this.calls.push(call);
      if (this.refused.has(call)) throw fails('refused', 'ValidationError');
      this.size.set(String(group), Number(size));
      return {};
    };
  }

  sizes(): number[] {
    return [...this.size.values()];
  }
}

const resize = (group: string, size: number) =>
  act('autoscaling.SetDesiredCapacity', REGION, { AutoScalingGroupName: group, DesiredCapacity: size });

/** From two to six, undone back to two. */
function grows(group: string, after: readonly string[], more: Partial<Step> = {}): Step {
  return {
    ...STEP,
    key: `grow-${group}`,
    title: `${group} grows`,
    after,
    operations: [{ name: 'autoscaling.SetDesiredCapacity', region: REGION }],
    act: resize(group, 6),
    undo: { act: resize(group, 2) },
    onFailure: 'undo',
    ...more,
  };
}

const CHAIN = () => [grows('a', []), grows('b', ['grow-a']), grows('c', ['grow-b'])];

test('where a step fails that says so, what was done is taken back last first, and the run has rolled back', async () => {
  const groups = new Groups();
  groups.refused.add('c=6');
  const options = await optionsFor(groups.aws, runbookOf(CHAIN));
  const result = await startRun(options);
  expect(result).toMatchObject({ outcome: 'rolledBack', exitCode: 1, error: { code: 'rolled-back' } });
  // what was refused has changed nothing, so nothing is taken back of it
  expect(groups.calls).toEqual(['a=6', 'b=6', 'c=6', 'b=2', 'a=2']);
  expect(groups.sizes()).toEqual([2, 2, 2]);
  expect(options.journal.runs()[0]?.outcome).toBe('rolledBack');
});

test('a rolled back run is over: it cannot be resumed, and another one can begin', async () => {
  const groups = new Groups();
  groups.refused.add('c=6');
  const options = await optionsFor(groups.aws, runbookOf(CHAIN));
  await startRun(options);
  await expect(resumeRun(RUN, options)).rejects.toMatchObject({ code: 'run-ended' });
  groups.refused.clear();
  expect(await startRun(options)).toMatchObject({ run: 'test-book-2', outcome: 'done' });
});

const POINTS = ['undo-grow-b-1', 'undo-grow-a-1'].flatMap((step) =>
  CRASH_WINDOWS.map((window) => crashName(step, window)),
);

test.each(POINTS)('killed at %s and resumed, the undo ends as if nobody had killed it', async (point) => {
  const groups = new Groups();
  groups.refused.add('c=6');
  const journal = await Journal.open(':memory:');
  const crash = simulateCrashAt(point);
  await expect(startRun(await optionsFor(groups.aws, runbookOf(CHAIN), { journal, crash }))).rejects.toBeInstanceOf(
    SimulatedCrash,
  );
  expect(crash.happened()).toBe(true);
  journal.crash();
  const result = await resumeRun(RUN, await optionsFor(groups.aws, runbookOf(CHAIN), { journal }));
  expect(result.outcome).toBe('rolledBack');
  expect(groups.sizes()).toEqual([2, 2, 2]);
});

test('an undo that fails leaves the run failed and open, and resuming goes on with the undo', async () => {
  const groups = new Groups();
  groups.refused.add('c=6').add('b=2');
  const options = await optionsFor(groups.aws, runbookOf(CHAIN));
  expect(await startRun(options)).toMatchObject({ outcome: 'failed', exitCode: 1 });
  expect(groups.sizes()).toEqual([6, 6, 2]);
  groups.refused.clear();
  expect(await resumeRun(RUN, options)).toMatchObject({ outcome: 'rolledBack' });
  expect(groups.sizes()).toEqual([2, 2, 2]);
  expect(groups.calls.filter((call) => call === 'a=6')).toHaveLength(1);
});

test('an undo of several steps executes those that find something to take back', async () => {
  const groups = new Groups();
  groups.refused.add('b=6');
  const back = (size: number, holds: boolean) => ({
    title: `back by way of ${size}`,
    operations: [{ name: 'autoscaling.SetDesiredCapacity', region: REGION }] as const,
    expected: STEP.expected,
    timeoutSeconds: 60,
    check: () => Promise.resolve({ holds, detail: 'said the test' }),
    act: resize('a', size),
  });
  const first = grows('a', [], { undo: { steps: [back(4, false), back(3, true), back(2, false)] } });
  const options = await optionsFor(
    groups.aws,
    runbookOf(() => [first, grows('b', ['grow-a'])]),
  );
  expect((await startRun(options)).outcome).toBe('rolledBack');
  expect(groups.calls).toEqual(['a=6', 'b=6', 'a=4', 'a=2']);
});

test('past a step that allows no return a failure stops the run, and undoing is refused by name', async () => {
  const groups = new Groups();
  groups.refused.add('c=6');
  const steps = () => [grows('a', []), grows('b', ['grow-a'], { noReturn: 'b cannot shrink' }), grows('c', ['grow-b'])];
  const options = await optionsFor(groups.aws, runbookOf(steps));
  expect(await startRun(options)).toMatchObject({ outcome: 'failed' });
  expect(groups.sizes()).toEqual([6, 6, 2]);
  await expect(undoRun(RUN, options, { by: 'bob', reason: 'regret' })).rejects.toMatchObject({ code: 'no-way-back' });
  expect(consequencesOf(options.journal, RUN).noReturn).toEqual({ step: 'grow-b', why: 'b cannot shrink' });
});

test('an operator takes back a run that stopped; what it would come to is said beforehand and changes nothing', async () => {
  const groups = new Groups();
  groups.refused.add('c=6');
  const stops = () => CHAIN().map(({ onFailure: _, ...step }) => step);
  const options = await optionsFor(groups.aws, runbookOf(stops));
  expect((await startRun(options)).outcome).toBe('failed');
  const { undo, underWay } = consequencesOf(options.journal, RUN);
  // what AWS refused is not among what was done
  expect(undo.map(({ step }) => step)).toEqual(['grow-b', 'grow-a']);
  expect(underWay).toEqual([]);
  expect(groups.sizes()).toEqual([6, 6, 2]);
  const result = await undoRun(RUN, options, { by: 'bob', reason: 'the shop opens early' });
  expect(result.outcome).toBe('rolledBack');
  expect(groups.sizes()).toEqual([2, 2, 2]);
  expect(historyOf(options.journal.events(RUN)).undo).toMatchObject({ by: 'bob', why: 'the shop opens early' });
});

test('an abort leaves everything as it is and says how each step would be taken back', async () => {
  const groups = new Groups();
  groups.refused.add('b=6');
  const stops = () => CHAIN().map(({ onFailure: _, ...step }) => step);
  const options = await optionsFor(groups.aws, runbookOf(stops));
  await startRun(options);
  const { undo } = abortRun(options.journal, RUN, { by: 'bob', reason: 'enough' }, groups.aws.nowMs);
  expect(undo.at(-1)).toEqual({
    step: 'grow-a',
    undo: 'autoscaling.SetDesiredCapacity in us-west-2: {"AutoScalingGroupName":"g","DesiredCapacity":2}'.replace(
      '"g"',
      '"a"',
    ),
  });
  expect(groups.sizes()).toEqual([6, 2, 2]);
});

const asks = (more: Partial<NonNullable<Step['approval']>> = {}): Step =>
  looks('ask', ['grow-a'], {
    approval: { question: 'go on?', shows: [], expiresSeconds: 600, ...more },
    onFailure: 'undo',
  });

test('a refusal at a step that says so has the run take back what it did', async () => {
  const groups = new Groups();
  const options = await optionsFor(
    groups.aws,
    runbookOf(() => [grows('a', []), asks()]),
  );
  expect((await startRun(options)).outcome).toBe('waiting');
  const no = { granted: false, by: 'bob', authenticated: false, reason: 'not today' };
  expect(answerQuestion(options.journal, RUN, 'ask', no, groups.aws.nowMs).outcome).toBe('to-undo');
  expect(await resumeRun(RUN, options)).toMatchObject({ outcome: 'rolledBack' });
  expect(groups.sizes()).toEqual([2, 2, 2]);
});

test('a pause with a deadline that nobody answers has the run take back what it did', async () => {
  const groups = new Groups();
  const options = await optionsFor(
    groups.aws,
    runbookOf(() => [grows('a', []), asks({ onExpiry: 'undo' })]),
  );
  expect((await startRun(options)).outcome).toBe('waiting');
  groups.aws.world.advanceTo(groups.aws.nowMs + 601_000);
  expect(await resumeRun(RUN, options)).toMatchObject({ outcome: 'rolledBack' });
  expect(groups.sizes()).toEqual([2, 2, 2]);
});

/** The journal as a process leaves it that dies before the undo is written down. */
async function cutBeforeUndo(journal: Journal): Promise<Journal> {
  const events = journal.events(RUN);
  const first = events[0]?.event;
  if (first?.type !== 'run-started') throw new Error('broken invariant: a run begins with run-started');
  const { type: _type, run: _run, ...header } = first;
  const cut = await Journal.open(':memory:');
  cut.begin(header, events[0]?.atMs ?? 0);
  const end = events.findIndex(({ event }) => event.type === 'undo-started');
  for (const { event, atMs } of events.slice(1, end)) cut.append(RUN, atMs, event);
  return cut;
}

test('killed between a failure and its undo, the run takes back what it did, and does not try again', async () => {
  const groups = new Groups();
  groups.refused.add('b=6');
  const steps = () => [grows('a', []), grows('b', ['grow-a'])];
  const first = await optionsFor(groups.aws, runbookOf(steps));
  await startRun(first);
  groups.size.set('a', 6);
  groups.refused.clear();
  const journal = await cutBeforeUndo(first.journal);
  expect(historyOf(journal.events(RUN)).undo).toBeUndefined();
  expect(await resumeRun(RUN, await optionsFor(groups.aws, runbookOf(steps), { journal }))).toMatchObject({
    outcome: 'rolledBack',
  });
  expect(groups.calls.filter((call) => call === 'b=6')).toHaveLength(1);
  expect(groups.sizes()).toEqual([2, 2, 2]);
});

test('an undo looks only when describes show what became of a call of which nothing is known', async () => {
  const groups = new Groups();
  const journal = await Journal.open(':memory:');
  const steps = () => [grows('a', [])];
  const crash = simulateCrashAt('grow-a:effect-to-outcome');
  await expect(startRun(await optionsFor(groups.aws, runbookOf(steps), { journal, crash }))).rejects.toBeInstanceOf(
    SimulatedCrash,
  );
  journal.crash();
  const options = await optionsFor(groups.aws, runbookOf(steps), { journal });
  expect((await undoRun(RUN, options, { by: 'bob', reason: 'regret' })).outcome).toBe('rolledBack');
  const [grown, back] = groups.aws.named('autoscaling.SetDesiredCapacity').map(({ atMs }) => atMs);
  expect((back ?? 0) - (grown ?? 0)).toBeGreaterThanOrEqual(30_000);
  expect(groups.sizes()).toEqual([2, 2, 2]);
});
