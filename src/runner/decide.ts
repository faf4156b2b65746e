import { EvenkeelError } from '../lib/errors.ts';
import { historyOf, type QuestionHistory } from './journal/history.ts';
import type { Journal } from './journal/journal.ts';
import type { Decision } from './step-context.ts';

/** The question that a step of a run asks now; throws where it asks none, or none that can still be answered. */
export function openQuestion(journal: Journal, run: string, step: string, nowMs: number): QuestionHistory {
  const history = historyOf(journal.events(run));
  const isOver = history.outcome === 'done' || history.outcome === 'aborted';
  const asked = isOver ? undefined : history.steps.get(step)?.questions.at(-1);
  if (!asked || asked.answer || asked.expired) {
    const waiting = [...history.steps.values()].filter((one) => {
      const last = one.questions.at(-1);
      return !isOver && last !== undefined && !last.answer && !last.expired;
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

/**
 * Answers what a step asks, in a person's name; bound to the plan's hash. A refusal ends the run as aborted. The run
 * must not be executed by a living process.
 */
export function answerQuestion(
  journal: Journal,
  run: string,
  step: string,
  decision: Decision,
  nowMs: number,
): { outcome: 'granted' | 'aborted' } {
  const { about, planHash } = openQuestion(journal, run, step, nowMs);
  const atMs = Math.round(nowMs);
  const { by, authenticated, reason } = decision;
  const answer = { step, about, planHash, by, authenticated };
  return whileOwned(journal, run, () => {
    if (decision.granted) {
      journal.append(run, atMs, { type: 'granted', ...answer });
      journal.append(run, atMs, { type: 'stopped', why: 'waiting', steps: [] });
      return { outcome: 'granted' as const };
    }
    const why = reason ?? 'no reason given';
    journal.append(run, atMs, { type: 'refused', ...answer, reason: why });
    journal.append(run, atMs, { type: 'ended', outcome: 'aborted', reason: why, by });
    return { outcome: 'aborted' as const };
  });
}

/** Ends a run where it stands; answers what the steps that were done would take to be undone. */
export function abortRun(
  journal: Journal,
  run: string,
  { by, reason }: { by: string; reason: string },
  nowMs: number,
): { undo: { step: string; undo: string }[] } {
  const history = historyOf(journal.events(run));
  if (history.outcome === 'done' || history.outcome === 'aborted') {
    throw new EvenkeelError({
      code: 'run-ended',
      message: `${run} has ended`,
      found: history.outcome,
      allowed: 'a run that is open',
      next: 'evenkeel runs lists them',
    });
  }
  whileOwned(journal, run, () =>
    journal.append(run, Math.round(nowMs), { type: 'ended', outcome: 'aborted', reason, by }),
  );
  const acted = [...history.steps.values()].filter((step) => step.intents.length > 0).map((step) => step.key);
  const planned = history.plan?.steps ?? [];
  return { undo: planned.filter(({ key }) => acted.includes(key)).map(({ key, undo }) => ({ step: key, undo })) };
}

function whileOwned<T>(journal: Journal, run: string, change: () => T): T {
  journal.takeOver(run);
  try {
    return change();
  } finally {
    journal.release(run);
  }
}
