import { expect, it } from 'vitest';
import { engineWorld, steps } from './helpers/world.ts';

const withConfig = (config: Record<string, string>) => ({ config: { 'aws:region': 'us-east-1', ...config } });
const without = (...names: string[]) => withConfig({ 'engine:without': JSON.stringify(names) });

it('refuses to delete or replace what is protected, unless it is named', async () => {
  const { run, provider } = engineWorld();
  await run('guarded.ts');
  const order = provider.calls.filter((call) => call.startsWith('create'));
  expect(order.indexOf('create free')).toBeGreaterThan(order.indexOf('create first'));

  const refused = {
    code: 'engine.protected',
    exitCode: 1,
    problems: [
      { message: expect.stringMatching(/::first is protected: it may not be deleted/) },
      { message: expect.stringMatching(/Holder\$.*::child is protected: it may not be deleted/) },
    ],
  };
  provider.calls.length = 0;
  await expect(run('guarded.ts', without('first', 'child', 'free'))).rejects.toMatchObject(refused);
  await expect(run('guarded.ts', { ...without('first', 'child'), mode: 'preview' })).rejects.toMatchObject(refused);
  await expect(run('guarded.ts', { mode: 'destroy' })).rejects.toMatchObject({ code: 'engine.protected' });
  expect(provider.calls).toEqual([]);

  const replacing = withConfig({ 'engine:cidr': '10.9.0.0/16' });
  await expect(run('guarded.ts', { ...replacing, mode: 'preview' })).rejects.toMatchObject({
    problems: [
      { code: 'engine.protected', message: expect.stringContaining('may not be replaced'), found: 'cidrBlock' },
      { code: 'engine.protected', message: expect.stringContaining('may not be replaced') },
    ],
  });
  await expect(run('guarded.ts', replacing)).rejects.toMatchObject({ code: 'engine.protected' });
  expect(provider.world.has('first-1')).toBe(true);

  const one = await run('guarded.ts', { ...without('first'), unprotect: ['first'] });
  expect(steps(one)).toContain('delete first');
  expect([...provider.world.keys()].sort()).toEqual(['child-1', 'free-1']);
  const all = await run('guarded.ts', { mode: 'destroy', unprotect: ['child', 'holder'] });
  expect(all.changes.delete).toBe(4);
  expect(provider.world.size).toBe(0);
});
