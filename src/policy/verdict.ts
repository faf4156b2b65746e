import type { Severity } from './rule.ts';

export const VERDICTS = ['pass', 'fail', 'not-applicable', 'unknown', 'error', 'pending'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One control's verdict on one resource; on a whole stack there is no `urn`, on the estate no `stack` either. */
export interface VerdictRow {
  readonly control: string;
  readonly stack?: string;
  readonly urn?: string;
  readonly verdict: Verdict;
  readonly severity: Severity;
  /** Begins with the resource's name: `web stands in 1 zone (us-east-1a); 2 are wanted`. */
  readonly message?: string;
  /** Where a person looks in the resource. */
  readonly property?: string;
  /** `file:line:col` of the program, where it registered the resource. */
  readonly at?: string;
}
