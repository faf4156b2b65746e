import type { CommandRow, OptionRow } from './command.ts';

/** The list of commands, or one command in full. */
export function helpFor(
  name: string | undefined,
  commands: readonly CommandRow[],
  globals: readonly OptionRow[],
): string {
  const row = commands.find((command) => command.name === name);
  return row ? commandHelp(row, globals) : helpText(commands, globals);
}

export function helpText(commands: readonly CommandRow[], globals: readonly OptionRow[]): string {
  const width = Math.max(...commands.map((command) => usage(command).length));
  const lines = commands.map((command) => `  ${usage(command).padEnd(width)}  ${command.summary}`);
  return `evenkeel: operations as code for AWS, rehearsed on a twin

${lines.join('\n')}

Everywhere:
${optionLines(globals)}

evenkeel help COMMAND shows examples. Exit codes: 0 yes · 1 no · 2 wrong input · 3 stopped for a person · 4 interrupted · 70 a bug
`;
}

function commandHelp(row: CommandRow, globals: readonly OptionRow[]): string {
  const options = row.options.length === 0 ? '' : `\nOptions:\n${optionLines(row.options)}\n`;
  const details = row.details === undefined ? '' : `\n${row.details}\n`;
  return `evenkeel ${usage(row)}

${row.summary}
${details}${options}
Everywhere:
${optionLines(globals)}

Examples:
${row.examples.map((example) => `  ${example}`).join('\n')}
`;
}

function usage(row: CommandRow): string {
  const words = row.positionals.map((name) => (name.endsWith('?') ? `[${name.slice(0, -1)}]` : name));
  return [row.name, ...words].join(' ');
}

function optionLines(options: readonly OptionRow[]): string {
  const left = options.map((option) => `--${option.name}${option.value === undefined ? '' : ` ${option.value}`}`);
  const width = Math.max(0, ...left.map((text) => text.length));
  return options.map((option, index) => `  ${(left[index] ?? '').padEnd(width)}  ${option.summary}`).join('\n');
}
