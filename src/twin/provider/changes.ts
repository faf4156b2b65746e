import { isArchive, isAsset } from '../../lib/asset.ts';
import { canonicalJson } from '../../lib/canonical.ts';
import type { PropertyMap, PropertyValue } from '../../lib/property.ts';
import { isUnknown } from '../../lib/property.ts';
import { isEmpty, isSame, meaning } from './same.ts';
import { isSet } from './sets.ts';

/** One leaf that differs. */
export interface LeafChange {
  /** With list positions, as people read it: `ingress[0].fromPort`. Positions are those of the new value. */
  readonly path: string;
  /** Dotted and without list positions, as the recorded behaviour has it. */
  readonly plain: string;
  /** True for an element of a list or set, rather than the property itself. */
  readonly isElement: boolean;
  readonly before: PropertyValue | undefined;
  readonly after: PropertyValue | undefined;
}

/** The leaves in which two plain values of a property differ. Elements of sets are matched by value first, then in order. */
export function leafChanges(
  type: string,
  name: string,
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
): LeafChange[] {
  return walk(type, name, name, before, after, false);
}

function walk(
  type: string,
  path: string,
  plain: string,
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
  isElement: boolean,
): LeafChange[] {
  if (isSame(type, plain, before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    const pairs = isSet(type, plain) ? setPairs(type, plain, before, after) : listPairs(before, after);
    return pairs.flatMap((pair) => walk(type, `${path}[${pair.at}]`, plain, pair.before, pair.after, true));
  }
  if (isMap(before) && isMap(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => walk(type, joined(path, key), `${plain}.${key}`, before[key], after[key], false));
  }
  return [{ path, plain, isElement, before, after }];
}

interface Pair {
  readonly at: number;
  readonly before: PropertyValue | undefined;
  readonly after: PropertyValue | undefined;
}

function listPairs(before: readonly PropertyValue[], after: readonly PropertyValue[]): Pair[] {
  const length = Math.max(before.length, after.length);
  return Array.from({ length }, (_, at) => ({ at, before: before[at], after: after[at] }));
}

function setPairs(
  type: string,
  plain: string,
  before: readonly PropertyValue[],
  after: readonly PropertyValue[],
): Pair[] {
  const left = new Map<string, number[]>();
  before.forEach((item, at) => {
    const key = canonicalJson(meaning(type, plain, item));
    left.set(key, [...(left.get(key) ?? []), at]);
  });
  const added: number[] = [];
  after.forEach((item, at) => {
    const same = isUnknown(item) ? undefined : left.get(canonicalJson(meaning(type, plain, item)))?.shift();
    if (same === undefined) added.push(at);
  });
  const removed = [...left.values()].flat().sort((a, b) => a - b);
  return Array.from({ length: Math.max(added.length, removed.length) }, (_, index) => ({
    at: added[index] ?? removed[index] ?? 0,
    before: removed[index] === undefined ? undefined : before[removed[index]],
    after: added[index] === undefined ? undefined : after[added[index]],
  }));
}

function joined(path: string, key: string): string {
  return /^[\w$]+$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

function isMap(value: PropertyValue | undefined): value is PropertyMap {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isEmpty(value)) return false;
  return !isAsset(value) && !isArchive(value);
}
