import { readFileSync } from 'node:fs';
import schema from '../../../policies/waivers.schema.json' with { type: 'json' };
import { EvenkeelError, type Problem } from '../../lib/errors.ts';
import { type PositionedDocument, readDocument } from '../../lib/positioned-document.ts';
import { schemaCheck } from '../../lib/schema-check.ts';
import type { Waiver } from './waiver.ts';

const check = schemaCheck(schema, { code: 'waiver', noun: 'the file of waivers' });

/** The entries of a file of waivers; `name` is what it is called in positions. Throws an `EvenkeelError` with every problem of form at once, each at `file:line:col`. */
export function readWaivers(path: string, name = path): readonly Waiver[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const problem = { code: 'waiver.unreadable', message: 'the file of waivers cannot be read', found: name };
    throw new EvenkeelError({ ...problem, next: 'correct its path' }, { cause });
  }
  const document = readDocument(text, name, 'waiver');
  const problems = [...document.problems, ...(document.value === undefined ? [] : check(document).problems)];
  if (problems.length > 0) throw new EvenkeelError(problems);
  const entries = (document.value as { readonly waivers: readonly Entry[] }).waivers;
  const wrong = entries.flatMap((entry, index) => dateProblems(entry, index, document));
  if (wrong.length > 0) throw new EvenkeelError(wrong);
  return placed(entries, text, document);
}

type Entry = Omit<Waiver, 'at' | 'lines'>;

/** A day that the calendar does not have. */
function dateProblems(entry: Entry, index: number, document: PositionedDocument): Problem[] {
  return (['approved', 'expires'] as const)
    .filter((key) => dayOf(entry[key]) === undefined)
    .map((key) => ({
      code: 'waiver.value',
      at: document.at(['waivers', index, key]),
      message: `waivers[${index}].${key} is no day`,
      found: entry[key],
      allowed: 'a day of the calendar: YYYY-MM-DD',
      next: 'correct the value',
    }));
}

/** Midnight in UTC of a day that is one. */
function dayOf(text: string): number | undefined {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text) ? ms : undefined;
}

/** The entries with their places. An entry ends before the next one, without comments and blank lines between. */
function placed(entries: readonly Entry[], text: string, document: PositionedDocument): Waiver[] {
  const lines = text.split('\n');
  const starts = entries.map((_, index) => {
    const at = document.at(['waivers', index]);
    return { at, line: Number(at.split(':').at(-2)) };
  });
  return entries.map((entry, index) => {
    const { at, line } = starts[index] ?? { at: document.at([]), line: 1 };
    let last = (starts[index + 1]?.line ?? lines.length + 1) - 1;
    while (last > line && /^\s*(?:#.*)?$/.test(lines[last - 1] ?? '')) last--;
    return { ...entry, at, lines: [line, last] };
  });
}
