import { readFileSync } from 'node:fs';

/** How sure the refusals table (`data/refusals.md`) is of an error code: the marks are explained at its head. */
export type CodeMark = 'V' | 'C' | 'D' | 'O' | 'M';

/**
 * The mark of a code in a row of the refusals table. `undefined` where the row does not name the code. C and M mean that AWS
 * documents the refusal but not its code: it must be printed as unconfirmed.
 */
export function codeMark(row: string, code: string): CodeMark | undefined {
  rows ??= readRows();
  return rows.get(row)?.get(code);
}

export function isUnconfirmed(row: string | undefined, code: string): boolean {
  if (row === undefined) return false;
  const mark = codeMark(row, code);
  return mark === 'C' || mark === 'M';
}

let rows: ReadonlyMap<string, ReadonlyMap<string, CodeMark>> | undefined;

function readRows(): ReadonlyMap<string, ReadonlyMap<string, CodeMark>> {
  const text = readFileSync(new URL('./data/refusals.md', import.meta.url), 'utf8');
  const found = new Map<string, ReadonlyMap<string, CodeMark>>();
  for (const line of text.split('\n')) {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    const id = cells[1] ?? '';
    if (!/^[A-Z0-9]+-\d+$/.test(id)) continue;
    const codes = [...(cells[5] ?? '').matchAll(/`([\w.]+)` \(([VCDOM])\)/g)];
    found.set(id, new Map(codes.map(([, code = '', mark]) => [code, mark as CodeMark])));
  }
  return found;
}
