import type { CommandRow, OptionRow } from './command.ts';
import { commandAt } from './command-at.ts';

/** A command line in two: the words for Evenkeel, and those that another program gets untouched. */
export interface SplitWords {
  readonly own: readonly string[];
  readonly rest: readonly string[];
}

/**
 * Cuts a command line behind the word of its row that hands the rest on (`evenkeel twin aws …`). Words before it are read as
 * `parse` reads them: the value of an option is never taken for that word.
 */
export function splitWords(
  argv: readonly string[],
  commands: readonly CommandRow[],
  globals: readonly OptionRow[],
): SplitWords {
  const whole = { own: argv, rest: [] };
  const start = commandAt(argv, globals);
  const row = commands.find(({ name }) => name === argv[start]);
  if (row?.passesOnAfter === undefined) return whole;
  const options = [...row.options, ...globals];
  for (let at = start + 1; at < argv.length; at++) {
    const word = argv[at] ?? '';
    const option = options.find(({ name }) => word === `--${name}`);
    if (option?.value !== undefined) at++;
    if (word.startsWith('-')) continue;
    if (word !== row.passesOnAfter) return whole;
    return { own: argv.slice(0, at + 1), rest: argv.slice(at + 1) };
  }
  return whole;
}
