import { expect, test } from 'vitest';
import { CallError } from '../../src/aws/index.ts';
import { EvenkeelError } from '../../src/lib/errors.ts';
import { answerQuestion, openQuestion } from '../../src/runner/decide.ts';
import { type ErrorRecord, restoreError } from '../../src/runner/journal/error-record.ts';
import { historyOf } from '../../src/runner/journal/history.ts';
import { Journal } from '../../src/runner/journal/journal.ts';
import { answered } from '../../src/runner/readings/answered.ts';
import { resumeRun, startRun } from '../../src/runner/run.ts';
import { act, type Step } from '../../src/runner/step.ts';
import { FakeAws, fails, START_MS } from './helpers/fake-target.ts';
import { looks, optionsFor, runbookOf, STEP } from './helpers/subject.ts';

const REGION = 'us-west-2';
const ALARMS = [{ name: 'cloudwatch.DescribeAlarms', region: REGION }] as const;

/** Looks at an alarm until it is there. */
function watches(key: string, after: readonly string[] = [], more: Partial<Step> = {}): Step {
  return {
    ...looks(key, after),
    operations: ALARMS,
    confirm: {
      everySeconds: 10,
      until: async (io) => {
        const { MetricAlarms } = await io.call('cloudwatch.DescribeAlarms', REGION, {});
        return { holds: (MetricAlarms ?? []).length > 0, detail: `${MetricAlarms?.length} alarms` };
      },
    },
    ...more,
  };
}

function resizes(key: string, after: readonly string[] = []): Step {
  return {
    ...STEP,
    key,
    title: key,
    after,
    operations: [{ name: 'autoscaling.SetDesiredCapacity', region: REGION }],
    act: act('autoscaling.SetDesiredCapacity', REGION, { AutoScalingGroupName: 'g', DesiredCapacity: 6 }),
  };
}

test('steps that do not wait for each other run side by side, and each after those that it waits for', async () => {
  const aws = new FakeAws();
  const until = (seconds: number) => ({
    everySeconds: 1,
    until: async (io: { nowMs(): number }) => ({ holds: io.nowMs() >= START_MS + seconds * 1000, detail: '' }),
  });
  const steps = [
    looks('slow', [], { confirm: until(60) }),
    looks('quick', [], { confirm: until(20) }),
    looks('last', ['slow', 'quick'], { confirm: until(70) }),
  ];
  const options = await optionsFor(
    aws,
    runbookOf(() => steps),
  );
  const result = await startRun(options);
  expect(result.outcome).toBe('done');
  expect(result.exitCode).toBe(0);
  const { steps: done } = historyOf(options.journal.events(result.run));
  const seconds = [...done.values()].map(({ key, startedMs, endedMs }) => [
    key,
    (startedMs - START_MS) / 1000,
    ((endedMs ?? 0) - START_MS) / 1000,
  ]);
  expect(seconds.sort()).toEqual([
    ['last', 60, 70],
    ['quick', 0, 20],
    ['slow', 0, 60],
  ]);
});

test('a call that the step did not declare is refused before it leaves', async () => {
  const aws = new FakeAws();
  const step = watches('sly', [], { operations: [{ name: 'cloudwatch.DescribeAlarms', region: 'us-east-1' }] });
  const result = await startRun(
    await optionsFor(
      aws,
      runbookOf(() => [step]),
    ),
  );
  expect(result.outcome).toBe('failed');
  expect(result.error?.code).toBe('call-undeclared');
  expect(result.error?.message).toContain('cloudwatch.DescribeAlarms in us-west-2');
  expect(aws.calls).toEqual([]);
});

test('a write while observing is refused before it leaves', async () => {
  const aws = new FakeAws();
  const step = resizes('sly');
  const sneaks: Step = {
    ...step,
    check: async (io) => {
      await io.call('autoscaling.SetDesiredCapacity', REGION, { AutoScalingGroupName: 'g', DesiredCapacity: 0 });
      return { holds: true, detail: '' };
    },
  };
  const result = await startRun(
    await optionsFor(
      aws,
      runbookOf(() => [sneaks]),
    ),
  );
  expect(result.error?.code).toBe('write-outside-act');
  expect(aws.calls).toEqual([]);
});

test('throttled and unreachable reads are asked again with back-off, within the step', async () => {
  const aws = new FakeAws();
  const answers = [
    fails('throttled', 'Throttling'),
    fails('unreachable', 'ECONNREFUSED'),
    fails('unknown', 'ECONNRESET'),
  ];
  aws.handlers['cloudwatch.DescribeAlarms'] = () => {
    const error = answers.shift();
    if (error) throw error;
    return { MetricAlarms: [{}] };
  };
  const options = await optionsFor(
    aws,
    runbookOf(() => [watches('watch')]),
  );
  const result = await startRun(options);
  expect(result.outcome).toBe('done');
  expect(aws.calls.map((call) => (call.atMs - START_MS) / 1000)).toEqual([0, 1, 3, 7]);
  const { steps, calls } = historyOf(options.journal.events(result.run));
  expect(steps.get('watch')?.retries).toBe(3);
  expect(calls).toEqual({ [REGION]: { control: 4 } });
});

test('where a step says so, an endpoint that cannot be reached is an answer: the step looks again when it would have anyway', async () => {
  const aws = new FakeAws();
  const failures = [fails('unreachable', 'ECONNREFUSED'), fails('unknown', 'ECONNRESET')];
  aws.handlers['cloudwatch.DescribeAlarms'] = () => {
    const error = failures.shift();
    if (error) throw error;
    return { MetricAlarms: [{}] };
  };
  const asks: Partial<Step> = {
    asksOnce: true,
    confirm: {
      everySeconds: 10,
      until: async (io) => {
        const alarms = await answered(() => io.call('cloudwatch.DescribeAlarms', REGION, {}));
        return { holds: alarms.answered, detail: alarms.answered ? 'answered' : 'nobody answered' };
      },
    },
  };
  const options = await optionsFor(
    aws,
    runbookOf(() => [watches('watch', [], asks)]),
  );
  expect((await startRun(options)).outcome).toBe('done');
  expect(aws.calls.map((call) => (call.atMs - START_MS) / 1000)).toEqual([0, 10, 20]);
});

test('a throttled write is sent again as a new attempt; a refused one fails the run with the typed error', async () => {
  const aws = new FakeAws();
  const answers = [fails('throttled', 'Throttling'), fails('refused', 'ValidationError')];
  aws.handlers['autoscaling.SetDesiredCapacity'] = () => {
    throw answers.shift() ?? new Error('asked once too often');
  };
  const options = await optionsFor(
    aws,
    runbookOf(() => [resizes('resize'), looks('after', ['resize'])]),
  );
  const result = await startRun(options);
  expect(result.outcome).toBe('failed');
  expect(result.exitCode).toBe(1);
  const step = historyOf(options.journal.events(result.run)).steps.get('resize');
  expect(step?.intents.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
    [1, 'throttled'],
    [2, 'refused'],
  ]);
  const restored = restoreError(step?.error as ErrorRecord);
  expect(restored).toBeInstanceOf(CallError);
  expect((restored as CallError).fields.awsCode).toBe('ValidationError');
  expect(historyOf(options.journal.events(result.run)).steps.has('after')).toBe(false);
});

test('a failed run goes on from the step that failed', async () => {
  const aws = new FakeAws();
  let isBroken = true;
  aws.handlers['autoscaling.SetDesiredCapacity'] = () => {
    if (isBroken) throw fails('refused', 'ValidationError');
    return {};
  };
  aws.handlers['cloudwatch.DescribeAlarms'] = () => ({ MetricAlarms: [{}] });
  const options = await optionsFor(
    aws,
    runbookOf(() => [watches('first'), resizes('resize', ['first'])]),
  );
  const { run, outcome } = await startRun(options);
  expect(outcome).toBe('failed');
  isBroken = false;
  const resumed = await resumeRun(run, options);
  expect(resumed.outcome).toBe('done');
  expect(aws.named('cloudwatch.DescribeAlarms').length).toBe(1);
});

test('a step that does not reach its state fails with what it last saw; one that only informs does not hold the run', async () => {
  const aws = new FakeAws();
  aws.handlers['cloudwatch.DescribeAlarms'] = () => ({ MetricAlarms: [] });
  const informs = watches('informs', [], { timeoutSeconds: 30 });
  const steps = () => [
    { ...informs, confirm: { ...(informs.confirm as NonNullable<Step['confirm']>), informs: true } },
    looks('next', ['informs']),
  ];
  const options = await optionsFor(aws, runbookOf(steps));
  const result = await startRun(options);
  expect(result.outcome).toBe('done');
  const informed = historyOf(options.journal.events(result.run)).steps.get('informs');
  expect([informed?.outcome, informed?.detail]).toEqual(['unknown', 'unknown after 30 s: 0 alarms']);

  const strict = await optionsFor(
    new FakeAws(),
    runbookOf(() => [watches('strict', [], { timeoutSeconds: 30 })]),
  );
  (strict as { target: unknown }).target = aws.target();
  const failed = await startRun(strict);
  expect(failed.error?.code).toBe('step-timeout');
  expect(failed.error?.problems[0]?.found).toBe('0 alarms');
});

const asks = (expiresSeconds = 600): Step => ({
  ...STEP,
  key: 'accept',
  title: 'accept',
  approval: { question: 'Really?', shows: [], expiresSeconds },
});
const ALICE = { granted: true, by: 'alice', authenticated: false };

test('an approval stops the run with exit code 3; other branches go on; granted and resumed it ends', async () => {
  const aws = new FakeAws();
  aws.handlers['autoscaling.SetDesiredCapacity'] = () => ({});
  const options = await optionsFor(
    aws,
    runbookOf(() => [asks(), looks('beside'), resizes('resize', ['accept'])]),
  );
  const waiting = await startRun(options);
  expect([waiting.outcome, waiting.exitCode, waiting.error?.code]).toEqual(['waiting', 3, 'approval-needed']);
  expect(historyOf(options.journal.events(waiting.run)).steps.get('beside')?.outcome).toBe('seen');
  expect(aws.calls).toEqual([]);
  expect((await resumeRun(waiting.run, options)).outcome).toBe('waiting');
  answerQuestion(options.journal, waiting.run, 'accept', ALICE, aws.nowMs);
  expect(() => openQuestion(options.journal, waiting.run, 'accept', aws.nowMs)).toThrow('asks for nothing');
  const resumed = await resumeRun(waiting.run, { ...options, target: aws.target() });
  expect(resumed.outcome).toBe('done');
  const question = historyOf(options.journal.events(waiting.run)).steps.get('accept')?.questions;
  expect(question?.length).toBe(1);
  expect(question?.[0]?.answer).toMatchObject({ by: 'alice', authenticated: false, planHash: waiting.planHash });
});

test('a refusal ends the run as aborted, in the name of whoever refused', async () => {
  const aws = new FakeAws();
  const options = await optionsFor(
    aws,
    runbookOf(() => [asks(), resizes('resize', ['accept'])]),
  );
  const { run } = await startRun(options);
  answerQuestion(options.journal, run, 'accept', { ...ALICE, granted: false, reason: 'false alarm' }, aws.nowMs);
  expect(options.journal.runs()[0]?.outcome).toBe('aborted');
  await expect(resumeRun(run, options)).rejects.toThrow('has ended');
  expect(aws.calls).toEqual([]);
});

test('a question expires on the target’s clock, and so does its answer', async () => {
  const aws = new FakeAws();
  const options = await optionsFor(
    aws,
    runbookOf(() => [asks(600), looks('end', ['accept'])]),
  );
  const { run } = await startRun(options);
  aws.world.advanceTo(START_MS + 600_000);
  expect(() => answerQuestion(options.journal, run, 'accept', ALICE, aws.nowMs)).toThrow('has expired');
  expect((await resumeRun(run, { ...options, target: aws.target() })).outcome).toBe('waiting');
  answerQuestion(options.journal, run, 'accept', ALICE, aws.nowMs);
  aws.world.advanceTo(START_MS + 1_200_000);
  expect((await resumeRun(run, { ...options, target: aws.target() })).outcome).toBe('waiting');
  const questions = historyOf(options.journal.events(run)).steps.get('accept')?.questions ?? [];
  expect(questions.map(({ expired, answer }) => [expired ?? false, answer?.granted])).toEqual([
    [true, undefined],
    [true, true],
    [false, undefined],
  ]);
});

test('in a drill somebody decides, taking the time that it takes', async () => {
  const aws = new FakeAws();
  const target = aws.target();
  const decide = async () => {
    await target.time.sleepUntil(target.time.nowMs() + 300_000);
    return ALICE;
  };
  const options = await optionsFor(
    aws,
    runbookOf(() => [asks(), looks('end', ['accept'])]),
    { target, decide },
  );
  expect((await startRun(options)).outcome).toBe('done');
  expect(aws.nowMs).toBe(START_MS + 300_000);
});

test('another plan on resume stops for a person, and nothing is called', async () => {
  const aws = new FakeAws();
  aws.handlers['autoscaling.SetDesiredCapacity'] = () => ({});
  const before = await optionsFor(
    aws,
    runbookOf(() => [asks(), resizes('resize', ['accept'])]),
  );
  const { run, planHash } = await startRun(before);
  answerQuestion(before.journal, run, 'accept', ALICE, aws.nowMs);
  const changed = () => {
    const step = resizes('resize', ['accept']);
    return [asks(), { ...step, act: { ...step.act, input: { DesiredCapacity: 7 } } } as Step];
  };
  const result = await resumeRun(run, { ...before, runbook: runbookOf(changed) });
  expect([result.outcome, result.exitCode, result.error?.code]).toEqual(['waiting', 3, 'plan-changed']);
  expect(result.error?.problems[0]?.allowed).toBe(planHash);
  expect(aws.calls).toEqual([]);
  expect((await resumeRun(run, before)).outcome).toBe('done');
});

test('an interrupt lets the current call end, is journaled, and the run resumes without repeating it', async () => {
  const aws = new FakeAws();
  const stop = new AbortController();
  aws.handlers['autoscaling.SetDesiredCapacity'] = () => {
    stop.abort();
    return {};
  };
  const options = await optionsFor(
    aws,
    runbookOf(() => [resizes('resize'), looks('after', ['resize'])]),
    { interrupt: stop.signal },
  );
  const result = await startRun(options);
  expect([result.outcome, result.exitCode]).toEqual(['interrupted', 4]);
  const resumed = await resumeRun(result.run, { ...options, target: aws.target(), interrupt: undefined });
  expect(resumed.outcome).toBe('done');
  expect(aws.calls.length).toBe(1);
});

test('a second run of the system is refused by the name of the open one', async () => {
  const aws = new FakeAws();
  const options = await optionsFor(
    aws,
    runbookOf(() => [asks()]),
  );
  const { run } = await startRun(options);
  await expect(startRun(options)).rejects.toThrow(`has an open run: ${run}`);
});

test('a bug in a step is thrown, and the run is not left as running', async () => {
  const aws = new FakeAws();
  const journal = await Journal.open(':memory:');
  const buggy = looks('buggy', [], {
    confirm: { everySeconds: 1, until: () => Promise.reject(new TypeError('undefined is not a function')) },
  });
  const options = await optionsFor(
    aws,
    runbookOf(() => [buggy]),
    { journal },
  );
  const error = await startRun(options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TypeError);
  expect(error).not.toBeInstanceOf(EvenkeelError);
  expect(journal.runs()[0]?.outcome).toBe('failed');
});
