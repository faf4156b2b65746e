import { type PropertyMap, type PropertyValue, reveal } from '../lib/property.ts';
import type { Graph } from './graph.ts';
import type { GraphNode } from './node.ts';

/**
 * The resources with each behind those it needs: the program's own edges, and the ids, ARNs and computed names of others
 * that its inputs mention, also over stacks. Otherwise in the order of the checkpoints. A mention that closes a circle is ignored.
 */
export function inDependencyOrder(graph: Graph): GraphNode[] {
  const owners = ownersOf(graph);
  const ordered: GraphNode[] = [];
  const seen = new Set<GraphNode>();
  function visit(node: GraphNode): void {
    if (seen.has(node)) return;
    seen.add(node);
    for (const needed of neededBy(node, graph, owners)) visit(needed);
    ordered.push(node);
  }
  for (const node of graph.nodes) visit(node);
  return ordered;
}

/** Words of a text that may name a resource: ARNs, ids, DNS names. */
export const MENTION = /arn:[^\s"'`,\\[\]{}<>]+|[A-Za-z0-9][\w.-]{6,}/g;

function ownersOf(graph: Graph): ReadonlyMap<string, GraphNode> {
  const owners = new Map<string, GraphNode>();
  for (const node of graph.nodes) {
    if (!node.custom) continue;
    if (node.id !== undefined && node.id.length > 6) claim(owners, node.id, node);
    for (const [name, value] of Object.entries(node.outputs)) {
      if (node.inputs[name] === undefined && typeof value === 'string' && isIdentifier(value))
        claim(owners, value, node);
    }
  }
  return owners;
}

/** Text that names one thing, as opposed to a state, a version or a word: long enough, and not only letters. */
export function isIdentifier(value: string): boolean {
  return value.length > 6 && /[\d:/.]/.test(value) && !/\s/.test(value);
}

function claim(owners: Map<string, GraphNode>, text: string, node: GraphNode): void {
  if (!owners.has(text)) owners.set(text, node);
}

function neededBy(node: GraphNode, graph: Graph, owners: ReadonlyMap<string, GraphNode>): GraphNode[] {
  const urns = [...node.dependencies, ...Object.values(node.propertyDependencies).flat()];
  const edges = urns.flatMap((urn) => graph.byUrn(urn) ?? []);
  const mentions = mentionsIn(node.inputs).flatMap((text) => owners.get(text) ?? []);
  return [...edges, ...mentions].filter((needed) => needed !== node);
}

function mentionsIn(inputs: PropertyMap): string[] {
  const found: string[] = [];
  function walk(value: PropertyValue | undefined): void {
    if (typeof value === 'string') for (const word of value.match(MENTION) ?? []) found.push(word);
    else if (typeof value === 'object' && value !== null)
      for (const item of Object.values(value)) walk(item as PropertyValue);
  }
  walk(reveal(inputs));
  return found;
}
