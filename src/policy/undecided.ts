/**
 * A rule read what is not there to be read. The evaluator turns it into the verdict unknown, or pending: a rule need not,
 * and cannot by accident, take it for a value.
 */
export class Undecided extends Error {
  override readonly name = 'Undecided';
  readonly property: string;
  readonly reason: string;
  /** True where the value comes with the deployment. */
  readonly comesLater: boolean;

  constructor(property: string, reason: string, comesLater = false) {
    // it is an answer, thrown ten thousand times an audit: where it was thrown is nobody's question
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(`${property}: ${reason}`);
    Error.stackTraceLimit = stackTraceLimit;
    this.property = property;
    this.reason = reason;
    this.comesLater = comesLater;
  }
}

/** The value of a reading, or why there is none. Anything else that is thrown is a fault of the rule and goes on. */
export function attempt<T>(read: () => T): { readonly value: T } | { readonly undecided: Undecided } {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof Undecided) return { undecided: error };
    throw error;
  }
}
