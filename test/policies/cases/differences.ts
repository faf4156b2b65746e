import type { ExpectedRow } from './build.ts';

/** A verdict as the evaluator gives it, as far as a case looks at it. */
export interface Row {
  readonly urn?: string | undefined;
  readonly stack?: string | undefined;
  readonly verdict: string;
  readonly message?: string | undefined;
}

/**
 * What is wrong with the verdicts of one control on one case, each in a line; none where it is as expected. A row that nobody
 * asked for may say `pass` or `not-applicable` only.
 */
export function differences(rows: readonly Row[], expected: readonly ExpectedRow[]): string[] {
  const wrong: string[] = [];
  const asked = new Set<Row>();
  for (const want of expected) {
    const found = rows.filter((row) => isMeant(row, want));
    for (const row of found) asked.add(row);
    if (found.length === 0 && want.isOptional) continue;
    if (!found.some((row) => fits(row, want))) wrong.push(`wanted ${JSON.stringify(want)}, got ${told(found)}`);
  }
  for (const row of rows) {
    if (!asked.has(row) && row.verdict !== 'pass' && row.verdict !== 'not-applicable')
      wrong.push(`nobody asked for ${told([row])}`);
  }
  return wrong;
}

function isMeant(row: Row, want: ExpectedRow): boolean {
  const [head = '', , types = '', name = ''] = (row.urn ?? '').split('::');
  if (want.name === undefined ? want.type === undefined && row.urn !== undefined : name !== want.name) return false;
  if (want.type !== undefined && !types.endsWith(want.type)) return false;
  return want.stack === undefined || (row.stack ?? head.replace('urn:pulumi:', '')) === want.stack;
}

function fits(row: Row, want: ExpectedRow): boolean {
  const verdicts: readonly string[] = typeof want.verdict === 'string' ? [want.verdict] : want.verdict;
  return verdicts.includes(row.verdict) && (row.message ?? '').includes(want.messageIncludes ?? '');
}

function told(rows: readonly Row[]): string {
  return rows.map(({ urn, verdict, message }) => `${verdict} of ${urn ?? 'no resource'}: ${message ?? ''}`).join('; ');
}
