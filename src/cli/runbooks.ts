import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EvenkeelError } from '../lib/errors.ts';
import type { Runbook } from '../runner/runbook.ts';
import type { Scenario } from '../runner/scenario.ts';

/** The runbook of a name: the file `runbooks/NAME.ts` that exports `runbook`. The error says which there are. */
export async function loadRunbook(root: string, name: string): Promise<Runbook> {
  const { runbook } = (await loadFile(join(root, 'runbooks'), name, 'runbook')) as { runbook: Runbook };
  return runbook;
}

/** The scenario of a name: the file `runbooks/scenarios/NAME.ts` that exports `scenario`. */
export async function loadScenario(root: string, name: string): Promise<Scenario> {
  const { scenario } = (await loadFile(join(root, 'runbooks', 'scenarios'), name, 'scenario')) as {
    scenario: Scenario;
  };
  return scenario;
}

async function loadFile(folder: string, name: string, what: string): Promise<unknown> {
  const path = join(folder, `${name}.ts`);
  if (/^[a-z][a-z0-9-]*$/.test(name) && existsSync(path)) return import(pathToFileURL(path).href);
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length));
  throw new EvenkeelError({
    code: `${what}-unknown`,
    message: `there is no ${what} ${name}`,
    found: name,
    allowed: names.sort().join(', '),
    next: `name one of these, or add ${name}.ts to ${what === 'runbook' ? 'runbooks' : 'runbooks/scenarios'}`,
  });
}
