/** The edges of a resource, whatever form its state has. */
export interface Node {
  readonly slot: string;
  readonly urn: string;
  readonly id?: string | undefined;
  readonly condemned: boolean;
  readonly parent?: string | undefined;
  readonly provider?: string | undefined;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly deletedWith?: string | undefined;
  readonly replaceWith?: readonly string[] | undefined;
}

/**
 * The nodes, each after everything it depends on. Among those that could come next the order is that of the URNs, so
 * that the same resources give the same list whatever order they arrived in. Live states come before condemned ones.
 * An edge that closes a cycle (possible only between generations of condemned states) is left out.
 */
export function dependencyOrder<T extends Node>(nodes: readonly T[]): T[] {
  const sorted = [...nodes].sort(byRank);
  const edges = edgesOf(sorted);
  const done = new Set<T>();
  const order: T[] = [];
  for (const node of sorted) visit(node, edges, done, order);
  return order;
}

/** What each node depends on, of the nodes given. */
export function edgesOf<T extends Node>(nodes: readonly T[]): Map<T, T[]> {
  const byUrn = new Map<string, T[]>();
  for (const node of nodes) byUrn.set(node.urn, [...(byUrn.get(node.urn) ?? []), node]);
  const edges = new Map<T, T[]>();
  for (const node of nodes) {
    const found = targetsOf(node).flatMap(([urn, id]) => pick(node, byUrn.get(urn) ?? [], id));
    edges.set(node, [...new Set(found)].filter((target) => target !== node).sort(byRank));
  }
  return edges;
}

function targetsOf(node: Node): [urn: string, id: string | undefined][] {
  const plain = [
    node.parent ?? '',
    ...node.dependencies,
    ...Object.values(node.propertyDependencies).flat(),
    node.deletedWith ?? '',
    ...(node.replaceWith ?? []),
  ];
  const targets: [string, string | undefined][] = plain.filter((urn) => urn !== '').map((urn) => [urn, undefined]);
  if (node.provider === undefined || node.provider === '') return targets;
  const at = node.provider.lastIndexOf('::');
  return [...targets, [node.provider.slice(0, at), node.provider.slice(at + 2)]];
}

/** A live state depends on the live state of a URN; a condemned one may have been made for any generation of it. */
function pick<T extends Node>(node: T, candidates: readonly T[], id: string | undefined): T[] {
  const exact = id === undefined ? [] : candidates.filter((candidate) => candidate.id === id);
  if (exact.length > 0) return exact;
  if (node.condemned) return [...candidates];
  const live = candidates.filter((candidate) => !candidate.condemned);
  return live.length > 0 ? live : [...candidates];
}

function visit<T extends Node>(root: T, edges: ReadonlyMap<T, readonly T[]>, done: Set<T>, order: T[]): void {
  if (done.has(root)) return;
  done.add(root);
  // iterative: a chain of a thousand resources must not exhaust the stack
  const path: { node: T; next: number }[] = [{ node: root, next: 0 }];
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const target = edges.get(top.node)?.[top.next++];
    if (target === undefined) {
      order.push(top.node);
      path.pop();
    } else if (!done.has(target)) {
      done.add(target);
      path.push({ node: target, next: 0 });
    }
  }
}

function byRank(a: Node, b: Node): number {
  if (a.condemned !== b.condemned) return a.condemned ? 1 : -1;
  return a.slot < b.slot ? -1 : a.slot > b.slot ? 1 : 0;
}
