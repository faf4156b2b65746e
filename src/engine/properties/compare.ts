import { isDeepStrictEqual } from 'node:util';
import { type PropertyMap, type PropertyValue, reveal } from '../../lib/property.ts';
import { covers, formatPath, type PropertyPath } from '../../lib/property-path.ts';

export type ChangeKind = 'add' | 'delete' | 'update';

/** One property that differs, by its path. Values are left out: they may be secret. */
export interface PropertyChange {
  readonly path: PropertyPath;
  readonly kind: ChangeKind;
}

/** What differs between two property bags, leaf by leaf, in the order of the names. Secrets compare by value. */
export function compareProperties(before: PropertyMap, after: PropertyMap): PropertyChange[] {
  const changes: PropertyChange[] = [];
  walk(reveal(before), reveal(after), [], changes);
  return changes;
}

/** The changes that no ignored path covers, as text: path to kind. */
export function outside(changes: readonly PropertyChange[], ignored: readonly PropertyPath[]): Map<string, ChangeKind> {
  const left = changes.filter((change) => !ignored.some((pattern) => covers(pattern, change.path)));
  return new Map(left.map((change) => [formatPath(change.path), change.kind]));
}

/** True where both hold the same values, secret or not. */
export function sameProperties(before: PropertyMap, after: PropertyMap): boolean {
  return isDeepStrictEqual(plain(before), plain(after));
}

function plain(value: PropertyMap): unknown {
  return JSON.parse(JSON.stringify(reveal(value)));
}

function walk(
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
  path: PropertyPath,
  changes: PropertyChange[],
): void {
  if (before === undefined && after === undefined) return;
  if (before === undefined) changes.push({ path, kind: 'add' });
  else if (after === undefined) changes.push({ path, kind: 'delete' });
  else if (Array.isArray(before) && Array.isArray(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index++) {
      walk(before[index], after[index], [...path, index], changes);
    }
  } else if (isMembers(before) && isMembers(after)) {
    for (const key of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
      walk(before[key], after[key], [...path, key], changes);
    }
  } else if (!isDeepStrictEqual(before, after)) changes.push({ path, kind: 'update' });
}

function isMembers(value: PropertyValue): value is PropertyMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
