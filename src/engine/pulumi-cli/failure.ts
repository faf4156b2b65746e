import { EvenkeelError, ExitCode, type Problem } from '../../lib/errors.ts';
import { parseUrn, STACK_TYPE } from '../state/urn.ts';
import type { Diagnostic } from './event.ts';
import type { PulumiEnd } from './pulumi.ts';

/** What the CLI says at the end of every failed run: it adds nothing to what it said before. */
const SUMMARIES = /^(update|preview|destroy|refresh) failed$/;

/** Whether the CLI reported anything but that it has failed. */
export function isExplained(errors: readonly Diagnostic[]): boolean {
  return errors.some(({ message }) => !SUMMARIES.test(message.trim()));
}

/** Why a run of the CLI failed: what its engine reported, else the end of its error stream. */
export function cliFailed(stack: string, errors: readonly Diagnostic[], end: PulumiEnd): EvenkeelError {
  const told = errors.filter(({ message }) => !SUMMARIES.test(message.trim()));
  if (told.length === 0) {
    const problem = unexplained(stack, end);
    const isLocked = problem.code === 'engine.locked';
    return new EvenkeelError(problem, { exitCode: isLocked ? ExitCode.stoppedForPerson : ExitCode.answerIsNo });
  }
  const problems = told.map(problemOf).sort((a, b) => (a.message < b.message ? -1 : 1));
  const isProgram = problems.every(({ code }) => code === 'engine.program-failed');
  return new EvenkeelError(problems, { exitCode: isProgram ? ExitCode.badInput : ExitCode.answerIsNo });
}

export function cliInterrupted(stack: string): EvenkeelError {
  return new EvenkeelError(
    {
      code: 'engine.interrupted',
      message: `the run of ${stack} was interrupted; what the Pulumi CLI finished is recorded`,
      next: 'run it again to go on',
    },
    { exitCode: ExitCode.interrupted },
  );
}

function problemOf({ urn, message }: Diagnostic): Problem {
  const text = message.trim();
  if (/because it is protected/.test(text)) {
    return {
      code: 'engine.protected',
      message: `${urn} is protected: it may not be deleted or replaced`,
      next: 'name it with --unprotect if that is what you want',
    };
  }
  const isProgram = urn === undefined || urn === '' || parseUrn(urn).type === STACK_TYPE;
  if (isProgram) {
    const next = 'correct the program; what it made before stays recorded';
    return { code: 'engine.program-failed', message: `the program failed: ${text}`, next };
  }
  return { code: 'engine.step-failed', message: `${urn} failed`, found: text, next: 'remove the cause; run again' };
}

function unexplained(stack: string, { code, tail }: PulumiEnd): Problem {
  const text = tail.trim();
  const isLocked = /currently locked by/.test(text);
  return {
    code: isLocked ? 'engine.locked' : 'engine.pulumi-failed',
    message: isLocked ? `another run has the stack ${stack}` : `the Pulumi CLI failed on ${stack}`,
    found: text === '' ? `exit code ${code}` : text,
    next: isLocked
      ? 'wait until it has ended; of a run that was killed, pulumi cancel takes the lock away'
      : 'remove the cause; run again',
  };
}
