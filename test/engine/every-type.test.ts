import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { canonicalType } from '../../src/graph/canonical-type.ts';
import { ADAPTERS } from '../../src/twin/provider/adapters.ts';
import { inertResources } from '../../src/twin/provider/inert.ts';
import { assembleTwin } from '../../src/twin/twin.ts';
import { engineWorldOn } from './helpers/world.ts';

const PARTS = 3;
const part = (index: number, without: readonly string[] = []) => ({
  config: {
    'aws:region': 'us-east-1',
    'engine:part': String(index),
    'engine:parts': String(PARTS),
    'engine:without': JSON.stringify(without),
  },
});
const newTwin = () => assembleTwin({ seed: '1', account: '000000000000', nowMs: Date.UTC(2026, 0, 1) });

/** What it does not prove: anything about inputs beyond those that a class requires. */
it('a preview accepts every resource type of @pulumi/aws with what its class requires', async () => {
  const seen: string[] = [];
  for (let index = 0; index < PARTS; index++) {
    const { run } = engineWorldOn(newTwin().provider);
    const result = await run('every-type.ts', { ...part(index), mode: 'preview' });
    expect(result.resources.filter(({ op }) => op !== 'create')).toEqual([]);
    seen.push(...(result.outputs['types'] as string[]));
  }
  expect(seen.sort()).toEqual(typesOnDisk());
  expect(seen.length).toBeGreaterThan(1_500);
}, 300_000);

it('a type without handlers is made as an inert resource, stays the same, and is deleted again', async () => {
  const handled = new Set(ADAPTERS.map(({ type }) => type));
  const behaving = typesOnDisk().filter((type) => handled.has(canonicalType(type)));
  for (let index = 0; index < PARTS; index++) {
    const twin = newTwin();
    const { run } = engineWorldOn(twin.provider);
    const made = await run('every-type.ts', part(index, behaving));
    const count = (made.outputs['types'] as string[]).length;
    expect(inertResources(twin.world).length).toBe(count);
    const again = await run('every-type.ts', { ...part(index, behaving), mode: 'preview', readFirst: true });
    expect(again.changes).toEqual({ create: 0, update: 0, replace: 0, delete: 0, same: count + 1 });
    const gone = await run('every-type.ts', { ...part(index, behaving), mode: 'destroy' });
    expect(gone.changes.delete).toBe(count + 1);
    expect(inertResources(twin.world)).toEqual([]);
  }
}, 600_000);

/** The types of all classes in the package's files, whatever exports them. */
function typesOnDisk(): string[] {
  const folder = dirname(createRequire(import.meta.url).resolve('@pulumi/aws/package.json'));
  const lines = execFileSync('grep', ['-rhoE', "__pulumiType = 'aws:[^']+'", '--include=*.js', folder], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  return [...new Set([...lines.matchAll(/'(aws:[^']+)'/g)].map(([, type = '']) => type))].sort();
}
