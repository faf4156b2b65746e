import type { Severity } from './rule.ts';
import type { WaiverMark } from './waivers/waiver.ts';

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
  /** What excuses it. */
  readonly waiver?: WaiverMark;
}

/** True of a verdict that is no good answer, excused or not. */
export function isBad({ verdict }: Pick<VerdictRow, 'verdict'>): boolean {
  return verdict === 'fail' || verdict === 'unknown' || verdict === 'error';
}

/** True of a row that makes the whole answer no. */
export function isAgainst(row: Pick<VerdictRow, 'verdict' | 'waiver'>): boolean {
  return isBad(row) && row.waiver === undefined;
}
