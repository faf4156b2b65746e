import { EvenkeelError } from '../lib/errors.ts';
import { historyOf, isOver, type QuestionHistory, type RunHistory, type StepHistory } from './journal/history.ts';
import type { Journal } from './journal/journal.ts';
import { refuseTwice } from './question.ts';
import type { Decision } from './step-context.ts';
import { hasActed } from './undo.ts';

/** The question that a step of a run asks now; throws where it asks none, or none that can still be answered. */
export function openQuestion(journal: Journal, run: string, step: string, nowMs: number): QuestionHistory {
  const history = historyOf(journal.events(run));
  const hasEnded = isOver(history.outcome);
  const asked = hasEnded ? undefined : history.steps.get(step)?.questions.at(-1);
  if (!asked || asked.answer || asked.expired) {
    const waiting = [...history.steps.values()].filter((one) => {
      const last = one.questions.at(-1);
      return !hasEnded && last !== undefined && !last.answer && !last.expired;
    });
    throw new EvenkeelError({
      code: 'nothing-to-approve',
      message: `step ${step} of ${run} asks for nothing`,
      found: asked?.answer ? 'it has been answered' : `the run is ${history.outcome}`,
      allowed: waiting.map((one) => one.key).join(', ') || 'no step asks now',
      next: `evenkeel resume ${run}`,
    });
  }
  if (nowMs >= asked.expiresAtMs) {
    throw new EvenkeelError({
      code: 'question-expired',
      message: `what step ${step} of ${run} asked has expired on the target's clock`,
      found: `${Math.round((nowMs - asked.expiresAtMs) / 1000)} s too late`,
      allowed: `an answer within ${Math.round((asked.expiresAtMs - asked.askedMs) / 1000)} s`,
      next: `evenkeel resume ${run} asks again`,
    });
  }
  return asked;
}

/** `missing`: how many more persons must grant it. `to-undo`: refused, and whoever resumes the run undoes it. */
export interface Answered {
  readonly outcome: 'granted' | 'aborted' | 'to-undo';
  readonly missing: number;
}

/**
 * Answers what a step asks, in a person's name; bound to the plan's hash. A refusal ends the run as aborted, or has it undone where the
 * step says so. The run must not be executed by a living process; throws where this person has granted it already.
 */
export function answerQuestion(
  journal: Journal,
  run: string,
  step: string,
  decision: Decision,
  nowMs: number,
): Answered {
  const { about, planHash, grantedBy, persons = 1 } = openQuestion(journal, run, step, nowMs);
  if (decision.granted) refuseTwice(step, decision.by, grantedBy);
  const history = historyOf(journal.events(run));
  const atMs = Math.round(nowMs);
  const { by, authenticated, reason } = decision;
  const answer = { step, about, planHash, by, authenticated };
  return whileOwned(journal, run, () => {
    if (decision.granted) {
      journal.append(run, atMs, { type: 'granted', ...answer });
      const missing = persons - grantedBy.length - 1;
      journal.append(run, atMs, { type: 'stopped', why: 'waiting', steps: missing > 0 ? [step] : [] });
      return { outcome: 'granted' as const, missing };
    }
    const why = reason ?? 'no reason given';
    journal.append(run, atMs, { type: 'refused', ...answer, reason: why });
    if (undoes(history, step)) {
      journal.append(run, atMs, { type: 'stopped', why: 'waiting', steps: [] });
      return { outcome: 'to-undo' as const, missing: 0 };
    }
    journal.append(run, atMs, { type: 'ended', outcome: 'aborted', reason: why, by });
    return { outcome: 'aborted' as const, missing: 0 };
  });
}

/** What it comes to, to end a run where it stands: what was done and how each of it would be taken back. */
export interface Consequences {
  readonly undo: readonly { readonly step: string; readonly undo: string }[];
  /** Steps that have begun and not ended: what AWS goes on with by itself. */
  readonly underWay: readonly string[];
  /** The step that allows no return, where it has begun. */
  readonly noReturn?: { readonly step: string; readonly why: string };
}

/** Changes nothing. Throws `run-ended`. */
export function consequencesOf(journal: Journal, run: string): Consequences {
  const history = historyOf(journal.events(run));
  refuseEnded(history, run);
  const done = (history.plan?.steps ?? []).filter(({ key }) => hasActed(history.steps.get(key)));
  const final = done.find(({ noReturn }) => noReturn !== undefined);
  return {
    undo: [...done].reverse().map(({ key, undo }) => ({ step: key, undo })),
    underWay: done.filter(({ key }) => isUnderWay(history.steps.get(key))).map(({ key }) => key),
    ...(final?.noReturn !== undefined && { noReturn: { step: final.key, why: final.noReturn } }),
  };
}

/** Begun and not ended well: whether AWS goes on with it, nobody has seen. */
function isUnderWay(step: StepHistory | undefined): boolean {
  return step?.outcome === undefined || step.outcome === 'failed';
}

/** Ends a run where it stands; answers what the steps that were done would take to be undone, last first. */
export function abortRun(
  journal: Journal,
  run: string,
  { by, reason }: { by: string; reason: string },
  nowMs: number,
): Consequences {
  const consequences = consequencesOf(journal, run);
  whileOwned(journal, run, () =>
    journal.append(run, Math.round(nowMs), { type: 'ended', outcome: 'aborted', reason, by }),
  );
  return consequences;
}

function refuseEnded(history: RunHistory, run: string): void {
  if (!isOver(history.outcome)) return;
  throw new EvenkeelError({
    code: 'run-ended',
    message: `${run} has ended`,
    found: history.outcome,
    allowed: 'a run that is open',
    next: 'evenkeel runs lists them',
  });
}

/** A refusal of this step undoes the run instead of ending it where it stands. */
function undoes(history: RunHistory, step: string): boolean {
  return history.plan?.steps.find(({ key }) => key === step)?.onFailure === 'undo';
}

function whileOwned<T>(journal: Journal, run: string, change: () => T): T {
  journal.takeOver(run);
  try {
    return change();
  } finally {
    journal.release(run);
  }
}
