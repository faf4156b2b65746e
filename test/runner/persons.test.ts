import { expect, test } from 'vitest';
import { answerQuestion, openQuestion } from '../../src/runner/decide.ts';
import { historyOf } from '../../src/runner/journal/history.ts';
import { resumeRun, startRun } from '../../src/runner/run.ts';
import { FakeAws } from './helpers/fake-target.ts';
import { looks, optionsFor, runbookOf } from './helpers/subject.ts';

const RUN = 'test-book-1';
const by = (name: string) => ({ granted: true, by: name, authenticated: false });

async function asksTwo(decide?: Parameters<typeof optionsFor>[2]) {
  const approval = { question: 'delete it all?', shows: [], expiresSeconds: 3600, persons: 2 };
  const aws = new FakeAws();
  const options = await optionsFor(
    aws,
    runbookOf(() => [looks('ask', [], { approval })]),
    decide,
  );
  return { aws, options };
}

test('a step that needs two persons goes on when two different ones have granted it, and not before', async () => {
  const { aws, options } = await asksTwo();
  const { journal } = options;
  expect(await startRun(options)).toMatchObject({ outcome: 'waiting', exitCode: 3 });
  expect(answerQuestion(journal, RUN, 'ask', by('ann'), aws.nowMs)).toEqual({ outcome: 'granted', missing: 1 });
  const second = await resumeRun(RUN, options);
  expect(second).toMatchObject({ outcome: 'waiting' });
  expect(second.error?.problems[0]?.found).toBe('granted by ann');
  expect(answerQuestion(journal, RUN, 'ask', by('ben'), aws.nowMs)).toEqual({ outcome: 'granted', missing: 0 });
  expect(await resumeRun(RUN, options)).toMatchObject({ outcome: 'done' });
  expect(historyOf(journal.events(RUN)).steps.get('ask')?.questions[0]?.grantedBy).toEqual(['ann', 'ben']);
});

test('one identity twice is refused, and counts once', async () => {
  const { aws, options } = await asksTwo();
  await startRun(options);
  answerQuestion(options.journal, RUN, 'ask', by('ann'), aws.nowMs);
  expect(() => answerQuestion(options.journal, RUN, 'ask', by('ann'), aws.nowMs)).toThrow(/not the same/);
  expect(await resumeRun(RUN, options)).toMatchObject({ outcome: 'waiting' });
  expect(openQuestion(options.journal, RUN, 'ask', aws.nowMs).grantedBy).toEqual(['ann']);
});

test('one refusal is enough', async () => {
  const { aws, options } = await asksTwo();
  await startRun(options);
  answerQuestion(options.journal, RUN, 'ask', by('ann'), aws.nowMs);
  const no = { granted: false, by: 'ben', authenticated: false, reason: 'there is a hold' };
  expect(answerQuestion(options.journal, RUN, 'ask', no, aws.nowMs).outcome).toBe('aborted');
});

test('grants that have expired count no more: both persons are asked anew', async () => {
  const { aws, options } = await asksTwo();
  await startRun(options);
  answerQuestion(options.journal, RUN, 'ask', by('ann'), aws.nowMs);
  aws.world.advanceTo(aws.nowMs + 3_601_000);
  await resumeRun(RUN, options);
  expect(openQuestion(options.journal, RUN, 'ask', aws.nowMs).grantedBy).toEqual([]);
});

test('a drill in which one person decides twice has failed, and is not granted', async () => {
  const { options } = await asksTwo({ decide: () => Promise.resolve(by('ann')) });
  expect(await startRun(options)).toMatchObject({ outcome: 'failed', error: { code: 'same-person' } });
});
