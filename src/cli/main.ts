import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EvenkeelError, ExitCode } from '../lib/errors.ts';
import type { ForeignExit } from './command.ts';
import { commandAt } from './command-at.ts';
import { COMMANDS, GLOBAL_OPTIONS } from './commands.ts';
import { helpFor, helpText } from './help.ts';
import { createOutput, printError } from './output.ts';
import { parse } from './parse.ts';
import { splitWords } from './pass-through.ts';
import { settleLeftovers } from './settle-leftovers.ts';

/** Runs one command line and ends the process with its exit code (docs/reference/cli.md lists them). */
export async function main(words: readonly string[]): Promise<void> {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
  const { own: argv, rest } = splitWords(words, COMMANDS, GLOBAL_OPTIONS);
  const wantsColor = !argv.includes('--no-color') && !process.env['NO_COLOR'] && process.stdout.isTTY === true;
  const output = createOutput({ json: argv.includes('--json'), quiet: argv.includes('--quiet'), color: wantsColor });
  try {
    const ended = await run(argv, rest, root, output);
    process.exitCode = typeof ended === 'number' ? ended : ended.foreign;
  } catch (error) {
    if (error instanceof EvenkeelError) {
      process.exitCode = printError(error, output);
    } else {
      process.stderr.write(`${output.bad('bug:')} ${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = ExitCode.bug;
    }
  }
}

async function run(
  argv: readonly string[],
  rest: readonly string[],
  root: string,
  output: ReturnType<typeof createOutput>,
): Promise<ExitCode | ForeignExit> {
  const at = commandAt(argv, GLOBAL_OPTIONS);
  const first = argv[at];
  const asksHelp = argv.includes('--help') || argv.includes('-h');
  if (first === undefined || first === 'help' || asksHelp) {
    const subject = first === 'help' ? argv.slice(at + 1).find((word) => !word.startsWith('-')) : first;
    process.stdout.write(helpFor(subject, COMMANDS, GLOBAL_OPTIONS));
    return first === undefined && !asksHelp ? ExitCode.badInput : ExitCode.done;
  }
  const row = COMMANDS.find((command) => command.name === first);
  if (!row) {
    throw new EvenkeelError({
      code: 'command-unknown',
      message: `there is no command ${first}`,
      found: first,
      allowed: COMMANDS.map((command) => command.name).join(', '),
      next: 'evenkeel help lists what each does',
    });
  }
  const words = parse(row, [...argv.slice(at + 1), ...argv.slice(0, at)], GLOBAL_OPTIONS);
  const { run: command } = await row.load();
  const invocation = {
    ...words,
    rest,
    output,
    root,
    stateDir: resolve(words.value('state') ?? process.env['EVENKEEL_STATE'] ?? '.evenkeel'),
    environmentName: words.value('env') ?? 'prod',
  };
  await settleLeftovers(invocation, row.usesStacks ?? false);
  return command(invocation);
}

export { helpText };
