import type { AuditDocument } from '../audit-document.ts';
import { type AuditRow, isExcused } from '../audit-row.ts';
import { nameOf, typeOf } from '../place.ts';

/** A line for each row (RFC 4180). */
export function csv({ verdicts }: AuditDocument): string {
  const lines = verdicts.map((row) => COLUMNS.map(([, cell]) => cellOf(cell(row))).join(','));
  return [COLUMNS.map(([name]) => name).join(','), ...lines, ''].join('\r\n');
}

const COLUMNS: readonly (readonly [string, (row: AuditRow) => string | undefined])[] = [
  ['control', ({ control }) => control],
  ['severity', ({ severity }) => severity],
  ['verdict', ({ verdict }) => verdict],
  ['excused', (row) => (isExcused(row) ? (row.waiver?.ticket ?? 'baseline') : undefined)],
  ['stack', ({ stack }) => stack],
  ['resource', (row) => (row.urn === undefined ? undefined : nameOf(row))],
  ['type', typeOf],
  ['at', ({ at }) => at],
  ['property', ({ property }) => property],
  ['message', ({ message }) => message],
  ['urn', ({ urn }) => urn],
];

/**
 * A value that a spreadsheet would run as a formula begins with an apostrophe. Source: "CSV Injection", OWASP (read 2026-11): `=`, `+`,
 * `-`, `@`, tab and carriage return, at the beginning of a cell.
 */
function cellOf(value = ''): string {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
