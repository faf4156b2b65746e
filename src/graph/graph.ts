import { EvenkeelError } from '../lib/errors.ts';
import { reveal } from '../lib/property.ts';
import { canonicalType, isAwsType } from './canonical-type.ts';
import { type CheckpointResource, resourcesOf } from './checkpoint.ts';
import { IndexedNode, type Indices } from './indexed-node.ts';
import type { GraphNode, Referrer } from './node.ts';
import { SourcePositions } from './source-position.ts';

/** The resources of one or more stacks, whoever wrote them, with the edges between them. */
export interface Graph {
  /** In the order of the checkpoints, which is dependency order within a stack. Without what waits to be deleted, or to be made anew. */
  readonly nodes: readonly GraphNode[];
  byUrn(urn: string): GraphNode | undefined;
  /** By canonical type. */
  byType(type: string): readonly GraphNode[];
  /** Resources of AWS with an id, or with an ARN. */
  byId(id: string): readonly GraphNode[];
  byArn(arn: string): GraphNode | undefined;
}

/** Reads checkpoints (parsed JSON, in the order of their layers) into one graph. Throws `graph.checkpoint` or `graph.urn`. */
export function readGraph(checkpoints: readonly { readonly name: string; readonly checkpoint: unknown }[]): Graph {
  return graphOf(checkpoints.flatMap(({ name, checkpoint }) => resourcesOf(checkpoint, name)));
}

/** A graph of resources that were read already, e.g. by the engine, which gives their secrets decrypted and marked. */
export function graphOf(resources: Iterable<CheckpointResource>): Graph {
  const graph = new IndexedGraph();
  for (const resource of resources) {
    const isThere = resource.delete !== true && resource.condemned !== true && resource.pendingReplacement !== true;
    if (isThere) graph.add(resource);
  }
  return graph;
}

class IndexedGraph implements Indices {
  readonly nodes: IndexedNode[] = [];
  readonly #byUrn = new Map<string, GraphNode>();
  readonly #byType = new Map<string, GraphNode[]>();
  readonly #byId = new Map<string, GraphNode[]>();
  readonly #byArn = new Map<string, GraphNode>();
  /** By the URN of a provider, the regions that the ARNs of its resources name. */
  readonly #regions = new Map<string, Set<string>>();
  readonly #accounts = new Map<string, Set<string>>();
  readonly #sources = new Map<string, SourcePositions>();
  /** Built at the first question of their kind. */
  readonly #byInput = new Map<string, ReadonlyMap<unknown, readonly GraphNode[]>>();
  readonly #referrers = new Map<string, ReadonlyMap<GraphNode | undefined, readonly Referrer[]>>();

  add(resource: CheckpointResource): void {
    const node = new IndexedNode(resource, this);
    if (this.#byUrn.has(node.urn)) throw twice(node.urn);
    this.nodes.push(node);
    this.#byUrn.set(node.urn, node);
    push(this.#byType, node.type, node);
    if (!isAwsType(node.type)) return;
    if (node.id !== undefined && node.id !== '') push(this.#byId, node.id, node);
    const arn = reveal(node.outputs['arn']);
    // an ARN that the program gives is that of what the resource is about, such as a topic's of its policy
    const isOwn = node.inputs['arn'] === undefined;
    if (typeof arn === 'string' && arn.startsWith('arn:') && isOwn) this.#byArn.set(arn, node);
    const { arnRegion, arnAccount, providerUrn } = node;
    if (arnAccount !== undefined) getOr(this.#accounts, providerUrn, () => new Set<string>()).add(arnAccount);
    if (arnRegion !== undefined) getOr(this.#regions, providerUrn, () => new Set<string>()).add(arnRegion);
  }

  impliedRegion(providerUrn: string): string | undefined {
    return onlyOf(this.#regions.get(providerUrn));
  }

  impliedAccount(providerUrn: string): string | undefined {
    return onlyOf(this.#accounts.get(providerUrn));
  }

  byUrn(urn: string): GraphNode | undefined {
    return this.#byUrn.get(urn);
  }

  byType(type: string): readonly GraphNode[] {
    return this.#byType.get(canonicalType(type)) ?? [];
  }

  byId(id: string): readonly GraphNode[] {
    return this.#byId.get(id) ?? [];
  }

  byArn(arn: string): GraphNode | undefined {
    return this.#byArn.get(arn);
  }

  sourcesOf(stack: string): SourcePositions {
    return getOr(this.#sources, stack, () => new SourcePositions());
  }

  byInput(type: string, property: string, text: string): readonly GraphNode[] {
    const index = getOr(this.#byInput, `${type} ${property}`, () => {
      return Map.groupBy(this.byType(type), (node) => reveal(node.inputs[property] ?? node.outputs[property]));
    });
    return index.get(text) ?? [];
  }

  referrersOf(target: GraphNode, type: string, path: string): readonly Referrer[] {
    const index = getOr(this.#referrers, `${type} ${path} ${target.type}`, () => {
      return this.#indexReferrers(type, path, target.type);
    });
    return [...(index.get(target) ?? []), ...(index.get(undefined) ?? [])];
  }

  /** By what they refer to; under `undefined` those that may refer to any. */
  #indexReferrers(type: string, path: string, targetType: string): ReadonlyMap<GraphNode | undefined, Referrer[]> {
    const index = new Map<GraphNode | undefined, Referrer[]>();
    for (const node of this.byType(type)) {
      for (const { node: target, text, certain } of node.references(path, targetType)) {
        if (target !== undefined) push(index, target, { node, certain });
        else if (text === undefined) push(index, undefined, { node, certain: false });
      }
    }
    return index;
  }
}

function onlyOf(found: ReadonlySet<string> = new Set()): string | undefined {
  const [first, ...others] = found;
  return others.length === 0 ? first : undefined;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function getOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

function twice(urn: string): EvenkeelError {
  return new EvenkeelError({
    code: 'graph.urn',
    message: 'two resources have the same URN',
    found: urn,
    allowed: 'each URN once, over all checkpoints',
    next: 'give each checkpoint once; a stack that was exported twice is one stack',
  });
}
