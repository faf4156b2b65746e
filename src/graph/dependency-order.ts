import { type PropertyMap, type PropertyValue, reveal } from '../lib/property.ts';
import type { Graph } from './graph.ts';
import type { GraphNode } from './node.ts';

/**
 * The resources with each behind those it needs: the program's own edges, and the ids, ARNs and computed names of others
 * that its inputs mention, also over stacks. Otherwise by stack, each behind those that it refers to, and within one as its
 * checkpoint has them, whatever order the checkpoints came in. A mention that closes a circle is ignored, an edge never.
 */
export function inDependencyOrder(graph: Graph): GraphNode[] {
  const owners = ownersOf(graph);
  const ordered: GraphNode[] = [];
  const seen = new Set<GraphNode>();
  const done = new Set<GraphNode>();
  function visit(node: GraphNode): void {
    if (seen.has(node)) return;
    seen.add(node);
    for (const needed of edgesOf(node, graph)) visit(needed);
    for (const mentioned of mentionedBy(node, owners)) if (!closesCircle(mentioned)) visit(mentioned);
    ordered.push(node);
    done.add(node);
  }
  /** Whether its edges lead to a resource that is begun and not done: what is done has all that it needs before it. */
  function closesCircle(mentioned: GraphNode): boolean {
    const ahead = new Set([mentioned]);
    for (const node of ahead) {
      if (done.has(node)) continue;
      if (seen.has(node)) return true;
      for (const needed of edgesOf(node, graph)) ahead.add(needed);
    }
    return false;
  }
  for (const node of byStack(graph)) visit(node);
  return ordered;
}

/** The resources that some resources need to be as they are, directly or not, themselves included. */
export function withNeeded(graph: Graph, urns: readonly string[]): ReadonlySet<GraphNode> {
  const owners = ownersOf(graph);
  const needed = new Set(urns.flatMap((urn) => graph.byUrn(urn) ?? []));
  for (const node of needed) {
    for (const other of [...edgesOf(node, graph), ...mentionedBy(node, owners)]) needed.add(other);
  }
  return needed;
}

/**
 * Resources by stack, each stack behind those that it refers to and else by name; within one in the order of its checkpoint. Ids
 * are not unique over types: of two resources with one, the earlier is the one that is mentioned.
 */
function byStack({ nodes }: Graph): GraphNode[] {
  const stacks = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    const key = stackKey(node.project, node.stack);
    const own = stacks.get(key);
    if (own) own.push(node);
    else stacks.set(key, [node]);
  }
  const ordered: GraphNode[] = [];
  const seen = new Set<string>();
  function visit(key: string): void {
    if (seen.has(key)) return;
    seen.add(key);
    const own = stacks.get(key) ?? [];
    const references = own.filter(({ type }) => type === 'pulumi:pulumi:StackReference').map(referred);
    for (const other of references.sort()) visit(other);
    ordered.push(...own);
  }
  for (const key of [...stacks.keys()].sort()) visit(key);
  return ordered;
}

function stackKey(project: string, stack: string): string {
  return `${stack} ${project}`;
}

/** The stack that a reference names: `organization/project/stack`, or less of it. */
function referred(reference: GraphNode): string {
  const parts = (reference.text('name') ?? reference.id ?? '').split('/');
  return stackKey(parts.at(-2) ?? reference.project, parts.at(-1) ?? '');
}

/** Words of a text that may name a resource: ARNs, ids, DNS names. */
export const MENTION = /arn:[^\s"'`,\\[\]{}<>]+|[A-Za-z0-9][\w.-]{6,}/g;

/** Who has a name: as its id or ARN first of all, else as something that is computed of it. */
function ownersOf(graph: Graph): ReadonlyMap<string, GraphNode> {
  const owners = new Map<string, GraphNode>();
  const nodes = byStack(graph).filter(({ custom }) => custom);
  for (const node of nodes) {
    const arn = node.outputs['arn'];
    if (node.id !== undefined && node.id.length > 6) claim(owners, node.id, node);
    if (typeof arn === 'string') claim(owners, arn, node);
  }
  for (const node of nodes) {
    for (const [name, value] of Object.entries(node.outputs)) {
      if (node.inputs[name] === undefined && typeof value === 'string' && isIdentifier(value) && isOwn(node, value))
        claim(owners, value, node);
    }
  }
  return owners;
}

/** False for what a resource is told of another one, such as the key that it is encrypted with or the network that it is in. */
function isOwn(node: GraphNode, value: string): boolean {
  // ids of other kinds, regions and zones
  if (/^[a-z]+-[0-9a-f]{8,17}$|^[a-z]{2}(-[a-z]+)+-\d[a-z]?$/.test(value)) return false;
  if (!value.startsWith('arn:')) return true;
  const arn = node.outputs['arn'];
  return typeof arn !== 'string' || arn.split(':')[2] === value.split(':')[2];
}

/** Text that names one thing, as opposed to a state, a version or a word: long enough, and not only letters. */
export function isIdentifier(value: string): boolean {
  return value.length > 6 && /[\d:/.]/.test(value) && !/\s/.test(value);
}

function claim(owners: Map<string, GraphNode>, text: string, node: GraphNode): void {
  if (!owners.has(text)) owners.set(text, node);
}

function edgesOf(node: GraphNode, graph: Graph): GraphNode[] {
  const urns = [...node.dependencies, ...Object.values(node.propertyDependencies).flat()];
  return urns.flatMap((urn) => graph.byUrn(urn) ?? []).filter((needed) => needed !== node);
}

function mentionedBy(node: GraphNode, owners: ReadonlyMap<string, GraphNode>): GraphNode[] {
  return mentionsIn(node.inputs)
    .flatMap((text) => owners.get(text) ?? [])
    .filter((mentioned) => mentioned !== node);
}

/** The words of a resource's inputs that may name another one. */
export function mentionsIn(inputs: PropertyMap): string[] {
  const found: string[] = [];
  function walk(value: PropertyValue | undefined): void {
    if (typeof value === 'string') for (const word of value.match(MENTION) ?? []) found.push(word);
    else if (typeof value === 'object' && value !== null)
      for (const item of Object.values(value)) walk(item as PropertyValue);
  }
  walk(reveal(inputs));
  return found;
}
