import { isSecret, isUnknown, type PropertyMap, type PropertyValue, reveal } from '../lib/property.ts';
import type { GraphNode } from './node.ts';

/** What one element of a property refers to. */
export interface Reference {
  /** The resource, where it is in the graph. */
  readonly node: GraphNode | undefined;
  /** The id, ARN or name that the property tells, where it is known. */
  readonly text: string | undefined;
  /** False where the property is not known yet and the program's edges only say that it may be this one. */
  readonly certain: boolean;
}

/** What the texts and the program's edges of a property stand for; `graph.ts` knows. */
export interface Resolver {
  /** The resources of the type that the program's edges of the property lead to. */
  readonly edges: readonly GraphNode[];
  /** How many edges of the property lead to resources of other types: in a mixed list they explain what is not known, too. */
  readonly otherEdges: number;
  named(text: string): GraphNode | undefined;
}

/**
 * What each element at a path refers to. Lists are stepped through: `subnetMappings.subnetId`; a number picks one item:
 * `routes.0.natGatewayId`. An id that is not known yet is found by the edges, where they leave no choice; a list of which not even
 * the length is known refers perhaps to each of them.
 */
export function referencesAt(
  value: PropertyValue | undefined,
  path: readonly string[],
  resolver: Resolver,
): Reference[] {
  const leaves = leavesAt(value, path);
  const found = leaves.flatMap((leaf) => (leaf.kind === 'text' ? [toText(leaf.text, resolver)] : []));
  const around = path.some(isIndex)
    ? leavesAt(
        value,
        path.filter((part) => !isIndex(part)),
      )
    : leaves;
  const taken = around.flatMap((leaf) => (leaf.kind === 'text' ? (resolver.named(leaf.text) ?? []) : []));
  const free = resolver.edges.filter((node) => !taken.includes(node));
  const open = leaves.filter(({ kind }) => kind === 'open').length;
  const isEndless = leaves.some(({ kind }) => kind === 'endless');
  if (open === 0 && !isEndless) return found;
  // the edges of a property are told for the whole of it: those to other types may stand at other places inside it
  const others = path.length === 0 ? resolver.otherEdges : 0;
  const isOneOfMany = around.length > leaves.length;
  const isEach = !isEndless && !isOneOfMany && free.length + others <= open;
  const certain = isEach || (free.length === 1 && others === 0);
  const unseen = isEndless ? (free.length + others === 0 ? 1 : 0) : Math.max(0, open - free.length - others);
  return [
    ...found,
    ...free.map((node): Reference => ({ node, text: undefined, certain })),
    ...Array.from({ length: unseen }, (): Reference => ({ node: undefined, text: undefined, certain: !isEndless })),
  ];
}

const isIndex = (part: string) => /^\d+$/.test(part);

type Leaf = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'open' | 'endless' };

function toText(text: string, resolver: Resolver): Reference {
  return { node: resolver.named(text), text, certain: true };
}

/** `open`: one value that is not known; `endless`: any number of them. */
function leavesAt(value: PropertyValue | undefined, path: readonly string[], inList = false): Leaf[] {
  if (isUnknown(value)) return [{ kind: inList ? 'open' : 'endless' }];
  if (isSecret(value)) {
    const plain = (value as PropertyMap)['value'];
    return plain === undefined ? [{ kind: 'open' }] : leavesAt(reveal(plain), path, inList);
  }
  if (typeof value === 'string') return path.length === 0 && value !== '' ? [{ kind: 'text', text: value }] : [];
  if (value === null || typeof value !== 'object') return [];
  const [head, ...rest] = path;
  if (Array.isArray(value) && head !== undefined && isIndex(head)) return leavesAt(value[Number(head)], rest, true);
  if (Array.isArray(value)) return value.flatMap((item) => leavesAt(item, path, true));
  return head === undefined ? [] : leavesAt((value as PropertyMap)[head], rest, inList);
}
