import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { canonicalType } from '../../src/graph/canonical-type.ts';
import { root } from '../support/cli.ts';

/** Every alias that the installed SDK declares for a type of its own. Types that are twins without an alias it cannot find. */
it('a type and every older name that the SDK declares for it are one', () => {
  const folder = join(root, 'node_modules', '@pulumi', 'aws');
  const pairs = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.js') && !name.includes('node_modules'))
    .flatMap((name) => aliasesIn(readFileSync(join(folder, name), 'utf8')));
  expect(pairs.length).toBeGreaterThan(40);
  const apart = pairs.filter(([alias, type]) => canonicalType(alias) !== canonicalType(type));
  expect(apart).toEqual([]);
});

function aliasesIn(source: string): readonly (readonly [alias: string, type: string])[] {
  const type = /__pulumiType = '([^']+)'/.exec(source)?.[1];
  const declared = /aliasOpts = \{ aliases: \[(.*?)\] \}/s.exec(source)?.[1];
  if (type === undefined || declared === undefined) return [];
  return [...declared.matchAll(/type: "([^"]+)"/g)].map(([, alias = '']) => [alias, type] as const);
}
