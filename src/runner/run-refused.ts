import { EvenkeelError, ExitCode } from '../lib/errors.ts';

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
