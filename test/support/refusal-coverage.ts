import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './cli.ts';
import type { RowCoverage } from './refusal-rows.ts';

/** A row of the refusals table, and whether the suite tests it. */
export interface CoveredRow {
  readonly row: string;
  readonly operation: string;
  readonly status: RowCoverage['status'];
  readonly reason?: string | undefined;
}

/** Every row of the table in its order. A row of an operation that the twin does not serve is not modelled, and says so. */
export async function refusalCoverage(): Promise<CoveredRow[]> {
  const folder = join(root, 'test/twin/refusals');
  const lists = await Promise.all(
    readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .sort()
      .map(async (file) => (await import(join(folder, file))) as { coverage: readonly RowCoverage[] }),
  );
  const known = new Map(lists.flatMap(({ coverage }) => coverage.map((entry) => [entry.row, entry] as const)));
  return tableRows().map(({ row, operation }) => {
    const entry = known.get(row);
    if (entry) return { row, operation, status: entry.status, reason: entry.reason };
    return { row, operation, status: 'not-modelled', reason: `the twin does not serve ${operation}` };
  });
}

/** Ids and first operations of the rows, in the order of the table. */
export function tableRows(): { row: string; operation: string }[] {
  const text = readFileSync(join(root, 'src/twin/data/refusals.md'), 'utf8');
  return [...text.matchAll(/^\| ([A-Z0-9]+-\d+) \| `([^`]+)`/gm)].map(([, row = '', operation = '']) => ({
    row,
    operation,
  }));
}
