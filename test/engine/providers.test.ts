import { expect, it } from 'vitest';
import { engineWorld, steps } from './helpers/world.ts';

const withConfig = (config: Record<string, string>) => ({ config: { 'aws:region': 'eu-west-1', ...config } });

it('every resource goes to its own provider, and moves when that moves to another region', async () => {
  const { run, provider, backend } = engineWorld();
  const regions = () => Object.fromEntries([...provider.world].map(([id, { region }]) => [id, region]));
  const first = await run('regions.ts', withConfig({}));
  expect(regions()).toEqual({
    'in-east-1': 'us-east-1',
    'in-west-1': 'us-west-2',
    'movable-1': 'us-east-1',
    'by-default-1': 'eu-west-1',
  });
  expect(provider.world.get('in-west-1')?.inputs['tags']).toEqual({ zone: 'us-west-2a' });
  // the providers of the program are steps, the default one is not
  expect(steps(first).filter((step) => /east$|west$/.test(step)).length).toBe(6);
  expect(steps(first).some((step) => step.includes('default_'))).toBe(false);
  const providers = backend.exportStack({ project: 'engine', stack: 'dev' })?.deployment.resources;
  expect(providers?.filter((one) => one.type === 'pulumi:providers:aws').map((one) => one.inputs)).toEqual([
    { __internal: {}, region: 'eu-west-1', version: '7.48.0' },
    expect.objectContaining({ __internal: {}, region: 'us-east-1', version: '7.48.0' }),
    expect.objectContaining({ region: 'us-west-2', defaultTags: '{"tags":{"owner":"team"}}' }),
  ]);

  // a provider that is only updated, and a resource that is handed to a provider of the same region, stay
  const updated = await run('regions.ts', withConfig({ 'engine:owner': 'other', 'engine:west': 'us-west-2' }));
  expect(updated.changes).toMatchObject({ update: 1, replace: 0, create: 0, delete: 0 });
  expect(steps(updated)).toContain('update west');

  const both = withConfig({ 'engine:owner': 'other', 'engine:west': 'eu-north-1', 'engine:movable': 'west' });
  const foreseen = await run('regions.ts', { ...both, mode: 'preview' });
  const moved = await run('regions.ts', both);
  expect(steps(moved).filter((step) => !step.startsWith('same'))).toEqual([
    'replace west',
    'replace movable',
    'replace in-west',
  ]);
  expect(steps(foreseen)).toEqual(steps(moved));
  expect(regions()).toMatchObject({ 'in-west-2': 'eu-north-1', 'movable-2': 'eu-north-1' });
  expect(provider.world.size).toBe(4);
  const after = backend.exportStack({ project: 'engine', stack: 'dev' })?.deployment.resources ?? [];
  expect(after.filter((one) => one.type === 'pulumi:providers:aws').length).toBe(3);
});
