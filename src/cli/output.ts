import { canonicalJson } from '../lib/canonical.ts';
import { type EvenkeelError, type ExitCode, formatProblem } from '../lib/errors.ts';
import { withFinalNewline } from '../lib/final-newline.ts';

/**
 * Where a command prints: the result to stdout, progress and warnings to stderr. With `--json`, stdout is exactly one
 * JSON document.
 */
export interface Output {
  readonly json: boolean;
  readonly color: boolean;
  /** The one result: the document with `--json`, else the text. */
  result(document: object, text: () => string): void;
  /** A line of progress; nothing with `--quiet`. On a terminal a line with the same `key` replaces the one before; in a log it is left out. */
  progress(line: string, key?: string): void;
  warn(line: string): void;
  /** A question on the terminal; `undefined` where there is none to ask. */
  ask(question: string): Promise<string | undefined>;
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
}

export interface OutputOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
}

export function createOutput(options: OutputOptions): Output {
  const { json, quiet, color } = options;
  const live = process.stderr.isTTY === true && !quiet;
  let liveKey: string | undefined;
  const paint = (code: number) => (text: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const endLive = () => {
    if (liveKey !== undefined) process.stderr.write('\n');
    liveKey = undefined;
  };
  return {
    json,
    color,
    result(document, text) {
      endLive();
      process.stdout.write(json ? `${canonicalJson(document, 2)}\n` : withFinalNewline(text()));
    },
    progress(line, key) {
      if (quiet) return;
      if (!live) {
        // in a log, a line that the next one would replace is noise
        if (key === undefined) process.stderr.write(`${line}\n`);
        return;
      }
      // a line that is replaced, by the next of its kind or by what came of it, leaves nothing behind
      if (liveKey !== undefined && (key === liveKey || key === undefined)) process.stderr.write('\r\u001b[2K');
      else endLive();
      const width = process.stderr.columns ?? 80;
      process.stderr.write(key === undefined ? `${line}\n` : line.slice(0, width - 1));
      liveKey = key;
    },
    warn(line) {
      endLive();
      process.stderr.write(`${paint(33)('warning:')} ${line}\n`);
    },
    async ask(question) {
      if (process.stdin.isTTY !== true || json) return undefined;
      endLive();
      const { createInterface } = await import('node:readline/promises');
      const prompt = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await prompt.question(question);
      } finally {
        prompt.close();
      }
    },
    bold: paint(1),
    dim: paint(2),
    good: paint(32),
    bad: paint(31),
  };
}

/** Prints an expected failure: text on stderr, or the error document on stdout with `--json`. */
export function printError(error: EvenkeelError, output: Output): ExitCode {
  if (output.json) {
    process.stdout.write(`${canonicalJson({ kind: 'error', version: 1, errors: error.problems }, 2)}\n`);
  } else {
    process.stderr.write(
      `${output.bad('error:')} ${error.problems.map(formatProblem).join(`\n${output.bad('error:')} `)}\n`,
    );
  }
  return error.exitCode;
}
