import { type AuditRow, isAgainst, type Verdict } from './audit-row.ts';
import { placeOf } from './place.ts';

/** A row of two audits, with what it was; `was` is absent where the first had none. */
export interface RowChange {
  readonly control: string;
  readonly place: string;
  readonly was?: Verdict;
  readonly is: Verdict;
  readonly message?: string;
}

/** What changed from one audit to another, in the order of the rows. */
export interface Changes {
  /** Against the answer now, and not before: new, or no longer excused. */
  readonly newFailures: readonly RowChange[];
  /** Against the answer before, and judged and good, or excused, now. */
  readonly fixed: readonly RowChange[];
  /** Other verdicts that differ. */
  readonly changed: readonly RowChange[];
  /** Resources, by URN, that have rows in one of the two only. */
  readonly appeared: readonly string[];
  readonly disappeared: readonly string[];
  /** Controls that one of the two did not ask: their rows are compared with nothing. */
  readonly onlyBefore: readonly string[];
  readonly onlyNow: readonly string[];
}

/** Changes, and the earlier audit. */
export interface Since extends Changes {
  readonly file: string;
  readonly auditedAt: string;
  readonly subject: string;
  /** True where the file is an attestation; nobody has verified it here. */
  readonly isAttestation: boolean;
}

export function changesBetween(before: readonly AuditRow[], now: readonly AuditRow[]): Changes {
  const controls = { before: controlsOf(before), now: controlsOf(now) };
  const urns = { before: urnsOf(before), now: urnsOf(now) };
  const known = new Map(before.map((row) => [keyOf(row), row]));
  const compared = now.filter(({ control }) => controls.before.has(control));
  const pairs = compared.map((row) => ({ row, was: known.get(keyOf(row)) }));
  const isNew = ({ row, was }: Pair) => isAgainst(row) && (was === undefined || !isAgainst(was));
  const isFixed = ({ row, was }: Pair) => was !== undefined && isAgainst(was) && !isAgainst(row);
  const isOther = (pair: Pair) => pair.was !== undefined && pair.was.verdict !== pair.row.verdict;
  return {
    newFailures: pairs.filter(isNew).map(changeOf),
    fixed: pairs.filter(isFixed).map(changeOf),
    changed: pairs.filter((pair) => isOther(pair) && !isNew(pair) && !isFixed(pair)).map(changeOf),
    appeared: without(urns.now, urns.before),
    disappeared: without(urns.before, urns.now),
    onlyBefore: without(controls.before, controls.now),
    onlyNow: without(controls.now, controls.before),
  };
}

interface Pair {
  readonly row: AuditRow;
  readonly was: AuditRow | undefined;
}

function changeOf({ row, was }: Pair): RowChange {
  return {
    control: row.control,
    place: placeOf(row),
    ...(was !== undefined && { was: was.verdict }),
    is: row.verdict,
    ...(row.message !== undefined && { message: row.message }),
  };
}

function keyOf(row: AuditRow): string {
  return `${row.control} ${placeOf(row)}`;
}

function controlsOf(rows: readonly AuditRow[]): ReadonlySet<string> {
  return new Set(rows.map(({ control }) => control));
}

function urnsOf(rows: readonly AuditRow[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ urn }) => urn ?? []));
}

function without(all: ReadonlySet<string>, known: ReadonlySet<string>): readonly string[] {
  return [...all].filter((one) => !known.has(one)).sort();
}
