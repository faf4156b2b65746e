import { EvenkeelError, ExitCode, type Problem } from '../lib/errors.ts';

/** Why a run stands still and can be resumed: a person is needed, or somebody interrupted it. */
export type StopReason = 'waiting' | 'interrupted';

/** Ends a step without failing it. */
export class RunStopped extends EvenkeelError {
  readonly reason: StopReason;

  constructor(reason: StopReason, problems: Problem | readonly Problem[]) {
    super(problems, { exitCode: reason === 'waiting' ? ExitCode.stoppedForPerson : ExitCode.interrupted });
    this.reason = reason;
  }
}
