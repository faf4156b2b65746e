import { EvenkeelError, ExitCode } from '../lib/errors.ts';
import { operation } from '../operations/index.ts';
import { takeEffect } from './effect.ts';
import { waitOut } from './hold.ts';
import type { StepOutcome } from './journal/events.ts';
import { awaitGrant } from './question.ts';
import { runEngine } from './run-engine.ts';
import { childError, runChild } from './shell.ts';
import type { Approval, Confirm, Seen, Shell } from './step.ts';
import type { StepContext } from './step-context.ts';
import { sweepAll } from './sweep.ts';

/**
 * One step from start to end: approval, effect, confirmation, each of which is taken up where the journal says that it
 * was left. Throws `RunStopped`, `RunRefused`, or what made it fail.
 */
export async function runStep(context: StepContext): Promise<void> {
  const { step, crash } = context;
  const { act, sweep, shell, engine, hold, confirm, approval } = step;
  context.checkInterrupt();
  const hasOwnWindows = [act, sweep, shell, engine].some((effect) => effect !== undefined);
  if (!hasOwnWindows) await crash.pass(step.key, 'before-intent');
  await context.record({ type: 'step-started', step: step.key });
  context.startBound();
  let outcome: StepOutcome = 'seen';
  let detail = '';
  let fates: Seen['fates'];
  if (approval && !isPastApproval(context.past)) {
    const persons = await awaitApproval(context, approval);
    detail = `granted by ${persons.join(' and by ')}`;
    context.startBound();
    outcome = 'approved';
  }
  if (act) outcome = await takeEffect(context, act);
  if (sweep) {
    const swept = await sweepAll(context, sweep);
    detail = swept.detail;
    outcome = swept.acted ? 'acted' : 'already';
  }
  if (shell) {
    detail = await runShell(context, shell);
    outcome = 'acted';
  }
  if (engine) outcome = await runEngine(context, engine);
  if (hold) {
    detail = (await waitOut(context, hold)) || detail;
    context.startBound();
  }
  if (confirm) {
    const seen = await observe(context, confirm);
    detail = seen.detail;
    fates = seen.fates;
    if (!seen.holds) outcome = 'unknown';
  }
  const calls = context.calls.counts();
  await context.record({ type: 'step-done', step: step.key, outcome, detail, ...(fates && { fates }), calls });
  if (!hasOwnWindows) await crash.pass(step.key, 'after-outcome');
}

/** Polls until it holds; at the bound a step that only informs ends without, any other fails with what was last seen. */
async function observe(context: StepContext, confirm: Confirm): Promise<Seen> {
  const { target, step } = context;
  for (;;) {
    const seen = await confirm.until(context.calls.io);
    if (seen.holds) return seen;
    if (seen.ruledOut && !confirm.informs) throw ruledOut(step, seen.detail);
    context.checkInterrupt();
    const nextMs = target.time.nowMs() + confirm.everySeconds * 1000;
    if (nextMs > context.deadlineMs()) {
      if (confirm.informs) return { holds: false, detail: `unknown after ${step.timeoutSeconds} s: ${seen.detail}` };
      throw new EvenkeelError(
        {
          code: 'step-timeout',
          message: `step ${step.key} did not reach its state within ${step.timeoutSeconds} s`,
          found: seen.detail,
          allowed: step.title,
          next: `look at what it last saw; evenkeel resume ${context.run} observes again`,
        },
        { exitCode: ExitCode.answerIsNo },
      );
    }
    await target.time.sleepUntil(nextMs);
    context.checkInterrupt();
  }
}

/** True where the step went on from its approval: that is used, however long what came of it takes. */
function isPastApproval(past: StepContext['past']): boolean {
  const wasAnswered = past?.intents.some(({ outcome }) => outcome === 'answered') ?? false;
  return wasAnswered || past?.holdUntilMs !== undefined || past?.engine !== undefined;
}

function ruledOut({ key, title }: StepContext['step'], detail: string): EvenkeelError {
  return new EvenkeelError(
    {
      code: 'step-ruled-out',
      message: `step ${key} cannot reach its state any more`,
      found: detail,
      allowed: title,
      next: 'look at what it last saw',
    },
    { exitCode: ExitCode.answerIsNo },
  );
}

function awaitApproval(context: StepContext, approval: Approval): Promise<readonly string[]> {
  const { question, persons } = approval;
  const asked = { about: 'approval' as const, question, ...(persons !== undefined && { persons }) };
  return awaitGrant(context, asked, approval.expiresSeconds, approval.onExpiry);
}

/** A child that had begun when the process died runs again where all that it may call can be repeated; else a person says. */
async function runShell(context: StepContext, shell: Shell): Promise<string> {
  const { step, run, target, past, crash } = context;
  if (past?.child?.exitCode === 0) return lastLine(past.child.output);
  const mayHaveActed = step.operations.some((use) => ['marked', 'once'].includes(operation(use.name).repeat));
  if (past?.childStartedMs !== undefined && past.child === undefined && mayHaveActed) {
    const question = `${shell.script} had begun when the process died and may have acted: run it again?`;
    await awaitGrant(context, { about: 'repeat', question }, 3600);
  }
  context.checkInterrupt();
  await crash.pass(step.key, 'before-intent');
  await context.record({ type: 'child-started', step: step.key, script: shell.script });
  await crash.pass(step.key, 'intent-to-effect');
  const startedMs = target.time.nowMs();
  const listener = await target.openListener({ run, step: step.key, operations: step.operations }, shell.url);
  const result = await runChild(step, context.shellHost, listener.url).finally(() => listener.close());
  await target.passChildTime(startedMs, shell.takesSeconds);
  await crash.pass(step.key, 'effect-to-outcome');
  await context.record({ type: 'child-ended', step: step.key, ...result });
  await crash.pass(step.key, 'after-outcome');
  const error = childError(step, result);
  if (error) throw error;
  return lastLine(result.output);
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}
