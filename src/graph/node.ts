import { hasSecret, hasUnknown, isSecret, isUnknown, type PropertyMap, type PropertyValue } from '../lib/property.ts';
import type { Reference } from './references.ts';
import type { Tags } from './tags.ts';

/** A value of a resource: known, or not, with the reason; a secret is never told. A property that is not there is known to be `undefined`. */
export type Value =
  | { readonly known: true; readonly value: PropertyValue | undefined }
  | { readonly known: false; readonly reason: UnknownReason };

export type UnknownReason = 'not computed yet' | 'secret' | 'a list, not one block';

/** One resource of a graph. */
export interface GraphNode {
  readonly urn: string;
  /** Canonical type token. */
  readonly type: string;
  /** The name in the program, the last part of the URN. */
  readonly name: string;
  readonly project: string;
  readonly stack: string;
  /** True for a resource of a provider, false for components and the stack itself. */
  readonly custom: boolean;
  readonly id: string | undefined;
  /** As the checkpoint has them; secrets as they are there. */
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
  /** Of the resource itself, or of its provider. */
  readonly region: string | undefined;
  /** Twelve digits: by its ARN, else by its provider's role or its provider's other resources, where that is one. */
  readonly account: string | undefined;
  readonly provider: GraphNode | undefined;
  readonly parent: string | undefined;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly ignoreChanges: readonly string[];
  readonly protect: boolean;
  /** Read, not managed. */
  readonly external: boolean;
  /** `stacks/index.ts:10:17`, where the program registered it. */
  readonly at: string | undefined;
  /** By an output, else by an input, e.g. `masterUsername`; a dotted path leads inside: `healthCheck.path`. */
  value(path: string): Value;
  /** The same, known even where something inside it is not. */
  shape(path: string): Value;
  /** The value as text, `undefined` where it is not known or no text. */
  text(path: string): string | undefined;
  /** The tags: its own, its provider's default ones, and those that resources of their own put on it. Ones that are not known are left out. */
  readonly tags: Readonly<Record<string, string>>;
  /** The same with those that are not known. */
  readonly tagSet: Tags;
  /**
   * The one resource that a property refers to, whether or not its id is known yet. `type` picks among several. `undefined`
   * where there is none or more than one.
   */
  to(property: string, type?: string): GraphNode | undefined;
  /** Every resource that a property refers to, in the order of the values. */
  toAll(property: string, type?: string): readonly GraphNode[];
  /** What each element at a path refers to, those outside the graph included. Lists are stepped through: `subnetMappings.subnetId`. */
  references(path: string, type: string): readonly Reference[];
  /** The resource of a type that an id or an ARN names, seen from here: of several, the one of the own region. */
  named(text: string, type: string): GraphNode | undefined;
  /** The resources of a type whose property at `path` refers to this one, in the order of the graph. */
  referrers(type: string, path: string): readonly Referrer[];
  /** The resources that the program made this one from, or asked to be there before it. */
  readonly uses: readonly GraphNode[];
}

/** A resource that refers to another; `certain` is false where its property is not known yet and may lead elsewhere. */
export interface Referrer {
  readonly node: GraphNode;
  readonly certain: boolean;
}

/**
 * From the first map that tells it. What one does not know yet the next may tell: the program's own input. Not `isWhole`: what
 * is inside the value need not be known.
 */
export function valueAt(maps: readonly PropertyMap[], path: string, isWhole = true): Value {
  const parts = partsOf(path);
  let unknown: Value | undefined;
  for (const map of maps) {
    const found = walk(map, parts, 0, isWhole);
    if (!found.known && found.reason === 'secret') return found;
    if (!found.known) unknown ??= found;
    else if (found.value !== undefined) return found;
  }
  return unknown ?? { known: true, value: undefined };
}

/** Rules ask the same few hundred paths of every resource. */
const PARTS = new Map<string, readonly string[]>();

function partsOf(path: string): readonly string[] {
  const known = PARTS.get(path) ?? path.split('.');
  PARTS.set(path, known);
  return known;
}

const ABSENT: Value = { known: true, value: undefined };
const LATER: Value = { known: false, reason: 'not computed yet' };
const HIDDEN: Value = { known: false, reason: 'secret' };

/** From the part at `index` on. */
function walk(value: PropertyValue | undefined, path: readonly string[], index: number, isWhole: boolean): Value {
  if (isSecret(value)) return HIDDEN;
  const head = path[index];
  if (head === undefined) {
    if (value === undefined) return ABSENT;
    if (isWhole && hasSecret(value)) return HIDDEN;
    return isUnknown(value) || (isWhole && hasUnknown(value)) ? LATER : { known: true, value };
  }
  if (isUnknown(value)) return LATER;
  if (value === null || typeof value !== 'object') return ABSENT;
  if (Array.isArray(value) && !/^\d+$/.test(head)) return { known: false, reason: 'a list, not one block' };
  return walk((value as PropertyMap)[head], path, index + 1, isWhole);
}
