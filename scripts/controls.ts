import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../policies/rules/index.ts';
import { loadFrameworks } from '../src/cli/frameworks.ts';
import { CASES } from '../test/policies/cases/index.ts';
import { type CatalogueRow, controlPage, GENERATED } from './controls/page.ts';

export const CONTROLS_FOLDER = 'docs/reference/controls';

/** The page of every control that has a rule, and their index, by file name. */
export function controlPages(): ReadonlyMap<string, string> {
  const root = join(import.meta.dirname, '..');
  const path = join(root, 'policies', 'controls.json');
  const { controls } = JSON.parse(readFileSync(path, 'utf8')) as { readonly controls: readonly CatalogueRow[] };
  const frameworks = loadFrameworks(root);
  const pages = RULES.flatMap((rule) => {
    const row = controls.find(({ id }) => id === rule.id);
    if (row === undefined) return [];
    return [[`${rule.id}.md`, controlPage({ rule, row, frameworks, cases: CASES[rule.id] })] as const];
  });
  return new Map([['README.md', indexPage()], ...pages]);
}

function indexPage(): string {
  const rows = RULES.map(
    ({ id, title, severity, decidedAt }) => `| [${id}](${id}.md) | ${title} | ${severity} | ${decidedAt} |`,
  );
  return `${GENERATED}
# Controls

\`evenkeel explain ID\` prints a page; \`evenkeel audit --control ID\` judges by one control. The catalogue is \`policies/controls.json\`.

| control | holds where it passes | severity | decided at |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}
