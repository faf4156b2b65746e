import { hasUnknown, type PropertyMap, type PropertyValue, reveal } from '../lib/property.ts';
import { canonicalType } from './canonical-type.ts';
import type { CheckpointResource } from './checkpoint.ts';
import type { Graph } from './graph.ts';
import { type GraphNode, type Referrer, type Value, valueAt } from './node.ts';
import { type Reference, referencesAt } from './references.ts';
import type { SourcePositions } from './source-position.ts';
import { TAG_RESOURCES, type Tags, tagsOf, takesDefaultTags } from './tags.ts';

/** A graph with what its nodes need of it. */
export interface Indices extends Graph {
  sourcesOf(stack: string): SourcePositions;
  /** The region of a provider that does not say it (its environment did): the one that all of its resources are in. */
  impliedRegion(providerUrn: string): string | undefined;
  /** The same of its account. */
  impliedAccount(providerUrn: string): string | undefined;
  /** The resources of a type that were given a text as a property. */
  byInput(type: string, property: string, text: string): readonly GraphNode[];
  referrersOf(target: GraphNode, type: string, path: string): readonly Referrer[];
}

export class IndexedNode implements GraphNode {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly project: string;
  readonly stack: string;
  readonly custom: boolean;
  readonly id: string | undefined;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
  /** Empty for what has no provider. */
  readonly providerUrn: string;
  readonly parent: string | undefined;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly ignoreChanges: readonly string[];
  readonly protect: boolean;
  readonly external: boolean;
  /** Those that its ARN names. */
  readonly arnRegion: string | undefined;
  readonly arnAccount: string | undefined;
  readonly #graph: Indices;
  readonly #stated: string | undefined;
  readonly #position: string | undefined;
  readonly #sources: SourcePositions;
  #at: string | undefined;
  #tags: Tags | undefined;

  constructor(resource: CheckpointResource, graph: Indices) {
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
    this.providerUrn = (resource.provider ?? '').replace(/::[^:]*$/, '');
    const arn = /^arn:[^:]*:[^:]*:([^:]*):(\d{12})?:/.exec(textOf(this.outputs['arn']) ?? '');
    this.#stated = regionOf(this.outputs) ?? regionOf(this.inputs);
    this.arnRegion = arn?.[1] || undefined;
    this.arnAccount = arn?.[2];
    this.parent = resource.parent;
    this.dependencies = resource.dependencies ?? [];
    this.propertyDependencies = edgesOf(resource);
    this.ignoreChanges = resource.ignoreChanges ?? [];
    this.protect = resource.protect === true;
    this.external = resource.external === true;
    this.#position = resource.sourcePosition;
    this.#sources = graph.sourcesOf(stack);
    this.#sources.learn(this.#position);
  }

  get provider(): GraphNode | undefined {
    return this.#graph.byUrn(this.providerUrn);
  }

  get region(): string | undefined {
    return this.#stated ?? this.provider?.region ?? this.arnRegion ?? this.#graph.impliedRegion(this.providerUrn);
  }

  get account(): string | undefined {
    return this.arnAccount ?? accountOf(this.provider) ?? this.#graph.impliedAccount(this.providerUrn);
  }

  get at(): string | undefined {
    this.#at ??= this.#sources.textOf(this.#position);
    return this.#at;
  }

  get tags(): Readonly<Record<string, string>> {
    const known = [...this.tagSet.byName].flatMap(([name, tag]) => (tag.known ? [[name, String(tag.value)]] : []));
    return Object.fromEntries(known);
  }

  get tagSet(): Tags {
    if (this.#tags === undefined) {
      const separate = Object.entries(TAG_RESOURCES).flatMap(([type, path]) => {
        return this.#graph.byType(type).length === 0 ? [] : this.referrers(type, path).filter(({ certain }) => certain);
      });
      this.#tags = tagsOf(
        this,
        takesDefaultTags(this.type) ? this.provider?.inputs : undefined,
        separate.map(({ node }) => node.inputs),
      );
    }
    return this.#tags;
  }

  value(path: string): Value {
    return valueAt([this.outputs, this.inputs], path);
  }

  shape(path: string): Value {
    return valueAt([this.outputs, this.inputs], path, false);
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
    const candidates = this.#edges(property, type).filter((node) => node.stack === this.stack);
    const found = textsIn(reveal(given)).flatMap((text) => this.#named(text, candidates, type) ?? []);
    const open = given === undefined || hasUnknown(given) || found.length === 0;
    return [...new Set(open ? [...found, ...candidates] : found)];
  }

  references(path: string, type: string): readonly Reference[] {
    const [property = '', ...rest] = path.split('.');
    const given = this.inputs[property];
    const answered = this.outputs[property];
    // what the program did not say is told by AWS, or by nobody
    const value = given ?? (hasUnknown(answered) ? undefined : answered);
    const edges = this.#edges(property, type);
    const last = rest.at(-1) ?? property;
    const named = (text: string) =>
      this.#named(text, edges, type) ?? this.#called(text, type, last) ?? onlyOneOf(edges.filter(isCalled(text)));
    return referencesAt(value, rest, { edges, otherEdges: this.#otherEdges(property, type), named });
  }

  named(text: string, type: string): GraphNode | undefined {
    return this.#named(text, [], type);
  }

  referrers(type: string, path: string): readonly Referrer[] {
    return this.#graph.referrersOf(this, type, path);
  }

  get uses(): readonly GraphNode[] {
    const urns = new Set([...this.dependencies, ...Object.values(this.propertyDependencies).flat()]);
    return [...urns].flatMap((urn) => this.#graph.byUrn(urn) ?? []);
  }

  /** The resources that the program's own edges lead to; a reference to another stack leads to those of the type there. */
  #edges(property: string, type: string | undefined): GraphNode[] {
    const hinted = (this.propertyDependencies[property] ?? []).flatMap((urn) => this.#graph.byUrn(urn) ?? []);
    const beyond = hinted.flatMap((node) => {
      if (type === undefined || node.type !== STACK_REFERENCE) return [];
      const [stack = '', project] = (node.text('name') ?? '').split('/').reverse();
      const there = this.#graph.byType(type).filter((one) => one.stack === stack);
      return project === undefined ? there : there.filter((one) => one.project === project);
    });
    return [...hinted.filter((node) => node.custom && isOf(node, type)), ...beyond];
  }

  #otherEdges(property: string, type: string): number {
    const hinted = (this.propertyDependencies[property] ?? []).flatMap((urn) => this.#graph.byUrn(urn) ?? []);
    return hinted.filter((node) => node.custom && node.type !== STACK_REFERENCE && !isOf(node, type)).length;
  }

  /** The resource that a text names: by ARN, else by id, the program's own edges and the own region first. */
  #named(text: string, candidates: readonly GraphNode[], type: string | undefined): GraphNode | undefined {
    const byArn = this.#graph.byArn(text);
    if (byArn !== undefined && isOf(byArn, type)) return byArn;
    const byId = this.#graph.byId(text).filter((node) => node.urn !== this.urn && isOf(node, type));
    const edged = byId.filter((node) => candidates.includes(node));
    const near = byId.filter((node) => node.region === this.region);
    for (const choice of [edged, near, byId]) if (choice.length === 1) return choice[0];
    return undefined;
  }

  /**
   * The resource whose own name a text is, the own region first: of the property by which it is referred to, unless both are of one type (two
   * replicas name the same source), else of those that types give their names in.
   */
  #called(text: string, type: string, property: string): GraphNode | undefined {
    const names = [
      ...(isOf(this, type) ? [] : [property]),
      'name',
      'identifier',
      ...(type === BUCKET ? ['bucket'] : []),
    ];
    for (const name of names) {
      const found = this.#graph.byInput(type, name, text).filter((node) => node.urn !== this.urn);
      const near = found.filter((node) => node.region === this.region);
      for (const choice of [near, found]) if (choice.length === 1) return choice[0];
    }
    return undefined;
  }
}

function onlyOneOf(found: readonly GraphNode[]): GraphNode | undefined {
  return found.length === 1 ? found[0] : undefined;
}

/** Whether the program gave a resource a text as its name: `bucket: bucket.bucket` is known before the bucket has an id. */
function isCalled(text: string): (node: GraphNode) => boolean {
  return ({ inputs }) => Object.keys(inputs).some((key) => NAMES.test(key) && reveal(inputs[key]) === text);
}

const NAMES = /^(bucket|identifier|name|\w+Name|\w+Identifier|\w+GroupId)$/;

const BUCKET = 'aws:s3/bucket:Bucket';
const STACK_REFERENCE = 'pulumi:pulumi:StackReference';

function isOf(node: GraphNode, type: string | undefined): boolean {
  return type === undefined || node.type === canonicalType(type);
}

/** Exports write an empty list of edges as null. */
function edgesOf(resource: CheckpointResource): Readonly<Record<string, readonly string[]>> {
  const given = Object.entries(resource.propertyDependencies ?? {});
  return Object.fromEntries(given.map(([property, urns]) => [property, urns ?? []]));
}

/** The one account that a provider may use, or whose role it takes. */
function accountOf(provider: GraphNode | undefined): string | undefined {
  if (provider === undefined) return undefined;
  const { allowedAccountIds, assumeRoles, assumeRole } = provider.inputs;
  const allowed = textsIn(configuration(allowedAccountIds));
  if (allowed.length === 1) return allowed[0];
  const roles = textsIn(configuration(assumeRoles ?? assumeRole)).flatMap((text) => ROLE.exec(text)?.[1] ?? []);
  return roles.at(-1);
}

const ROLE = /^arn:[^:]*:iam::(\d{12}):role\//;

/** Configuration of a provider holds lists and objects as JSON. */
function configuration(given: PropertyValue | undefined): PropertyValue | undefined {
  const plain = reveal(given);
  if (typeof plain !== 'string') return plain;
  try {
    return JSON.parse(plain) as PropertyValue;
  } catch {
    // what the provider itself cannot read says nothing
    return undefined;
  }
}

function regionOf(map: PropertyMap): string | undefined {
  const region = textOf(map['region']);
  return region !== undefined && /^[a-z]{2}(-[a-z]+)+-\d$/.test(region) ? region : undefined;
}

function textOf(value: PropertyValue | undefined): string | undefined {
  const plain = reveal(value);
  return typeof plain === 'string' ? plain : undefined;
}

function textsIn(value: PropertyValue | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap((item) => textsIn(item as PropertyValue));
}
