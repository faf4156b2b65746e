import { expect, it } from 'vitest';
import { engineWorld, steps } from './helpers/world.ts';

it('creates in dependency order, and a second update changes nothing', async () => {
  const { run, provider, backend } = engineWorld();
  const first = await run('network.ts');
  expect(steps(first)).toEqual(['create net', 'create net', 'create net-0', 'create net-1']);
  expect(first.changes).toEqual({ create: 5, update: 0, replace: 0, delete: 0, same: 0 });
  expect(first.outputs).toEqual({ vpcId: 'net-1' });
  console.log(JSON.stringify(backend.exportStack({ project: 'engine', stack: 'dev' }), null, 1));
  const t = performance.now();
  const second = await run('network.ts');
  console.log(performance.now() - t);
  expect(second.changes).toEqual({ create: 0, update: 0, replace: 0, delete: 0, same: 5 });
  expect(provider.world.size).toBe(3);
});
