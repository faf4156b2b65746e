import { EvenkeelError } from '../lib/errors.ts';
import { hasUnknown, type PropertyMap, type PropertyValue, reveal } from '../lib/property.ts';
import { canonicalType, isAwsType } from './canonical-type.ts';
import { type CheckpointResource, resourcesOf } from './checkpoint.ts';
import { type GraphNode, tagsOf, type Value, valueAt } from './node.ts';

/** The resources of one or more stacks, whoever wrote them, with the edges between them. */
export interface Graph {
  /** In the order of the checkpoints, which is dependency order within a stack. Without what waits to be deleted. */
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
    if (resource.delete !== true && resource.condemned !== true) graph.add(resource);
  }
  return graph;
}

class IndexedGraph implements Graph {
  readonly nodes: GraphNode[] = [];
  readonly #byUrn = new Map<string, GraphNode>();
  readonly #byType = new Map<string, GraphNode[]>();
  readonly #byId = new Map<string, GraphNode[]>();
  readonly #byArn = new Map<string, GraphNode>();

  add(resource: CheckpointResource): void {
    const node = new Node(resource, this);
    if (this.#byUrn.has(node.urn)) throw twice(node.urn);
    this.nodes.push(node);
    this.#byUrn.set(node.urn, node);
    push(this.#byType, node.type, node);
    if (!isAwsType(node.type)) return;
    if (node.id !== undefined && node.id !== '') push(this.#byId, node.id, node);
    const arn = reveal(node.outputs['arn']);
    if (typeof arn === 'string' && arn.startsWith('arn:')) this.#byArn.set(arn, node);
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
}

class Node implements GraphNode {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly project: string;
  readonly stack: string;
  readonly custom: boolean;
  readonly id: string | undefined;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
  readonly provider: GraphNode | undefined;
  readonly region: string | undefined;
  readonly parent: string | undefined;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly ignoreChanges: readonly string[];
  readonly protect: boolean;
  readonly external: boolean;
  readonly at: string | undefined;
  readonly #graph: Graph;
  #tags: Readonly<Record<string, string>> | undefined;

  constructor(resource: CheckpointResource, graph: Graph) {
    const [, stack = '', project = '', name = ''] =
      /^urn:pulumi:([^:]+)::([^:]+)::.*?::(.*)$/s.exec(resource.urn) ?? [];
    this.#graph = graph;
    this.urn = resource.urn;
    this.type = canonicalType(resource.type);
    this.name = name;
    this.project = project;
    this.stack = stack;
    this.custom = resource.custom === true;
    this.id = resource.id;
    this.inputs = resource.inputs ?? {};
    this.outputs = resource.outputs ?? {};
    this.provider = graph.byUrn((resource.provider ?? '').replace(/::[^:]*$/, ''));
    this.region = regionOf(this.outputs) ?? regionOf(this.inputs) ?? this.provider?.region;
    this.parent = resource.parent;
    this.dependencies = resource.dependencies ?? [];
    this.propertyDependencies = resource.propertyDependencies ?? {};
    this.ignoreChanges = resource.ignoreChanges ?? [];
    this.protect = resource.protect === true;
    this.external = resource.external === true;
    this.at = positionOf(resource.sourcePosition);
  }

  get tags(): Readonly<Record<string, string>> {
    this.#tags ??= tagsOf([this.inputs, this.outputs]);
    return this.#tags;
  }

  value(path: string): Value {
    return valueAt([this.outputs, this.inputs], path);
  }

  text(path: string): string | undefined {
    const value = this.value(path);
    return value.known && typeof value.value === 'string' ? value.value : undefined;
  }

  to(property: string, type?: string): GraphNode | undefined {
    const all = this.toAll(property, type);
    return all.length === 1 ? all[0] : undefined;
  }

  toAll(property: string, type?: string): readonly GraphNode[] {
    const given = this.inputs[property];
    const fits = (node: GraphNode) => type === undefined || node.type === canonicalType(type);
    const hinted = (this.propertyDependencies[property] ?? []).flatMap((urn) => this.#graph.byUrn(urn) ?? []);
    const candidates = hinted.filter((node) => node.custom && fits(node));
    const found = textsIn(reveal(given)).flatMap((text) => this.#named(text, candidates, fits) ?? []);
    const open = given === undefined || hasUnknown(given) || found.length === 0;
    return [...new Set(open ? [...found, ...candidates] : found)];
  }

  /** The resource that a text names: by ARN, else by id, the program's own edges and the own region first. */
  #named(text: string, candidates: readonly GraphNode[], fits: (node: GraphNode) => boolean): GraphNode | undefined {
    const byArn = this.#graph.byArn(text);
    if (byArn !== undefined && fits(byArn)) return byArn;
    const byId = this.#graph.byId(text).filter((node) => node.urn !== this.urn && fits(node));
    const edged = byId.filter((node) => candidates.includes(node));
    const near = byId.filter((node) => node.region === this.region);
    for (const choice of [edged, near, byId]) if (choice.length === 1) return choice[0];
    return undefined;
  }
}

function regionOf(map: PropertyMap): string | undefined {
  const region = reveal(map['region']);
  return typeof region === 'string' && /^[a-z]{2}(-[a-z]+)+-\d$/.test(region) ? region : undefined;
}

function textsIn(value: PropertyValue | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap((item) => textsIn(item as PropertyValue));
}

/** `project:///stacks/index.ts#10,17` as `stacks/index.ts:10:17`. */
function positionOf(position: string | undefined): string | undefined {
  const [, file, line, column] = /^project:\/\/\/(.+)#(\d+)(?:,(\d+))?$/.exec(position ?? '') ?? [];
  return file === undefined ? undefined : [file, line, column].filter((part) => part !== undefined).join(':');
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
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
