import type { OptionRow } from './command.ts';

/**
 * Where the command stands in a command line: the first word that is neither an option nor the value of one
 * (`evenkeel --state DIR up orders`). Before a command only `globals` have a meaning. -1 where there is none.
 */
export function commandAt(argv: readonly string[], globals: readonly OptionRow[]): number {
  const takesValue = new Set(globals.filter(({ value }) => value !== undefined).map(({ name }) => `--${name}`));
  return argv.findIndex((word, at) => !word.startsWith('-') && !takesValue.has(argv[at - 1] ?? ''));
}
