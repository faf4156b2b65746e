import { isoInstant } from '../lib/clock.ts';
import { EvenkeelError, ExitCode } from '../lib/errors.ts';
import { RunStopped } from './run-stopped.ts';
import type { Hold } from './step.ts';
import type { StepContext } from './step-context.ts';

/**
 * Waits until the hold is over, counted from the instant at which it first began: that is in the journal before anything else
 * happens. Throws where `watch` does not hold any more. Where the rest is longer than the process may sleep, the run stops and says
 * when to go on.
 */
export async function waitOut(context: StepContext, hold: Hold): Promise<string> {
  const { step, past, target } = context;
  let untilMs = past?.holdUntilMs;
  if (untilMs === undefined) {
    untilMs = Math.round(target.time.nowMs()) + hold.forSeconds * 1000;
    await context.record({ type: 'hold-started', step: step.key, untilMs });
  }
  for (;;) {
    context.checkInterrupt();
    const seen = await hold.watch?.(context.calls.io, untilMs - hold.forSeconds * 1000);
    if (seen && !seen.holds) throw broken(step.key, untilMs - target.time.nowMs(), seen.detail);
    const nowMs = target.time.nowMs();
    if (nowMs >= untilMs) return seen?.detail ?? '';
    if (untilMs - nowMs > (context.longestSleepSeconds ?? Number.POSITIVE_INFINITY) * 1000) {
      throw waits(context.run, step.key, untilMs);
    }
    await target.time.sleepUntil(Math.min(untilMs, nowMs + hold.everySeconds * 1000));
    context.startBound();
  }
}

function broken(step: string, leftMs: number, detail: string): EvenkeelError {
  return new EvenkeelError(
    {
      code: 'hold-broken',
      message: `step ${step} broke off its wait ${Math.ceil(leftMs / 1000)} s before the end`,
      found: detail,
      allowed: 'a wait in which nothing of the kind is seen',
      next: 'find out what it is; the run can be started again when it is gone',
    },
    { exitCode: ExitCode.answerIsNo },
  );
}

function waits(run: string, step: string, untilMs: number): RunStopped {
  return new RunStopped('waiting', {
    code: 'wait',
    message: `${run} waits at step ${step} until ${isoInstant(untilMs)}`,
    found: 'a wait that is longer than this process may sleep',
    allowed: 'resuming at any time: the wait counts from its beginning',
    next: `evenkeel resume ${run} at ${isoInstant(untilMs)} or later`,
  });
}
