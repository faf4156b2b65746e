import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EvenkeelError } from '../lib/errors.ts';
import { nearest } from '../lib/nearest.ts';
import type { Rule } from '../policy/index.ts';

/** Every rule of the package: the table of `policies/rules/index.ts`. */
export async function loadRules(root: string): Promise<readonly Rule[]> {
  const url = pathToFileURL(join(root, 'policies', 'rules', 'index.ts')).href;
  return ((await import(url)) as { RULES: readonly Rule[] }).RULES;
}

/** The rules of the controls that are named, or all; a name that is none is refused. */
export function selectedRules(rules: readonly Rule[], names: readonly string[]): readonly Rule[] {
  const ids = rules.map(({ id }) => id);
  const problems = names
    .filter((name) => !ids.includes(name))
    .map((name) => {
      const meant = nearest(name, ids);
      return {
        code: 'control-unknown',
        message: `there is no control ${name}`,
        found: name,
        allowed: ids.join(', '),
        next: meant === undefined ? 'name one of these' : `did you mean ${meant}?`,
      };
    });
  if (problems.length > 0) throw new EvenkeelError(problems);
  return names.length === 0 ? rules : rules.filter(({ id }) => names.includes(id));
}
