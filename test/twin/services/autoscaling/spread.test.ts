import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Member } from '../../../../src/twin/services/autoscaling/records.ts';
import { nextPlace, nextType, surplus } from '../../../../src/twin/services/autoscaling/spread.ts';

const PLACES = ['a', 'b', 'c'].map((zone) => ({ zone, subnetId: `subnet-${zone}` }));

function member(id: number, zone: string, launchedMs = id, isProtected = false): Member {
  return { id: `i-${id}`, zone, launchedMs, protected: isProtected } as Member;
}

const fleets = fc.array(fc.record({ zone: fc.constantFrom('a', 'b', 'c'), kept: fc.boolean() }), { maxLength: 20 });

test('launches one after the other leave no zone more than one ahead of another', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20 }), (count) => {
      const members: Member[] = [];
      for (let id = 0; id < count; id++) members.push(member(id, nextPlace(PLACES, members, 0)?.zone ?? ''));
      const counts = PLACES.map(({ zone }) => members.filter((each) => each.zone === zone).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }),
  );
});

test('after failures in a row every zone and every type has its turn', () => {
  const zones = [0, 1, 2, 3].map((failures) => nextPlace(PLACES, [member(1, 'a')], failures)?.zone);
  expect(zones).toEqual(['b', 'c', 'a', 'b']);
  expect([0, 1, 2].map((failures) => nextType(['m7g.large', 'm6g.large'], failures))).toEqual([
    'm7g.large',
    'm6g.large',
    'm7g.large',
  ]);
  expect(nextPlace([], [], 3)).toBeUndefined();
});

test('what is too many goes from the fullest zone, the oldest first', () => {
  const members = [member(1, 'a'), member(2, 'b'), member(3, 'b'), member(4, 'c'), member(5, 'c')];
  expect(surplus(members, 3).map(({ id }) => id)).toEqual(['i-2', 'i-4', 'i-1']);
});

test('no more goes than is too many, and nothing protected', () => {
  fc.assert(
    fc.property(fleets, fc.integer({ min: 0, max: 25 }), (fleet, excess) => {
      const members = fleet.map(({ zone, kept }, id) => member(id, zone, id, kept));
      const gone = surplus(members, excess);
      expect(gone.some((each) => each.protected)).toBe(false);
      expect(gone).toHaveLength(Math.min(excess, members.filter((each) => !each.protected).length));
      expect(new Set(gone).size).toBe(gone.length);
    }),
  );
});
