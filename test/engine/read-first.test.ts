import { expect, it } from 'vitest';
import { UNKNOWN } from '../../src/lib/property.ts';
import { engineWorld, steps } from './helpers/world.ts';

const ignoring = (...paths: string[]) => ({
  config: { 'aws:region': 'us-east-1', 'engine:ignore': JSON.stringify(paths) },
});
const preview = { mode: 'preview', readFirst: true } as const;

it('reads only when it is asked to, then every resource, and foresees what cannot be known', async () => {
  const { run, provider } = engineWorld();
  await run('network.ts');
  provider.calls.length = 0;
  await run('network.ts', { mode: 'preview' });
  expect(provider.calls).toEqual([]);
  const result = await run('network.ts', preview);
  expect(provider.calls.sort()).toEqual(['read net', 'read net-0', 'read net-1']);
  expect(result.changes.same).toBe(5);
  expect(result.resources.every(({ diff }) => diff === undefined)).toBe(true);

  const config = { 'aws:region': 'us-east-1', 'engine:cidr': '10.9.0.0/16' };
  const foreseen = await run('network.ts', { ...preview, config });
  expect(steps(foreseen)).toEqual(['same net', 'replace net', 'replace net-0', 'replace net-1']);
  expect(foreseen.outputs).toEqual({ vpcId: UNKNOWN });
  expect(foreseen.outputChanges).toEqual({ vpcId: 'update' });
});

it('sees what others changed: as nothing inside ignoreChanges, as an update or as drift outside', async () => {
  const { run, provider } = engineWorld();
  const both = ignoring('desiredCapacity', 'availabilityZoneDistribution');
  await run('fleet.ts', both);
  const group = provider.world.get('group-1');
  if (group === undefined) throw new Error('no group');
  group.inputs['desiredCapacity'] = 6;
  group.computed['availabilityZoneDistribution'] = { capacityDistributionStrategy: 'balanced-only' };

  expect((await run('fleet.ts', { ...both, mode: 'preview' })).changes.same).toBe(2);
  const inside = await run('fleet.ts', { ...both, ...preview });
  expect(inside.resources.at(-1)).toEqual({ urn: expect.stringContaining('::group'), op: 'same' });

  // taking away either one shows
  const outputOutside = await run('fleet.ts', { ...ignoring('desiredCapacity'), ...preview });
  expect(outputOutside.resources.at(-1)).toMatchObject({ op: 'same', diff: { availabilityZoneDistribution: 'drift' } });
  const inputOutside = await run('fleet.ts', { ...ignoring('availabilityZoneDistribution'), ...preview });
  expect(inputOutside.resources.at(-1)).toMatchObject({ op: 'update', diff: { desiredCapacity: 'update' } });

  // an update with the option writes what it read, and changes nothing in the world
  provider.calls.length = 0;
  await run('fleet.ts', { ...both, readFirst: true });
  expect(provider.calls).toEqual(['read group']);
  expect(group.inputs['desiredCapacity']).toBe(6);
  expect((await run('fleet.ts', { ...both, ...preview })).resources.at(-1)).not.toHaveProperty('diff');
});

it('creates again what is gone, and does not delete it twice', async () => {
  const { run, provider } = engineWorld();
  await run('network.ts');
  provider.world.delete('net-0-1');
  expect(steps(await run('network.ts', { mode: 'preview' }))).toContain('same net-0');
  expect(steps(await run('network.ts', preview))).toContain('create net-0');
  await run('network.ts', { readFirst: true });
  expect(provider.world.has('net-0-2')).toBe(true);

  provider.world.delete('net-1-1');
  provider.calls.length = 0;
  await run('network.ts', { mode: 'destroy', readFirst: true });
  expect(provider.calls.filter((call) => call.startsWith('delete')).sort()).toEqual(['delete net', 'delete net-0']);
});
