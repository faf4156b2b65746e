import {
  hasSecret,
  hasUnknown,
  isSecret,
  isUnknown,
  type PropertyMap,
  type PropertyValue,
  reveal,
} from '../lib/property.ts';

/** A value of a resource: known, or not, with the reason; a secret is never told. A property that is not there is known to be `undefined`. */
export type Value =
  | { readonly known: true; readonly value: PropertyValue | undefined }
  | { readonly known: false; readonly reason: 'not computed yet' | 'secret' };

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
  /** The value as text, `undefined` where it is not known or no text. */
  text(path: string): string | undefined;
  /** The tags, those of the provider included; of a fleet, whose tags are a list, too. */
  readonly tags: Readonly<Record<string, string>>;
  /**
   * The one resource that a property refers to, whether or not its id is known yet. `type` picks among several. `undefined`
   * where there is none or more than one.
   */
  to(property: string, type?: string): GraphNode | undefined;
  /** Every resource that a property refers to, in the order of the values. */
  toAll(property: string, type?: string): readonly GraphNode[];
}

export function valueAt(maps: readonly PropertyMap[], path: string): Value {
  for (const map of maps) {
    const found = walk(map, path.split('.'));
    if (!found.known || found.value !== undefined) return found;
  }
  return { known: true, value: undefined };
}

function walk(value: PropertyValue | undefined, path: readonly string[]): Value {
  if (isSecret(value)) return { known: false, reason: 'secret' };
  const [head, ...rest] = path;
  if (head === undefined) {
    if (hasSecret(value)) return { known: false, reason: 'secret' };
    return hasUnknown(value) ? { known: false, reason: 'not computed yet' } : { known: true, value };
  }
  if (isUnknown(value)) return { known: false, reason: 'not computed yet' };
  if (value === null || typeof value !== 'object') return { known: true, value: undefined };
  return walk((value as PropertyMap)[head], rest);
}

/** Tags of a map, or of a list of `{key, value}`. */
export function tagsOf(maps: readonly PropertyMap[]): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const map of maps) {
    for (const name of ['tags', 'tagsAll']) {
      const given = reveal(map[name]);
      if (Array.isArray(given)) {
        for (const one of given as readonly PropertyMap[]) tags[String(one['key'])] = String(one['value']);
      } else if (typeof given === 'object' && given !== null) {
        for (const [key, value] of Object.entries(given)) tags[key] = String(value);
      }
    }
  }
  return tags;
}
