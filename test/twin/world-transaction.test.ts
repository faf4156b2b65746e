import { expect, it } from 'vitest';
import { World } from '../../src/twin/world.ts';

it('a nested transaction that throws is undone alone when the outer one goes on', () => {
  const world = new World({ seed: '1', account: '1', nowMs: 0 });
  world.transact(() => {
    world.table('t').put('before', 1);
    try {
      world.transact(() => {
        world.table('t').put('before', 2);
        world.table('t').put('inside', 1);
        throw new Error('refused');
      });
    } catch {
      world.table('t').put('after', 1);
    }
  });
  expect(world.table('t').entries()).toEqual([
    ['after', 1],
    ['before', 1],
  ]);
});
