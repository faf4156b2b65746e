export const VERDICTS = ['pass', 'fail', 'not-applicable', 'unknown', 'error', 'pending'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The most severe first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One control's verdict on one resource; on a whole stack there is no `urn`, on the estate no `stack` either. */
export interface AuditRow {
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
  /** An exception that was granted: the verdict stays what it is. */
  readonly waiver?: WaiverMark;
  /** Was there when the baseline was taken, which can only shrink. */
  readonly isBaseline?: true;
}

/** What a row shows of the waiver that excuses it. */
export interface WaiverMark {
  readonly reason: string;
  readonly ticket: string;
  readonly author: string;
  readonly approver: string;
  /** Days: `2026-11-26`. */
  readonly approved: string;
  readonly expires: string;
  readonly authenticated: boolean;
  /** Continues "approved by NAME, ": `signed with SHA256:…`, or why it is not authenticated. */
  readonly approval: string;
}

/** True of a verdict that is no good answer, excused or not. */
export function isBad({ verdict }: Pick<AuditRow, 'verdict'>): boolean {
  return verdict === 'fail' || verdict === 'unknown' || verdict === 'error';
}

/** True where a waiver or the baseline stands for the row. */
export function isExcused({ waiver, isBaseline }: Pick<AuditRow, 'waiver' | 'isBaseline'>): boolean {
  return waiver !== undefined || isBaseline === true;
}

/** True of a row that makes the whole answer no. */
export function isAgainst(row: Pick<AuditRow, 'verdict' | 'waiver' | 'isBaseline'>): boolean {
  return isBad(row) && !isExcused(row);
}

export type Summary = ReturnType<typeof summaryOf>;

/** How many rows have each verdict. */
export function summaryOf(rows: readonly Pick<AuditRow, 'verdict'>[]) {
  const counts: Record<Verdict, number> = { pass: 0, fail: 0, 'not-applicable': 0, unknown: 0, error: 0, pending: 0 };
  for (const { verdict } of rows) counts[verdict]++;
  const { 'not-applicable': notApplicable, ...others } = counts;
  return { ...others, notApplicable };
}
