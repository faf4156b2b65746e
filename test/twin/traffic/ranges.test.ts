import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countOf, normalise, subtract } from '../../../src/twin/traffic/ranges.ts';

const range = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 12 }))
  .map(([first, length]) => ({ first, last: first + length }));
const ranges = fc.array(range, { maxLength: 12 });

test('ranges stand for the same numbers however they are cut', () => {
  fc.assert(
    fc.property(ranges, (list) => {
      expect(numbersOf(normalise(list))).toEqual(numbersOf(list));
      expect(countOf(list)).toBe(numbersOf(list).length);
    }),
    { seed: 20260101 },
  );
});

test('normalised ranges neither touch nor overlap', () => {
  fc.assert(
    fc.property(ranges, (list) => {
      const joined = normalise(list);
      joined.slice(1).forEach((next, index) => {
        expect(next.first).toBeGreaterThan((joined[index]?.last ?? 0) + 1);
      });
    }),
    { seed: 20260101 },
  );
});

test('what is subtracted is gone and nothing else is', () => {
  fc.assert(
    fc.property(ranges, ranges, (from, without) => {
      const gone = new Set(numbersOf(without));
      expect(numbersOf(subtract(from, without))).toEqual(numbersOf(from).filter((number) => !gone.has(number)));
    }),
    { seed: 20260101 },
  );
});

function numbersOf(list: readonly { first: number; last: number }[]): number[] {
  const numbers = new Set<number>();
  for (const { first, last } of list) for (let number = first; number <= last; number++) numbers.add(number);
  return [...numbers].sort((a, b) => a - b);
}
