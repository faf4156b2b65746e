import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** One call of the stand-in: what it was given, and the settings file that it was pointed at. */
export interface FakeCall {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly settings?: string;
}

export interface FakePulumi {
  /** A PATH with the stand-in and Node, and no other folder that could hold a `pulumi`. */
  readonly path: string;
  calls(): FakeCall[];
}

/**
 * A program named `pulumi` that records how it is called and answers as `answers` say: words at the beginning of its
 * arguments to what it prints and how it ends. It stands for the CLI where the question is what a CLI is told.
 */
export function fakePulumi(
  folder: string,
  answers: Readonly<Record<string, { stdout?: string; stderr?: string; code?: number; hangs?: boolean }>>,
): FakePulumi {
  const bin = join(folder, 'bin');
  const log = join(folder, 'calls.jsonl');
  mkdirSync(bin, { recursive: true });
  writeFileSync(log, '');
  writeFileSync(
    join(bin, 'pulumi'),
    `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs');
const args = process.argv.slice(2);
const at = args.indexOf('--config-file');
const settings = at < 0 ? undefined : readFileSync(args[at + 1], 'utf8');
appendFileSync(${JSON.stringify(log)}, JSON.stringify({ args, env: process.env, settings }) + '\\n');
const answers = ${JSON.stringify(answers)};
const key = Object.keys(answers).find((words) => args.join(' ').startsWith(words));
const { stdout = '', stderr = '', code = 0, hangs = false } = answers[key] ?? {};
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = code;
if (hangs) {
  setInterval(() => undefined, 1_000);
  process.on('SIGINT', () => process.exit(255));
}
`,
  );
  chmodSync(join(bin, 'pulumi'), 0o755);
  return {
    path: [bin, dirname(process.execPath)].join(delimiter),
    calls: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as FakeCall),
  };
}
