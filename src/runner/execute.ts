import { type Crashpoint, noCrash } from '../lib/crashpoint.ts';
import { EvenkeelError } from '../lib/errors.ts';
import { openCallPort } from './call-port.ts';
import { recordError } from './journal/error-record.ts';
import type { JournalEvent } from './journal/events.ts';
import type { RunHistory } from './journal/history.ts';
import type { Journal } from './journal/journal.ts';
import { REPEAT_RULES, type RepeatRules } from './repeat-rules.ts';
import { RunRefused } from './run-refused.ts';
import { runStep } from './run-step.ts';
import { RunStopped } from './run-stopped.ts';
import type { ShellHost } from './shell.ts';
import type { Step } from './step.ts';
import type { Decide, StepContext } from './step-context.ts';
import type { Target } from './target.ts';

/** How a run is executed, besides its plan. */
export interface ExecuteOptions {
  readonly journal: Journal;
  readonly target: Target;
  readonly shellHost: ShellHost;
  /** Aborted when the run is to finish its current calls and stop. */
  readonly interrupt?: AbortSignal | undefined;
  /** In a drill, whoever grants approvals. Absent: the run stops for a person. */
  readonly decide?: Decide | undefined;
  /** A wait that is longer stops the run instead, which says when to resume it. Absent: no wait is too long. */
  readonly longestSleepSeconds?: number | undefined;
  /** Told of each event, for progress. */
  readonly onEvent?: ((event: JournalEvent, atMs: number) => void) | undefined;
  readonly crash?: Crashpoint | undefined;
  /** For tests that show what each rule is good for. */
  readonly rules?: RepeatRules | undefined;
}

/** What ended each step that did not end well, by key. Empty: every step of the plan is done. */
export type StepErrors = ReadonlyMap<string, unknown>;

/**
 * Executes what is left of steps, side by side where they allow it. A step that fails lets those that run end and starts no other;
 * one that waits for a person holds back only what waits for it.
 */
export async function executeSteps(
  steps: readonly Step[],
  planHash: string,
  history: RunHistory,
  options: ExecuteOptions,
): Promise<StepErrors> {
  const { time } = options.target;
  const errors = new Map<string, unknown>();
  const startedMs = new Map([...history.steps.values()].map((step) => [step.key, step.startedMs]));
  const left = steps.filter((step) => !isDone(history, step.key));
  const waitsFor = new Map(left.map((step) => [step.key, step.after.filter((key) => !isDone(history, key)).length]));
  let isHalted = false;
  const fibre = async (step: Step): Promise<void> => {
    if (isHalted) return;
    const context = contextOf(step, { planHash, history, startedMs }, options);
    try {
      await runStep(context);
    } catch (error) {
      errors.set(step.key, error);
      if (!(error instanceof RunStopped) || error.reason === 'interrupted') isHalted = true;
      if (!(error instanceof RunStopped) && !(error instanceof RunRefused)) {
        const calls = context.calls.counts();
        await context.record({ type: 'step-failed', step: step.key, error: recordError(error), calls });
      }
      return;
    }
    const ready = left.filter((next) => next.after.includes(step.key) && countDown(waitsFor, next.key) === 0);
    await time.all(ready.map((next) => () => fibre(next)));
  };
  const roots = left.filter((step) => waitsFor.get(step.key) === 0);
  await time.all(roots.map((step) => () => fibre(step)));
  return errors;
}

function isDone(history: RunHistory, key: string): boolean {
  const outcome = history.steps.get(key)?.outcome;
  return outcome !== undefined && outcome !== 'failed';
}

function countDown(waitsFor: Map<string, number>, key: string): number {
  const count = (waitsFor.get(key) ?? 0) - 1;
  waitsFor.set(key, count);
  return count;
}

/** What the steps of one execution have in common. */
interface Execution {
  readonly planHash: string;
  readonly history: RunHistory;
  /** When each step first began, this process's among them. */
  readonly startedMs: Map<string, number>;
}

function contextOf(step: Step, { planHash, history, startedMs }: Execution, options: ExecuteOptions): StepContext {
  const { target, journal, shellHost, decide, longestSleepSeconds } = options;
  const { run } = history.header;
  const crash = options.crash ?? noCrash;
  let deadlineMs = 0;
  const record = async (event: JournalEvent): Promise<void> => {
    await crash.alive();
    const atMs = Math.round(target.time.nowMs());
    if (event.type === 'step-started' && !startedMs.has(step.key)) startedMs.set(step.key, atMs);
    journal.append(run, atMs, event);
    options.onEvent?.(event, atMs);
  };
  const checkInterrupt = () => throwIfInterrupted(run, options.interrupt);
  const calls = openCallPort({
    target,
    run,
    step: step.key,
    operations: step.operations,
    mark: `${run}-${step.key}`,
    runStartedMs: history.startedMs,
    startedMs: (key) => startedMs.get(key),
    deadlineMs: () => deadlineMs,
    crash,
    checkInterrupt,
    retriesUnreachable: step.asksOnce !== true,
    onRetry: (operation, region, code) => {
      const event: JournalEvent = { type: 'retried', step: step.key, operation, region, code };
      journal.append(run, Math.round(target.time.nowMs()), event);
      options.onEvent?.(event, target.time.nowMs());
    },
  });
  return {
    run,
    step,
    planHash,
    past: history.steps.get(step.key),
    target,
    calls,
    crash,
    rules: options.rules ?? REPEAT_RULES,
    shellHost,
    startBound: () => {
      deadlineMs = target.time.nowMs() + step.timeoutSeconds * 1000;
    },
    deadlineMs: () => deadlineMs,
    checkInterrupt,
    record,
    decide,
    longestSleepSeconds,
  };
}

export function throwIfInterrupted(run: string, signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new RunStopped('interrupted', {
    code: 'interrupted',
    message: `${run} was interrupted; what it had begun is in the journal`,
    next: `evenkeel resume ${run}`,
  });
}

/** The error that a run as a whole ends with: a bug before a failure, a failure before a stop, in the order of the steps. */
export function worstError(steps: readonly Step[], errors: StepErrors): unknown {
  const inOrder = steps.map((step) => errors.get(step.key)).filter((error) => error !== undefined);
  const severity = (error: unknown) => {
    if (!(error instanceof EvenkeelError)) return 0;
    if (error instanceof RunRefused) return 1;
    if (error instanceof RunStopped) return error.reason === 'interrupted' ? 3 : 4;
    return 2;
  };
  return inOrder.reduce<unknown>(
    (worst, error) => (worst === undefined || severity(error) < severity(worst) ? error : worst),
    undefined,
  );
}
