import { parseArgs } from 'node:util';
import { EvenkeelError } from '../lib/errors.ts';
import type { CommandRow, Invocation, OptionRow } from './command.ts';

/** The words of one command by the table's row; every wrong word is named with what is allowed. */
export function parse(
  row: CommandRow,
  argv: readonly string[],
  globals: readonly OptionRow[],
): Pick<Invocation, 'positionals' | 'flag' | 'value' | 'values'> {
  const options = [...row.options, ...globals];
  const config = Object.fromEntries(
    options.map((option) => [
      option.name,
      {
        type: option.value === undefined ? ('boolean' as const) : ('string' as const),
        multiple: option.repeated ?? false,
      },
    ]),
  );
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options: config,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = options.find((candidate) => candidate.name === token.name);
    if (!option) throw wrong(row, token.rawName, options.map((candidate) => `--${candidate.name}`).join(', '));
    if (option.value === undefined && token.value !== undefined)
      throw wrong(row, `${token.rawName}=${token.value}`, `${token.rawName} without a value`);
    if (option.value !== undefined && token.value === undefined)
      throw wrong(row, `${token.rawName} without a value`, `${token.rawName} ${option.value}`);
    if (option.allowed && token.value !== undefined && !option.allowed.includes(token.value)) {
      throw wrong(row, `${token.rawName} ${token.value}`, option.allowed.join(', '));
    }
  }
  return {
    positionals: named(row, positionals),
    flag: (name) => values[name] === true,
    value: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
    values: (name) => (Array.isArray(values[name]) ? values[name].map(String) : []),
  };
}

function named(row: CommandRow, words: readonly string[]): Record<string, string> {
  const required = row.positionals.filter((name) => !name.endsWith('?'));
  if (words.length < required.length) {
    throw wrong(row, words.length === 0 ? 'nothing' : words.join(' '), row.positionals.join(' '));
  }
  if (words.length > row.positionals.length) {
    throw wrong(row, words.slice(row.positionals.length).join(' '), row.positionals.join(' ') || 'no argument');
  }
  return Object.fromEntries(words.map((word, index) => [(row.positionals[index] ?? '').replace('?', ''), word]));
}

function wrong(row: CommandRow, found: string, allowed: string): EvenkeelError {
  return new EvenkeelError({
    code: 'usage',
    message: `evenkeel ${row.name} was given something that it does not take`,
    found,
    allowed,
    next: `evenkeel help ${row.name} shows examples`,
  });
}
