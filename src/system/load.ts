import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EvenkeelError, type Problem } from '../lib/errors.ts';
import { nearest } from '../lib/nearest.ts';
import { parseSystem } from './parse.ts';
import type { Environment, System } from './system.ts';

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

/** The system of that name in a folder. Throws as `loadSystem`, and where no file is called so. */
export function loadSystemNamed(folder: string, name: string): System {
  const path = join(folder, `${name}.yaml`);
  if (/^[a-z0-9-]+$/.test(name) && existsSync(path)) return loadSystem(path);
  const names = systemFiles(folder).map((file) => file.slice(folder.length).replace(/^[/\\]|\.yaml$/g, ''));
  throw unknownName('system', name, names, `name one of them, or write ${path}`);
}

/** The environment of that name. Throws where the system has none that is called so. */
export function environmentOf(system: System, name: string): Environment {
  const environment = Object.hasOwn(system.environments, name) ? system.environments[name] : undefined;
  if (environment !== undefined) return environment;
  throw unknownName('environment', name, Object.keys(system.environments), `name one of ${system.system}'s`);
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

function unknownName(what: string, name: string, names: readonly string[], next: string): EvenkeelError {
  const meant = nearest(name, names);
  return new EvenkeelError({
    code: `system.unknown-${what}`,
    message: `there is no ${what} of that name`,
    found: name,
    allowed: names.join(', '),
    next: meant === undefined ? next : `did you mean ${meant}?`,
  });
}
