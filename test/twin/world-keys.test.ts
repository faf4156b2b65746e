import fc from 'fast-check';
import { expect, test } from 'vitest';
import { World } from '../../src/twin/world.ts';

test('the entries of a table are those under the prefix in the order of their keys, however they came and went', () => {
  const change = fc.record({ key: fc.stringMatching(/^[ab]\/[a-z]{0,2}$/), put: fc.boolean(), fails: fc.boolean() });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const world = new World({ seed: '1', account: '123456789012', nowMs: 0 });
      const table = world.table<number>('noun');
      const expected = new Map<string, number>();
      for (const [index, { key, put, fails }] of changes.entries()) {
        apply(world, key, put ? index : undefined, fails);
        if (!fails && put) expected.set(key, index);
        if (!fails && !put) expected.delete(key);
        expect(table.entries('a/')).toEqual(sorted(expected).filter(([name]) => name.startsWith('a/')));
      }
      expect(table.entries()).toEqual(sorted(expected));
    }),
  );
});

function apply(world: World, key: string, value: number | undefined, fails: boolean): void {
  const run = () =>
    world.transact(() => {
      if (value === undefined) world.table('noun').delete(key);
      else world.table('noun').put(key, value);
      if (fails) throw new Error('taken back');
    });
  if (fails) expect(run).toThrow('taken back');
  else run();
}

function sorted(entries: ReadonlyMap<string, number>): [string, number][] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}
