import { EvenkeelError, type ExitCode } from '../lib/errors.ts';
import type { RunResult } from '../runner/run.ts';
import type { Runbook } from '../runner/runbook.ts';
import type { Invocation } from './command.ts';
import { backendOf } from './estate.ts';
import type { RunSession } from './run-session.ts';
import { updateStacks } from './update.ts';

/** Ends what a command did with a run: its document, then the checkpoints. Answers the exit code. */
export async function endRun(
  invocation: Invocation,
  session: RunSession,
  runbook: Runbook,
  result: RunResult,
): Promise<ExitCode> {
  const exitCode = session.finish(result);
  await recordChanges(invocation, session, runbook, result);
  return exitCode;
}

/**
 * After a run that made a change: the checkpoints of the system's stacks take in what it made, as `pulumi refresh` would, so that the
 * preview is empty. A run of any other kind leaves them: what a failover moves is no change of the stacks. The run has ended and its document is
 * kept when this begins; where it is interrupted or refused, every preview reads first all the same.
 */
async function recordChanges(
  invocation: Invocation,
  session: RunSession,
  runbook: Runbook,
  { outcome }: RunResult,
): Promise<void> {
  if (runbook.judgedBy !== 'change' || outcome === 'waiting' || outcome === 'interrupted' || outcome === 'aborted')
    return;
  const { subject, persistent } = session;
  const backend = backendOf(invocation);
  const known = new Set(backend.stacks().map(({ stack }) => stack));
  invocation.output.progress('the checkpoints take in what was changed');
  try {
    await updateStacks({
      root: invocation.root,
      stacks: subject.stacks.filter(({ stack }) => known.has(stack)),
      config: subject.config,
      backend,
      provider: persistent.twin.provider,
      mode: 'refresh',
      readFirst: true,
    });
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    invocation.output.warn(`the checkpoints do not hold the change yet, the next up reads it: ${error.message}`);
  }
}
