import { canonicalJson } from '../lib/canonical.ts';
import { noCrash } from '../lib/crashpoint.ts';
import { EvenkeelError, ExitCode } from '../lib/errors.ts';
import { openCallPort } from './call-port.ts';
import { type ExecuteOptions, executeSteps, throwIfInterrupted, worstError } from './execute.ts';
import type { CallCounts, JournalEvent, RunHeader } from './journal/events.ts';
import { historyOf, isOver, type RunHistory } from './journal/history.ts';
import { type Plan, planOf } from './plan.ts';
import { RunbookRefused, RunRefused } from './run-refused.ts';
import { RunStopped } from './run-stopped.ts';
import type { Runbook, Subject } from './runbook.ts';
import { causeLeft, isToBeUndone, takeBack, type UndoCause } from './take-back.ts';
import type { Target } from './target.ts';
import { failureToUndo, undoPlanOf } from './undo.ts';

export interface RunOptions extends ExecuteOptions {
  readonly runbook: Runbook;
  readonly subject: Subject;
  /** What a report wants to know of how the run came about: scenario, seed. */
  readonly context?: Readonly<Record<string, string>>;
}

/** How a run, or this part of it, ended. The journal tells the rest (`historyOf`). */
export interface RunResult {
  readonly run: string;
  readonly outcome: 'done' | 'rolledBack' | 'failed' | 'aborted' | 'waiting' | 'interrupted';
  readonly exitCode: ExitCode;
  readonly planHash: string | undefined;
  /** What it ended with, where it is not done. */
  readonly error?: EvenkeelError;
}

/**
 * Begins a run and executes it as far as it gets. Throws `run-open` while another run of the system is open, and
 * whatever is a bug; everything else is a result.
 */
export async function startRun(options: RunOptions): Promise<RunResult> {
  const { journal, runbook, subject, target } = options;
  const header: Omit<RunHeader, 'run'> = {
    runbook: runbook.name,
    title: runbook.title,
    system: subject.system.system,
    environment: subject.environment,
    target: target.kind,
    stamp: target.stamp,
    ...(runbook.judgedBy && { judgedBy: runbook.judgedBy }),
    context: options.context ?? {},
  };
  const run = journal.begin(header, Math.round(target.time.nowMs()));
  return proceed(run, options);
}

/**
 * Goes on with a run that waited, was interrupted, failed or died. The plan is computed anew from the journaled input; another hash
 * stops for a person.
 */
export async function resumeRun(run: string, options: RunOptions): Promise<RunResult> {
  refuseEnded(historyOf(options.journal.events(run)));
  takeUp(run, options);
  return proceed(run, options);
}

/** Takes back, in reverse order, what the steps of an open run did; the run ends as rolled back. */
export async function undoRun(
  run: string,
  options: RunOptions,
  decision: { readonly by: string; readonly reason: string },
): Promise<RunResult> {
  const history = historyOf(options.journal.events(run));
  refuseEnded(history);
  // refused before anything is written down where there is no way back
  if (history.plan) undoPlanOf(replan(history, options), history);
  takeUp(run, options);
  return proceed(run, options, { why: decision.reason, by: decision.by });
}

/** From here on the run is this process's. */
function takeUp(run: string, { journal, target }: RunOptions): void {
  const { was } = journal.takeOver(run);
  journal.append(run, Math.round(target.time.nowMs()), { type: 'resumed', ...(was !== undefined && { was }) });
}

/** The plan as a run would begin with it. Reads, and writes nothing. */
export async function previewPlan(runbook: Runbook, subject: Subject, target: Target): Promise<Plan> {
  const { input } = await observeInput('plan', runbook, subject, target);
  return planOf(runbook, input, { system: subject.system.system, environment: subject.environment });
}

async function proceed(run: string, options: RunOptions, undo?: UndoCause): Promise<RunResult> {
  const { journal, crash } = options;
  const work = executeRun(run, options, undo);
  // after a simulated crash nothing of the run goes on: it waits for ever, and whoever waits for it is told
  if (crash) await Promise.race([work.catch(() => {}), crash.death]);
  const result = await work;
  journal.release(run);
  return result;
}

async function executeRun(run: string, options: RunOptions, undo?: UndoCause): Promise<RunResult> {
  const { journal, target, runbook } = options;
  const say = (event: JournalEvent) => {
    const atMs = Math.round(target.time.nowMs());
    journal.append(run, atMs, event);
    options.onEvent?.(event, atMs);
  };
  let plan: Plan | undefined;
  try {
    plan = await settlePlan(run, options, say);
    const history = historyOf(journal.events(run));
    const cause = undo ?? causeLeft(plan, history);
    if (cause ?? history.undo) return takenBack(run, plan, await takeBack(run, plan, options, say, cause));
    const errors = await executeSteps(plan.steps, plan.planHash, history, options);
    const failure = failureToUndo(plan, errors);
    if (failure && isToBeUndone(failure, plan, historyOf(journal.events(run)))) {
      return takenBack(run, plan, await takeBack(run, plan, options, say, { why: failure.message }));
    }
    const error = worstError(plan.steps, errors);
    if (error !== undefined) throw error;
    const facts = runbook.leaves(historyOf(journal.events(run)).input?.value);
    say({ type: 'ended', outcome: 'done', facts });
    return { run, outcome: 'done', exitCode: ExitCode.done, planHash: plan.planHash };
  } catch (error) {
    return endWith(error, run, plan, journal, say);
  }
}

function takenBack(run: string, { planHash }: Plan, error: EvenkeelError): RunResult {
  return { run, outcome: 'rolledBack', exitCode: ExitCode.answerIsNo, planHash, error };
}

function endWith(
  error: unknown,
  run: string,
  plan: Plan | undefined,
  journal: RunOptions['journal'],
  say: (event: JournalEvent) => void,
): RunResult {
  const planHash = plan?.planHash;
  if (!(error instanceof EvenkeelError)) {
    say({ type: 'ended', outcome: 'failed', reason: error instanceof Error ? error.message : String(error) });
    journal.release(run);
    throw error;
  }
  const { exitCode } = error;
  if (error instanceof RunStopped) {
    const steps = [...historyOf(journal.events(run)).steps.values()].filter(isWaiting).map((step) => step.key);
    say({ type: 'stopped', why: error.reason, steps });
    return { run, outcome: error.reason, exitCode, planHash, error };
  }
  const outcome = error instanceof RunRefused || error instanceof RunbookRefused ? 'aborted' : 'failed';
  const by = error instanceof RunRefused ? { by: error.by } : {};
  say({ type: 'ended', outcome, reason: error.message, ...by });
  return { run, outcome, exitCode, planHash, error };
}

/** The plan of this run: computed from what is observed now, or again from what was observed when it began. */
async function settlePlan(run: string, options: RunOptions, say: (event: JournalEvent) => void): Promise<Plan> {
  const { journal, runbook, subject, target } = options;
  throwIfInterrupted(run, options.interrupt);
  const before = historyOf(journal.events(run));
  let input = before.input?.value;
  if (!before.input) {
    const observed = await observeInput(run, runbook, subject, target, options);
    input = observed.input;
    say({ type: 'input-observed', ...observed });
  }
  const { system, environment } = before.header;
  const plan = planOf(options.runbook, input, { system, environment });
  const was = before.plan?.planHash;
  if (was === undefined) say({ type: 'planned', planHash: plan.planHash, plan: plan.document });
  else if (was !== plan.planHash) {
    say({ type: 'plan-changed', was, is: plan.planHash });
    throw planChanged(run, was, plan.planHash);
  }
  return plan;
}

async function observeInput(
  run: string,
  runbook: Runbook,
  subject: Subject,
  target: Target,
  options?: Pick<ExecuteOptions, 'crash' | 'interrupt'>,
): Promise<{ input: unknown; calls: CallCounts }> {
  const deadlineMs = target.time.nowMs() + OBSERVE_SECONDS * 1000;
  const port = openCallPort({
    target,
    run,
    step: 'observe',
    operations: runbook.observes(subject),
    mark: run,
    runStartedMs: target.time.nowMs(),
    startedMs: () => undefined,
    deadlineMs: () => deadlineMs,
    crash: options?.crash ?? noCrash,
    checkInterrupt: () => throwIfInterrupted(run, options?.interrupt),
    onRetry: () => {},
    retriesUnreachable: false,
  });
  // through JSON at once: a resumed run plans from what the journal holds
  const input = JSON.parse(canonicalJson(await runbook.observe(port.io, subject))) as unknown;
  return { input, calls: port.counts() };
}

/** Bound of what a runbook reads before it plans. */
const OBSERVE_SECONDS = 60;

function isWaiting(step: { questions: readonly { answer?: unknown; expired?: boolean }[]; endedMs?: number }): boolean {
  const last = step.questions.at(-1);
  return step.endedMs === undefined && last !== undefined && last.answer === undefined && last.expired !== true;
}

/** The plan from the journaled input, without a look at the world. */
function replan({ header, input }: RunHistory, { runbook }: RunOptions): Plan {
  return planOf(runbook, input?.value, { system: header.system, environment: header.environment });
}

function refuseEnded(history: RunHistory): void {
  const { header, outcome } = history;
  if (!isOver(outcome)) return;
  throw new EvenkeelError({
    code: 'run-ended',
    message: `${header.run} has ended`,
    found: outcome,
    allowed: 'a run that waits, was interrupted, failed or died',
    next: `start another one: evenkeel run ${header.runbook} ${header.system}`,
  });
}

function planChanged(run: string, was: string, is: string): RunStopped {
  return new RunStopped('waiting', {
    code: 'plan-changed',
    message: `${run} would go on with another plan than it began with`,
    found: is,
    allowed: was,
    next: `go on with the version that made the plan, or evenkeel abort ${run} --reason R and start anew`,
  });
}
