import { isoInstant } from '../lib/clock.ts';
import type { Question } from './journal/events.ts';
import type { QuestionHistory } from './journal/history.ts';
import { RunRefused } from './run-refused.ts';
import { RunStopped } from './run-stopped.ts';
import type { StepContext } from './step-context.ts';

/**
 * Goes on when a person has granted this, bound to the plan's hash and not expired on the target's clock. Otherwise
 * the question is written down and the run stops, or, in a drill, whoever decides is asked. Throws `RunRefused` where
 * the answer was no.
 */
export async function awaitGrant(
  context: StepContext,
  question: Pick<Question, 'about' | 'question'>,
  expiresSeconds: number,
): Promise<void> {
  const { step, planHash, target } = context;
  const last = lastQuestion(context, question);
  const answer = last?.answer;
  if (answer && !answer.granted) throw refused(step.key, answer.by, answer.reason);
  const isOpen = last !== undefined && !last.expired && target.time.nowMs() < last.expiresAtMs;
  if (last && answer && isOpen) return;
  if (last && !last.expired && !isOpen) await context.record({ type: 'expired', step: step.key });
  const asked: Question =
    last && isOpen && !answer
      ? last
      : { ...question, planHash, expiresAtMs: target.time.nowMs() + expiresSeconds * 1000 };
  if (asked !== last) await context.record({ type: 'asked', step: step.key, ...asked });
  if (!context.decide) throw waits(context, asked);
  const { granted, by, authenticated, reason } = await context.decide({ step: step.key, ...asked });
  const written = { step: step.key, about: asked.about, planHash, by, authenticated };
  if (!granted) {
    await context.record({ type: 'refused', ...written, reason: reason ?? 'no reason given' });
    throw refused(step.key, by, reason);
  }
  await context.record({ type: 'granted', ...written });
}

/** The last time that this was asked for this plan; a grant is used up by a later question. */
function lastQuestion(
  context: StepContext,
  question: Pick<Question, 'about' | 'question'>,
): QuestionHistory | undefined {
  const last = context.past?.questions.filter((asked) => asked.about === question.about).at(-1);
  return last?.planHash === context.planHash && last.question === question.question ? last : undefined;
}

function refused(step: string, by: string, reason: string | undefined): RunRefused {
  return new RunRefused(step, by, reason ?? 'no reason given');
}

function waits({ run, step }: StepContext, asked: Question): RunStopped {
  return new RunStopped('waiting', {
    code: asked.about === 'approval' ? 'approval-needed' : 'repeat-unclear',
    message: `${run} waits for a person at step ${step.key}: ${asked.question}`,
    found: 'no answer yet',
    allowed: `an answer before ${isoInstant(asked.expiresAtMs)} on the target's clock`,
    next: `evenkeel approve ${run} ${step.key} --yes (or --refuse REASON), then evenkeel resume ${run}`,
  });
}
