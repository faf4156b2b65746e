import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { EvenkeelError, type Problem } from '../lib/errors.ts';
import { nearest } from '../lib/nearest.ts';
import { parseSystem } from './parse.ts';
import { accountStackOf, type FoundStack, findStack, stacksOf } from './stacks.ts';
import type { System } from './system.ts';

/**
 * The system that a file describes. Throws an `EvenkeelError` with every problem at once, each at `file:line:col`
 * with the path as it was given.
 */
export function loadSystem(path: string): System {
  const result = readSystem(path);
  if ('problems' in result) throw new EvenkeelError(result.problems);
  return result.system;
}

/** The systems of a folder in the order of their names. Throws as `loadSystem`, with the problems of all files. */
export function loadSystems(folder: string): readonly System[] {
  const results = systemFiles(folder).map(readSystem);
  const problems = results.flatMap((result) => ('problems' in result ? result.problems : []));
  if (problems.length > 0) throw new EvenkeelError(problems);
  return results.flatMap((result) => ('system' in result ? [result.system] : []));
}

/**
 * The stack of that name among those that a folder's system files generate. Only files whose name could begin the
 * stack's are read; all of them for the stack of an account. Throws as `loadSystem`, and where no file generates it.
 */
export function findStackIn(folder: string, stack: string): FoundStack {
  const files = systemFiles(folder);
  const isAccount = stack.startsWith('account-');
  const candidates = files
    .filter((path) => isAccount || stack.startsWith(`${basename(path, '.yaml')}-`))
    .map(loadSystem);
  const found = findStack(candidates, stack);
  if (found !== undefined) return found;
  const systems = candidates.length > 0 ? candidates : files.map(loadSystem);
  const names = systems.flatMap((system) =>
    Object.values(system.environments).flatMap((one) =>
      [accountStackOf(system, one), ...stacksOf(system, one)].map((spec) => spec.stack),
    ),
  );
  const meant = nearest(stack, names);
  throw new EvenkeelError({
    code: 'system.unknown-stack',
    message: `no system file of ${folder} generates a stack of that name`,
    found: stack,
    allowed: [...new Set(names)].join(', '),
    next: meant === undefined ? 'name one of these' : `did you mean ${meant}?`,
  });
}

function systemFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name));
}

function readSystem(path: string): { system: System } | { problems: readonly Problem[] } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const problem = { code: 'system.unreadable', message: 'the system file cannot be read', found: path };
    throw new EvenkeelError({ ...problem, next: 'correct its path' }, { cause });
  }
  const result = parseSystem(text, path);
  if ('problems' in result) return result;
  const { script } = result.system.service.verify;
  if (existsSync(join(dirname(path), script))) return result;
  return {
    problems: [
      {
        code: 'system.script',
        at: path,
        message: 'the verify script is not there',
        found: script,
        allowed: 'a file beside the system file',
        next: 'write it, or correct service.verify.script',
      },
    ],
  };
}
