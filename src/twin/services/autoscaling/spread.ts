import type { Member } from './records.ts';

/** A place where a group can launch. */
export interface Place {
  readonly zone: string;
  readonly subnetId: string;
}

/**
 * Where the next instance goes: the zone with the fewest, ties by name; after failures in a row, the next one in that
 * order, so that a shortage in one zone does not hold the group up. `undefined` without places. Pure.
 */
export function nextPlace(places: readonly Place[], members: readonly Member[], failures: number): Place | undefined {
  const counted = countByZone(members);
  const ordered = [...places].sort(
    (a, b) =>
      (counted.get(a.zone) ?? 0) - (counted.get(b.zone) ?? 0) ||
      compare(a.zone, b.zone) ||
      compare(a.subnetId, b.subnetId),
  );
  return ordered[failures % Math.max(ordered.length, 1)];
}

/** The type to try: the first preferred one; after failures in a row, the next of the list. Pure. */
export function nextType(types: readonly string[], failures: number): string {
  return types[failures % Math.max(types.length, 1)] ?? '';
}

/**
 * Which instances go when there are too many: of the zone that has most, the oldest first; never a protected one. The
 * default termination policy without its look at launch template versions. Pure.
 */
export function surplus(members: readonly Member[], excess: number): Member[] {
  const left = [...members];
  const chosen: Member[] = [];
  while (chosen.length < excess) {
    const counted = countByZone(left);
    const next = left
      .filter((member) => !member.protected)
      .sort(
        (a, b) =>
          (counted.get(b.zone) ?? 0) - (counted.get(a.zone) ?? 0) ||
          a.launchedMs - b.launchedMs ||
          compare(a.zone, b.zone) ||
          compare(a.id, b.id),
      )[0];
    if (!next) break;
    chosen.push(next);
    left.splice(left.indexOf(next), 1);
  }
  return chosen;
}

function countByZone(members: readonly Member[]): Map<string, number> {
  const counted = new Map<string, number>();
  for (const member of members) counted.set(member.zone, (counted.get(member.zone) ?? 0) + 1);
  return counted;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
