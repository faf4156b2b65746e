import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, ExitCode } from '../../lib/errors.ts';
import type { CommandRun } from '../command.ts';
import { loadFrameworks } from '../frameworks.ts';
import { pageText } from '../page-text.ts';
import { loadRules, selectedRules } from '../rules.ts';

/** What a control asks for and why, what to change, what it cannot see, and who maps it: the page of the reference. */
export const run: CommandRun = async ({ positionals, output, root }) => {
  const known = await loadRules(root);
  const [rule] = selectedRules(known, [positionals['CONTROL'] ?? '']);
  assert(rule !== undefined, 'a selected control is a rule');
  const { id, title, severity, decidedAt, why, remedy, cannotSee, parameters, types, reads = [] } = rule;
  const mappings = loadFrameworks(root).flatMap(({ id: framework, edges }) =>
    edges
      .filter(({ control }) => control === id)
      .map(({ requirement, provenance }) => ({ framework, requirement, provenance })),
  );
  const texts = { title, severity, decidedAt, why, remedy, cannotSee, parameters, types, reads, mappings };
  output.result({ kind: 'control', version: 1, control: id, ...texts }, () => {
    const page = readFileSync(join(root, 'docs', 'reference', 'controls', `${id}.md`), 'utf8');
    return pageText(page, output);
  });
  return ExitCode.done;
};
