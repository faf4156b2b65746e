import { isoInstant } from '../lib/clock.ts';
import { EvenkeelError, ExitCode } from '../lib/errors.ts';
import type { Question } from './journal/events.ts';
import type { QuestionHistory } from './journal/history.ts';
import { RunRefused } from './run-refused.ts';
import { RunStopped } from './run-stopped.ts';
import type { Approval } from './step.ts';
import type { StepContext } from './step-context.ts';

/**
 * Goes on when as many persons as it takes have granted this, bound to the plan's hash and not expired on the target's clock; answers who
 * they are. Otherwise the question is written down and the run stops, or, in a drill, whoever decides is asked. Throws `RunRefused`
 * where the answer was no.
 */
export async function awaitGrant(
  context: StepContext,
  question: Pick<Question, 'about' | 'question' | 'persons'>,
  expiresSeconds: number,
  onExpiry: Approval['onExpiry'] = 'ask-again',
): Promise<readonly string[]> {
  const { step, planHash, target } = context;
  const last = lastQuestion(context, question);
  const answer = last?.answer;
  if (answer && !answer.granted) throw refused(step.key, answer.by, answer.reason);
  const isOpen = last !== undefined && !last.expired && target.time.nowMs() < last.expiresAtMs;
  if (last && answer && isOpen) return last.grantedBy;
  if (last && !last.expired && !isOpen) await context.record({ type: 'expired', step: step.key });
  if (last && !isOpen && !answer && onExpiry === 'undo') throw unanswered(step.key, last);
  const asked: Question =
    last && isOpen && !answer
      ? last
      : { ...question, planHash, expiresAtMs: target.time.nowMs() + expiresSeconds * 1000 };
  if (asked !== last) await context.record({ type: 'asked', step: step.key, ...asked });
  const grantedBy = asked === last ? [...last.grantedBy] : [];
  if (!context.decide) throw waits(context, asked, grantedBy);
  while (grantedBy.length < (asked.persons ?? 1)) {
    const { granted, by, authenticated, reason } = await context.decide({ step: step.key, ...asked, grantedBy });
    const written = { step: step.key, about: asked.about, planHash, by, authenticated };
    if (!granted) {
      await context.record({ type: 'refused', ...written, reason: reason ?? 'no reason given' });
      throw refused(step.key, by, reason);
    }
    refuseTwice(step.key, by, grantedBy);
    await context.record({ type: 'granted', ...written });
    grantedBy.push(by);
  }
  return grantedBy;
}

/** Whoever has granted a question cannot be the second person as well. */
export function refuseTwice(step: string, by: string, grantedBy: readonly string[]): void {
  if (!grantedBy.includes(by)) return;
  throw new EvenkeelError(
    {
      code: 'same-person',
      message: `step ${step} needs persons who are not the same`,
      found: `${by}, who has granted it already`,
      allowed: 'somebody else',
      next: 'have another person approve it',
    },
    { exitCode: ExitCode.stoppedForPerson },
  );
}

function unanswered(step: string, { expiresAtMs, question }: QuestionHistory): EvenkeelError {
  return new EvenkeelError(
    {
      code: 'approval-expired',
      message: `nobody answered step ${step} in time: ${question}`,
      found: 'no answer',
      allowed: `an answer before ${isoInstant(expiresAtMs)} on the target's clock`,
      next: 'start the run again when somebody can answer',
    },
    { exitCode: ExitCode.answerIsNo },
  );
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

function waits({ run, step }: StepContext, asked: Question, grantedBy: readonly string[]): RunStopped {
  const missing = (asked.persons ?? 1) - grantedBy.length;
  return new RunStopped('waiting', {
    code: asked.about === 'approval' ? 'approval-needed' : 'repeat-unclear',
    message: `${run} waits for a person at step ${step.key}: ${asked.question}`,
    found: grantedBy.length === 0 ? 'no answer yet' : `granted by ${grantedBy.join(', ')}`,
    allowed: `${missing === 1 ? 'an answer' : `answers of ${missing} persons`} before ${isoInstant(asked.expiresAtMs)} on the target's clock`,
    next: `evenkeel approve ${run} ${step.key} --yes (or --refuse REASON), then evenkeel resume ${run}`,
  });
}
