import type { Range } from './ports.ts';

/** Ranges sorted, and joined where they touch or overlap. */
export function normalise(ranges: readonly Range[]): Range[] {
  const sorted = [...ranges].sort((a, b) => a.first - b.first || a.last - b.last);
  const joined: { first: number; last: number }[] = [];
  for (const { first, last } of sorted) {
    const previous = joined.at(-1);
    if (previous && first <= previous.last + 1) previous.last = Math.max(previous.last, last);
    else joined.push({ first, last });
  }
  return joined;
}

/** The numbers of `from` that are in none of `without`. */
export function subtract(from: readonly Range[], without: readonly Range[]): Range[] {
  const holes = normalise(without);
  const rest: Range[] = [];
  for (const range of normalise(from)) {
    let { first } = range;
    for (const hole of holes) {
      if (hole.last < first || hole.first > range.last) continue;
      if (hole.first > first) rest.push({ first, last: hole.first - 1 });
      first = Math.max(first, hole.last + 1);
    }
    if (first <= range.last) rest.push({ first, last: range.last });
  }
  return rest;
}

/** How many numbers the ranges hold, each counted once. */
export function countOf(ranges: readonly Range[]): number {
  return normalise(ranges).reduce((sum, { first, last }) => sum + last - first + 1, 0);
}
