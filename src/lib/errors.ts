/**
 * What a process of Evenkeel ends with. The meaning is part of the interface (docs/reference/cli.md).
 */
export const ExitCode = { done: 0, answerIsNo: 1, badInput: 2, stoppedForPerson: 3, interrupted: 4, bug: 70 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The four parts of a message to a person, and where it points. `at` is `file:line:col`. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly at?: string | undefined;
  readonly found?: string | undefined;
  readonly allowed?: string | undefined;
  readonly next?: string | undefined;
}

/**
 * Every expected failure. `code` is stable and what a script branches on; the problems are what a person reads,
 * all of them at once. Anything else that is thrown is a bug (exit code 70).
 */
export class EvenkeelError extends Error {
  override readonly name = 'EvenkeelError';
  readonly code: string;
  readonly problems: readonly Problem[];
  readonly exitCode: ExitCode;

  constructor(problems: Problem | readonly Problem[], options: { exitCode?: ExitCode; cause?: unknown } = {}) {
    const list = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem];
    super(list.map(formatProblem).join('\n'), options.cause === undefined ? undefined : { cause: options.cause });
    this.code = list[0]?.code ?? 'unknown';
    this.problems = list;
    this.exitCode = options.exitCode ?? ExitCode.badInput;
  }
}

/** One problem as text: where, what failed, what was found, what is allowed, what to do next. */
export function formatProblem(problem: Problem): string {
  const lines = [problem.at === undefined ? problem.message : `${problem.at}: ${problem.message}`];
  if (problem.found !== undefined) lines.push(`  found:   ${problem.found}`);
  if (problem.allowed !== undefined) lines.push(`  allowed: ${problem.allowed}`);
  if (problem.next !== undefined) lines.push(`  next:    ${problem.next}`);
  return lines.join('\n');
}

/** Stops with a named broken invariant: a bug of ours, never an answer about the user's input. */
export function assert(condition: unknown, invariant: string): asserts condition {
  if (!condition) throw new Error(`broken invariant: ${invariant}`);
}

/** Makes a forgotten case of a union a compile error. */
export function assertNever(value: never): never {
  throw new Error(`broken invariant: unexpected value ${JSON.stringify(value)}`);
}
