import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EvenkeelError } from '../lib/errors.ts';
import type { Runbook } from '../runner/runbook.ts';
import type { Scenario } from '../runner/scenario.ts';

/**
 * The runbook of a name: the file `NAME.ts` that exports `runbook`, of the caller's own folder (`--runbooks`), else of this package. The
 * error says which there are.
 */
export async function loadRunbook(root: string, name: string, own?: string): Promise<Runbook> {
  return (await loadFile(folders(root, own), name, 'runbook')) as Runbook;
}

/** The scenario of a name: the file `scenarios/NAME.ts` beside the runbooks that exports `scenario`. */
export async function loadScenario(root: string, name: string, own?: string): Promise<Scenario> {
  const beside = folders(root, own).map((folder) => join(folder, 'scenarios'));
  return (await loadFile(beside, name, 'scenario')) as Scenario;
}

function folders(root: string, own: string | undefined): string[] {
  return [...(own === undefined ? [] : [resolve(own)]), join(root, 'runbooks')];
}

async function loadFile(places: readonly string[], name: string, what: 'runbook' | 'scenario'): Promise<unknown> {
  const isName = /^[a-z][a-z0-9-]*$/.test(name);
  const path = places.map((folder) => join(folder, `${name}.ts`)).find((file) => isName && existsSync(file));
  if (path === undefined) throw unknown(places, name, what);
  const module = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  if (module[what] !== undefined) return module[what];
  throw new EvenkeelError({
    code: `${what}-missing`,
    message: `${path} exports no ${what}`,
    found: Object.keys(module).sort().join(', ') || 'no export',
    allowed: `export const ${what} = …`,
    next: 'docs/guides/write-your-own-runbook.md shows one',
  });
}

function unknown(places: readonly string[], name: string, what: string): EvenkeelError {
  const names = places.flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []));
  const files = names.filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -'.ts'.length));
  return new EvenkeelError({
    code: `${what}-unknown`,
    message: `there is no ${what} ${name}`,
    found: name,
    allowed: [...new Set(files)].sort().join(', '),
    next: `name one of these, or add ${name}.ts to ${places[0]}`,
  });
}
