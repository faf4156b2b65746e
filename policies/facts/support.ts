import { type Finding, fail, pass, unknown } from 'evenkeel/policy';
import { daysUntil } from './days.ts';

/** A dated table: each row has a source, each source the day on which it was read, null for what nobody could look up. */
export interface SupportTable {
  readonly sources: Readonly<Record<string, { readonly title: string; readonly read: string | null }>>;
  readonly rows: readonly SupportRow[];
}

interface SupportRow {
  readonly product: string;
  readonly version: string;
  /** A day; null where none is announced. */
  readonly ends: string | null;
  readonly source: string;
}

/** For how long a table's silence on an end is believed. */
const BELIEVED_DAYS = 365;

/**
 * Whether a version is supported for more than `days` days after an instant, as a table says. A version that it does not hold is unknown, and one
 * without an end where the table was read long before. `version` is of any precision: 16.6 is found under 16.
 */
export function isSupported(
  table: SupportTable,
  product: string,
  version: string,
  { days, nowMs, property }: { days: number; nowMs: number; property: string },
): Finding {
  const row = rowOf(table, product, version);
  if (row === undefined) return unknown(`${product} ${version} is in no table of dates`, property);
  const { title = '', read = null } = table.sources[row.source] ?? {};
  if (row.ends === null) {
    const isBelieved = read !== null && -(daysUntil(read, nowMs) ?? 0) <= BELIEVED_DAYS;
    return isBelieved ? pass() : unknown(`no end of ${product} ${version} was announced by ${read}`, property);
  }
  const left = daysUntil(row.ends, nowMs) ?? 0;
  if (left > 0 && left >= days) return pass();
  const end = left <= 0 ? `ended on ${row.ends}` : `ends on ${row.ends}, in ${left} days; ${days} are wanted`;
  return fail(`is of ${product} ${version}, whose support ${end} (${title})`, property);
}

/** The row of the version, or where it is of numbers of the longest beginning of it: `8.0.mysql_aurora.3.08.0` is 8.0. */
export function rowOf(table: SupportTable, product: string, version: string): SupportRow | undefined {
  const parts = version.split('.');
  const shortest = /^\d/.test(version) ? 1 : parts.length;
  for (let length = parts.length; length >= shortest; length--) {
    const found = table.rows.find((row) => row.product === product && row.version === parts.slice(0, length).join('.'));
    if (found !== undefined) return found;
  }
  return undefined;
}
