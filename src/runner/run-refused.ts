import { EvenkeelError, ExitCode, type Problem } from '../lib/errors.ts';

/** A person said no: the run ends as aborted. */
export class RunRefused extends EvenkeelError {
  readonly by: string;
  readonly reason: string;

  constructor(step: string, by: string, reason: string) {
    super(
      {
        code: 'refused-by-person',
        message: `${by} refused step ${step}: ${reason}`,
        next: 'start another run when things have changed',
      },
      { exitCode: ExitCode.stoppedForPerson },
    );
    this.by = by;
    this.reason = reason;
  }
}

/** A runbook will not begin: what it read says that it must not. The run ends as aborted, and nothing was done. */
export class RunbookRefused extends EvenkeelError {
  constructor(problems: Problem | readonly Problem[]) {
    super(problems, { exitCode: ExitCode.stoppedForPerson });
  }
}

/** For `observe`: why this runbook must not begin as things are, all reasons at once. */
export function refuse(problems: Problem | readonly Problem[]): never {
  throw new RunbookRefused(problems);
}
