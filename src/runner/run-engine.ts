import { EvenkeelError, ExitCode } from '../lib/errors.ts';
import type { EngineAct } from './step.ts';
import type { StepContext } from './step-context.ts';

/**
 * Has the engine delete a stack, until its checkpoint is empty. Whatever a killed process left, the same is done again: the engine
 * settles first what it had begun. What AWS refuses is tried again until the step's bound.
 */
export async function runEngine(context: StepContext, engine: EngineAct): Promise<'acted' | 'already'> {
  const { step, crash, target, past } = context;
  const { stack, unprotect } = engine;
  const port = target.engine;
  if (!port) throw noEngine(step.key, stack);
  const { count, pending } = await port.resources(stack);
  if (count + pending === 0) return past?.engine ? 'acted' : 'already';
  for (;;) {
    context.checkInterrupt();
    await crash.pass(step.key, 'before-intent');
    await context.record({ type: 'engine-started', step: step.key, stack, resources: count });
    await crash.pass(step.key, 'intent-to-effect');
    const { refusal } = await port.destroy(stack, { unprotect });
    await crash.pass(step.key, 'effect-to-outcome');
    await context.record({ type: 'engine-ended', step: step.key, stack, ...(refusal !== undefined && { refusal }) });
    await crash.pass(step.key, 'after-outcome');
    const left = await port.resources(stack);
    if (refusal === undefined && left.count + left.pending === 0) return 'acted';
    const nextMs = target.time.nowMs() + RETRY_SECONDS * 1000;
    if (nextMs > context.deadlineMs()) throw notEmpty(step.key, stack, left.count + left.pending, refusal);
    await target.time.sleepUntil(nextMs);
  }
}

const RETRY_SECONDS = 60;

function noEngine(step: string, stack: string): EvenkeelError {
  return new EvenkeelError(
    {
      code: 'engine-missing',
      message: `step ${step} needs the engine for ${stack}, and this target has none`,
      next: 'run it with evenkeel drill, run or resume',
    },
    { exitCode: ExitCode.bug },
  );
}

function notEmpty(step: string, stack: string, left: number, refusal: string | undefined): EvenkeelError {
  return new EvenkeelError(
    {
      code: 'stack-not-empty',
      message: `step ${step}: ${left} resources of ${stack} are left at the step's bound`,
      found: refusal ?? 'nothing was refused, and they are in the checkpoint still',
      allowed: 'an empty checkpoint',
      next: 'remove the cause, then resume the run',
    },
    { exitCode: ExitCode.answerIsNo },
  );
}
