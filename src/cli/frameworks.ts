import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Framework } from '../evidence/framework.ts';
import { EvenkeelError } from '../lib/errors.ts';
import { nearest } from '../lib/nearest.ts';

/** Every framework of the package, by id: the files of `policies/frameworks`. */
export function loadFrameworks(root: string): readonly Framework[] {
  const folder = join(root, 'policies', 'frameworks');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Framework);
}

/** The framework of an id; one that there is none of is refused. */
export function frameworkOf(frameworks: readonly Framework[], id: string): Framework {
  const found = frameworks.find((one) => one.id === id);
  if (found !== undefined) return found;
  const ids = frameworks.map((one) => one.id);
  const meant = nearest(id, ids);
  throw new EvenkeelError({
    code: 'framework-unknown',
    message: `there is no framework ${id}`,
    found: id,
    allowed: ids.join(', '),
    next: meant === undefined ? 'name one of these' : `did you mean ${meant}?`,
  });
}
