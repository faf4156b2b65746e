import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { milliseconds } from './measure.ts';

/** The folder of the package, absolute. */
export const root = join(import.meta.dirname, '..', '..');

/** Where the command line keeps its compiled code. */
export const COMPILE_CACHE = join(root, 'node_modules', '.cache', 'compile');

/** Milliseconds of a whole process of Node. Throws where it ends with a code that is not among `codes`. */
export function nodeMs(words: readonly string[], codes: readonly number[] = [0]): number {
  let told = '';
  const ms = milliseconds(() => {
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 });
    if (!codes.includes(status ?? -1)) told = `${words.join(' ')} ended with ${status}: ${stderr}`;
  });
  if (told !== '') throw new Error(told);
  return ms;
}

/** Milliseconds and the largest resident memory in MiB of a whole process of Node. */
export function nodeCost(words: readonly string[], codes: readonly number[] = [0]): { ms: number; mebibytes: number } {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'));
  try {
    const told = join(folder, 'memory');
    const hook = join(folder, 'hook.mjs');
    const write = `process.on('exit', () => writeFileSync(${JSON.stringify(told)}, String(process.resourceUsage().maxRSS)));`;
    writeFileSync(hook, `import { writeFileSync } from 'node:fs';\n${write}\n`);
    const ms = nodeMs(['--import', pathToFileURL(hook).href, ...words], codes);
    return { ms, mebibytes: Number(readFileSync(told, 'utf8')) / 1024 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds of the command line, which must do what it is asked. */
export function evenkeelMs(...words: readonly string[]): number {
  return nodeMs([join('bin', 'evenkeel.js'), ...words]);
}

/** Milliseconds of drills. That an objective was missed (exit code 1) is an answer too. */
export function drillMs(...words: readonly string[]): number {
  return nodeMs([join('bin', 'evenkeel.js'), 'drill', ...words], [0, 1]);
}

/** Gives `use` a folder that is new, and removes it after. */
export async function inNewFolder<R>(use: (folder: string) => R | Promise<R>): Promise<R> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
