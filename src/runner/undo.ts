import { EvenkeelError, ExitCode } from '../lib/errors.ts';
import type { StepErrors } from './execute.ts';
import type { RunHistory, StepHistory } from './journal/history.ts';
import type { Plan } from './plan.ts';
import { RunStopped } from './run-stopped.ts';
import type { Act, Step } from './step.ts';

/** What undoing a run comes to, as it stands. */
export interface UndoPlan {
  /** In the order in which they are executed, each after the one before. */
  readonly steps: readonly Step[];
  /** What was done and stays, with the step's reason. */
  readonly stays: readonly { readonly step: string; readonly why: string }[];
}

/** The steps that take back what was done, last first. Throws where a step that allows no return has begun to act. */
export function undoPlanOf(plan: Plan, history: RunHistory): UndoPlan {
  const done = actedSteps(plan, history).reverse();
  const final = pastReturn(plan, history);
  if (final?.noReturn !== undefined) throw noWayBack(history.header.run, final.key, final.noReturn);
  const steps: Step[] = [];
  const stays: { step: string; why: string }[] = [];
  for (const step of done) {
    if ('none' in step.undo) stays.push({ step: step.key, why: step.undo.none });
    else for (const one of undoStepsOf(step)) steps.push({ ...one, after: steps.slice(-1).map(({ key }) => key) });
  }
  return { steps, stays };
}

/** The step that has begun to act and allows no return; undefined while the run can be undone. */
export function pastReturn(plan: Plan, history: RunHistory): Step | undefined {
  return actedSteps(plan, history).find((step) => step.noReturn !== undefined);
}

function actedSteps(plan: Plan, history: RunHistory): Step[] {
  return plan.steps.filter((step) => hasActed(history.steps.get(step.key)));
}

/** What makes the run undo itself: what a step ended with that says so. An interrupt or a bug stops the run where it stands. */
export function failureToUndo(plan: Plan, errors: StepErrors): EvenkeelError | undefined {
  const all = [...errors.values()];
  const isStopped = all.some(
    (error) =>
      !(error instanceof EvenkeelError) ||
      error.exitCode === ExitCode.bug ||
      (error instanceof RunStopped && error.reason === 'interrupted'),
  );
  if (isStopped) return undefined;
  const failed = plan.steps.find(({ key, onFailure }) => {
    const error = errors.get(key);
    return onFailure === 'undo' && error !== undefined && !(error instanceof RunStopped);
  });
  return failed && (errors.get(failed.key) as EvenkeelError);
}

/** Something may have changed by it: a call was answered or nothing is known of it, a child or the engine had begun. */
export function hasActed(step: StepHistory | undefined): boolean {
  if (!step) return false;
  const mayHave = step.intents.some(({ outcome }) => outcome !== 'refused');
  return mayHave || step.childStartedMs !== undefined || step.engine !== undefined;
}

/** The undo of a step as steps of their own, which nothing undoes. */
export function undoStepsOf(step: Step): Step[] {
  const { undo, key } = step;
  if ('none' in undo) return [];
  const common = { after: [], undo: { none: 'it takes back what another step did' } };
  if ('steps' in undo) return undo.steps.map((one, index) => ({ ...one, ...common, key: `undo-${key}-${index + 1}` }));
  const { act } = undo;
  const { expected, timeoutSeconds } = step;
  const operations = [{ name: act.name, region: act.region }];
  const title = `Take back: ${step.title}`;
  return [{ key: `undo-${key}-1`, title, operations, expected, timeoutSeconds, act, ...common }];
}

/** In words, for plans and for whoever aborts. */
export function undoText(step: Step): string {
  const { undo } = step;
  if ('none' in undo) return `none: ${undo.none}`;
  if ('act' in undo) return actText(undo.act);
  return undo.steps
    .map((one) => (one.act ? `${one.title} (${one.act.name} in ${one.act.region})` : one.title))
    .join('; ');
}

function actText({ name, region, input }: Act): string {
  return `${name} in ${region}: ${JSON.stringify(input)}`;
}

function noWayBack(run: string, step: string, why: string): EvenkeelError {
  return new EvenkeelError(
    {
      code: 'no-way-back',
      message: `${run} cannot be undone: step ${step} has begun to act`,
      found: why,
      allowed: 'undoing before that step',
      next: `evenkeel resume ${run} goes on; evenkeel abort ${run} --reason R leaves everything as it is`,
    },
    { exitCode: ExitCode.answerIsNo },
  );
}
