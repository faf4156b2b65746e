import { EvenkeelError } from '../lib/errors.ts';
import type { Mask } from './properties/mask.ts';

/** The failure with every secret taken out of what people read. Bugs keep their stack, masked. */
export function maskFailure(error: unknown, mask: Mask): unknown {
  if (error instanceof EvenkeelError) {
    const problems = error.problems.map((problem) => ({
      ...problem,
      message: mask.apply(problem.message),
      ...(problem.found !== undefined && { found: mask.apply(problem.found) }),
    }));
    // the cause is left behind: its message may hold what was masked here
    return new EvenkeelError(problems, { exitCode: error.exitCode });
  }
  if (!(error instanceof Error)) return error;
  error.message = mask.apply(error.message);
  if (error.stack !== undefined) error.stack = mask.apply(error.stack);
  return error;
}
