/**
 * Writes the edges of each `policies/frameworks/*.json` from the mappings of `policies/controls.json`; requirements and sources are
 * written by hand. Prints ids that a mapping names and the framework's list does not have.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Framework } from '../src/evidence/framework.ts';
import { edgesOf } from './frameworks/edges.ts';

const FOLDER = join('policies', 'frameworks');

let missing = 0;
for (const name of readdirSync(FOLDER).sort()) {
  const path = join(FOLDER, name);
  const framework = JSON.parse(readFileSync(path, 'utf8')) as Framework;
  const edges = edgesOf(framework.id);
  const ids = new Set(framework.requirements.map(({ id }) => id));
  const strangers = [...new Set(edges.map(({ requirement }) => requirement).filter((id) => !ids.has(id)))];
  missing += strangers.length;
  writeFileSync(path, textOf({ ...framework, edges }));
  process.stdout.write(
    `${name}: ${ids.size} requirements, ${edges.length} edges${strangers.length > 0 ? `; not in the list: ${strangers.join(', ')}` : ''}\n`,
  );
}
process.exitCode = missing === 0 ? 0 : 1;

/** One requirement a line, one edge a line. */
function textOf({ requirements, edges, ...head }: Framework): string {
  const opening = JSON.stringify(head, undefined, 2).replace(/\n}$/, '');
  const lines = (list: readonly object[]) => list.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
  return `${opening},\n  "requirements": [\n${lines(requirements)}\n  ],\n  "edges": [\n${lines(edges)}\n  ]\n}\n`;
}
