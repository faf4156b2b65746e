import { EvenkeelError, ExitCode } from '../lib/errors.ts';
import { operation } from '../operations/index.ts';
import { type ExecuteOptions, executeSteps, worstError } from './execute.ts';
import type { JournalEvent } from './journal/events.ts';
import { historyOf, type RunHistory } from './journal/history.ts';
import type { Plan } from './plan.ts';
import { DEFAULT_STALENESS_SECONDS, stalenessSeconds } from './repeat-rules.ts';
import { RunRefused } from './run-refused.ts';
import { pastReturn, undoPlanOf } from './undo.ts';

/** Why a run is undone, and who wants it; nobody where a failure decided. */
export interface UndoCause {
  readonly why: string;
  readonly by?: string;
}

/** A process that died between a failure and the undo that it calls for leaves the failure: it is not tried again. */
export function causeLeft(plan: Plan, history: RunHistory): UndoCause | undefined {
  if (pastReturn(plan, history)) return undefined;
  for (const { key, onFailure } of plan.steps) {
    const { outcome, error } = history.steps.get(key) ?? {};
    if (onFailure === 'undo' && outcome === 'failed' && error && error.exitCode !== ExitCode.bug)
      return { why: error.message };
  }
  return undefined;
}

/** Past the point of no return a failure stops the run; a refusal before anything was done ends it. */
export function isToBeUndone(failure: EvenkeelError, plan: Plan, history: RunHistory): boolean {
  if (pastReturn(plan, history)) return false;
  return !(failure instanceof RunRefused) || undoPlanOf(plan, history).steps.length > 0;
}

/**
 * Executes the undo, or goes on with it: its steps follow from what the journal says was done before it began. Answers what the run ends
 * with; throws what the undo failed or stopped with.
 */
export async function takeBack(
  run: string,
  plan: Plan,
  options: ExecuteOptions,
  say: (event: JournalEvent) => void,
  cause: UndoCause | undefined,
): Promise<EvenkeelError> {
  const { journal, target } = options;
  const before = historyOf(journal.events(run));
  const { steps } = undoPlanOf(plan, before);
  if (!before.undo) {
    const titles = Object.fromEntries(steps.map(({ key, title }) => [key, title]));
    say({ type: 'undo-started', why: 'no reason given', ...cause, steps: Object.keys(titles), titles });
  }
  const history = historyOf(journal.events(run));
  const why = history.undo?.why ?? '';
  await target.time.sleepUntil(Math.max(target.time.nowMs(), settledMs(plan, before)));
  const errors = await executeSteps(steps, plan.planHash, history, options);
  const error = worstError(steps, errors);
  if (error !== undefined) throw error;
  const by = history.undo?.by;
  say({ type: 'ended', outcome: 'rolledBack', reason: why, ...(by !== undefined && { by }) });
  return rolledBack(run, why);
}

/** When describes show what became of the calls of which nothing is known: an undo that looks earlier could see too little. */
function settledMs(plan: Plan, history: RunHistory): number {
  const ends = plan.steps.flatMap((step) => {
    const open = history.steps.get(step.key)?.intents.filter(({ outcome }) => outcome === undefined) ?? [];
    const bounds = step.operations.map(({ name }) => stalenessSeconds(operation(name)));
    const bound = Math.max(DEFAULT_STALENESS_SECONDS, ...bounds);
    return open.map(({ atMs }) => atMs + bound * 1000);
  });
  return Math.max(0, ...ends);
}

function rolledBack(run: string, why: string): EvenkeelError {
  return new EvenkeelError(
    {
      code: 'rolled-back',
      message: `${run} has taken back what it did: ${why}`,
      next: 'remove the cause, then start another run',
    },
    { exitCode: ExitCode.answerIsNo },
  );
}
