import type { Problem } from '../../lib/errors.ts';

/** What a policy says of a resource, or of the stack. Texts are free of secrets once they are in a result. */
export interface Violation {
  /** `NAME@VERSION` of the pack. */
  readonly pack: string;
  /** Name of the policy; absent where the pack as a whole has failed. */
  readonly policy?: string | undefined;
  /**
   * `violation`: the policy is broken. `undecided`: it reads what a preview does not know yet, and says nothing. `error`: the
   * policy or its pack failed, which is never a pass.
   */
  readonly kind: 'violation' | 'undecided' | 'error';
  /** True for a broken mandatory policy, and for every error: nothing goes on. */
  readonly blocks: boolean;
  /** Absent where the stack as a whole is meant. */
  readonly urn?: string | undefined;
  /** `file:line:col` of the user's own code. */
  readonly at?: string | undefined;
  readonly severity?: 'low' | 'medium' | 'high' | 'critical' | undefined;
  readonly message: string;
  /** What to do, in the policy's words. */
  readonly remedy?: string | undefined;
}

/** The SDK's words for a policy that read an unknown: it makes an advisory diagnostic of it, whatever the policy's level is. */
export const UNDECIDED = /(?:^|\n)can't run .* during preview: /;

/** A violation as an error tells it. */
export function problemOf(violation: Violation): Problem {
  const { policy, pack, kind, urn, at, message, remedy } = violation;
  const named = policy === undefined ? pack : `${policy} (${pack})`;
  return {
    code: kind === 'error' ? 'policy.error' : 'policy.violation',
    at,
    message: `${named}: ${message}`,
    found: urn,
    next: remedy ?? (kind === 'error' ? 'correct the policy, or switch it off by its name' : 'correct the program'),
  };
}

/** Sorted, each once: order of arrival and a second look at the same inputs (a replacement) leave no trace. */
export function settled(violations: readonly Violation[]): Violation[] {
  const byKey = new Map(violations.map((one) => [keyOf(one), one]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function keyOf({ pack, policy, kind, urn, message }: Violation): string {
  return JSON.stringify([pack, policy ?? '', urn ?? '', kind, message]);
}
