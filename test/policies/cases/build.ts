import type { CheckpointResource } from '../../../src/graph/checkpoint.ts';
import { type PropertyMap, type PropertyValue, UNKNOWN } from '../../../src/lib/property.ts';

/** What a control must say of some stacks, by the catalogue's sentence. Written by another hand than the rule. */
export interface RuleCase {
  readonly title: string;
  /** The instant of judgement, `2026-11-26T00:00:00Z` where it is not told. */
  readonly at?: string;
  readonly stacks: readonly CaseStack[];
  /** Rows that must be there. Every other row must be `pass` or `not-applicable`. */
  readonly expect: readonly ExpectedRow[];
}

/** What a control's file of cases exports. */
export interface ControlCases {
  readonly cases: readonly RuleCase[];
  readonly mutations: readonly Mutation[];
}

/** One edit of a case that the control must notice. */
export interface Mutation {
  /** Title of the case that is edited: every row of it passes. */
  readonly of: string;
  readonly edit: string;
  /** Edits copies; the case stays as it is. */
  readonly mutate: (stacks: MutableStack[]) => void;
  readonly expect: readonly ExpectedRow[];
}

export interface ExpectedRow {
  /**
   * A resource by the name in its URN, in the stack `stack` where several stacks have one of that name. Without a name it is the row
   * of a stack or of the estate.
   */
  readonly name?: string;
  readonly type?: string;
  readonly stack?: string;
  /** Several where the catalogue's sentence leaves it open. */
  readonly verdict: CaseVerdict | readonly CaseVerdict[];
  readonly messageIncludes?: string;
  /** The row need not be there: the sentence leaves open which resource is judged. */
  readonly isOptional?: true;
}

export type CaseVerdict = 'pass' | 'fail' | 'not-applicable' | 'unknown' | 'error' | 'pending';

export interface CaseStack {
  readonly name: string;
  /** Nothing of it exists yet: ids and computed outputs are unknown, edges are told by `propertyDependencies`. */
  readonly preview: boolean;
  readonly resources: readonly CheckpointResource[];
  /** What the program says, in its order. */
  readonly declared: readonly Declared[];
  /** The same program, previewed or deployed. */
  readonly as: (preview: boolean) => CaseStack;
}

/** A resource as a program declares it. */
export interface Declared {
  readonly type: string;
  readonly name: string;
  readonly given: Readonly<Record<string, Given | undefined>>;
}

export interface MutableStack {
  name: string;
  preview: boolean;
  resources: MutableResource[];
}
export type MutableResource = { -readonly [K in keyof CheckpointResource]: CheckpointResource[K] };

/** A resource that was added: others refer to what it computes. */
export interface Added {
  readonly urn: string;
  /** A value that AWS computes (`id`, `arn`, …): unknown in a preview, with an edge. */
  ref(output: string): Ref;
}

export class Ref {
  readonly urn: string;
  readonly output: string;
  readonly value: PropertyValue;
  constructor(urn: string, output: string, value: PropertyValue) {
    this.urn = urn;
    this.output = output;
    this.value = value;
  }
}

export type Given = PropertyValue | Ref | readonly Given[] | { readonly [key: string]: Given | undefined };

export interface AddOptions {
  /** What AWS computes, in a deployed stack; unknown in a preview. */
  readonly computed?: PropertyMap;
  readonly id?: string;
  readonly parent?: string;
  /** The `URN::ID` of another provider than the stack's. */
  readonly provider?: string;
  /** Read by the stack (`Type.get`) and managed elsewhere. */
  readonly external?: boolean;
  /** Pulumi refuses to delete it. */
  readonly protect?: boolean;
  /** Names of inputs whose reading throws, as a bug in the graph or in the rule would. */
  readonly broken?: readonly string[];
  readonly line?: number;
}

export interface StackOptions {
  readonly name: string;
  readonly region?: string;
  readonly preview?: boolean;
  readonly defaultTags?: Readonly<Record<string, string>>;
}

/** Adds a resource to the stack that is being built. */
export type Add = (
  type: string,
  name: string,
  inputs: Readonly<Record<string, Given | undefined>>,
  options?: AddOptions,
) => Added;

/** A stack as `pulumi stack export` holds it, or as a preview foresees it. */
export function stackOf(options: StackOptions, build: (add: Add) => void): CaseStack {
  const { name, preview = false } = options;
  const root = `urn:pulumi:${name}::shop::pulumi:pulumi:Stack::shop-${name}`;
  const provider = providerState(options, root);
  const resources: CheckpointResource[] = [
    { urn: root, type: 'pulumi:pulumi:Stack', custom: false, inputs: {}, outputs: {} },
    provider,
  ];
  const declared: Declared[] = [];
  let line = 10;
  build((type, resource, given, more = {}) => {
    const urn = `urn:pulumi:${name}::shop::${type}::${resource}`;
    declared.push({ type, name: resource, given });
    const { inputs, edges } = resolved(given, preview);
    const id = more.id ?? idOf(type, resource, name);
    const arn = `arn:aws:shop:${options.region ?? 'us-east-1'}:111122223333:${id}`;
    const computed = { id, arn, ...more.computed };
    const told = preview ? Object.fromEntries(Object.keys(computed).map((key) => [key, UNKNOWN])) : computed;
    resources.push({
      urn,
      type,
      custom: true,
      ...(!preview && { id }),
      ...(more.external === true && { external: true }),
      ...(more.protect === true && { protect: true }),
      inputs: breaking(inputs, more.broken),
      outputs: breaking({ ...inputs, ...told }, more.broken),
      parent: more.parent ?? root,
      provider: more.provider ?? `${provider.urn}::${provider.id ?? UNKNOWN}`,
      dependencies: [...new Set(Object.values(edges).flat())].sort(),
      propertyDependencies: edges,
      sourcePosition: `project:///index.ts#${more.line ?? line++},3`,
    });
    return {
      urn,
      ref: (output) =>
        new Ref(urn, output, preview ? UNKNOWN : ((computed as PropertyMap)[output] ?? inputs[output] ?? null)),
    };
  });
  return { name, preview, resources, declared, as: (phase) => stackOf({ ...options, preview: phase }, build) };
}

/** The provider of the stack's region; its nested configuration is JSON text, as the SDK sends it. */
function providerState(options: StackOptions, root: string): CheckpointResource {
  const inputs = {
    region: options.region ?? 'us-east-1',
    ...(options.defaultTags && { defaultTags: JSON.stringify({ tags: options.defaultTags }) }),
    version: '7.48.0',
  };
  return {
    urn: `urn:pulumi:${options.name}::shop::pulumi:providers:aws::aws`,
    type: 'pulumi:providers:aws',
    custom: true,
    id: options.preview === true ? UNKNOWN : 'c0ffee00-0000-4000-8000-000000000001',
    inputs,
    outputs: inputs,
    parent: root,
  };
}

function resolved(
  given: Readonly<Record<string, Given | undefined>>,
  preview: boolean,
): { inputs: Record<string, PropertyValue>; edges: Record<string, string[]> } {
  const inputs: Record<string, PropertyValue> = {};
  const edges: Record<string, string[]> = {};
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const urns = new Set<string>();
    inputs[key] = plain(value, urns, preview);
    if (urns.size > 0) edges[key] = [...urns].sort();
  }
  return { inputs, edges };
}

function plain(value: Given, urns: Set<string>, preview: boolean): PropertyValue {
  if (value instanceof Ref) {
    urns.add(value.urn);
    return value.value;
  }
  if (Array.isArray(value)) return value.map((item) => plain(item as Given, urns, preview));
  if (typeof value !== 'object' || value === null) return value as PropertyValue;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item as Given, urns, preview)]));
}

/** A readable id that no other resource has. */
function idOf(type: string, name: string, stack: string): string {
  const word = /:(\w+)$/.exec(type)?.[1]?.toLowerCase() ?? 'resource';
  return `${word}-${name}-${stack}-0123456789`;
}

function breaking(properties: PropertyMap, names: readonly string[] | undefined): PropertyMap {
  const broken = { ...properties };
  for (const name of names ?? []) {
    Object.defineProperty(broken, name, {
      enumerable: true,
      configurable: true,
      get() {
        throw new TypeError(`the property ${name} of this fixture cannot be read`);
      },
    });
  }
  return broken;
}

/** The stacks of a case as copies that may be edited. */
export function editable(stacks: readonly CaseStack[]): MutableStack[] {
  return stacks.map(({ name, preview, resources }) => ({ name, preview, resources: structuredClone([...resources]) }));
}

/** The one resource of that name, for an edit. */
export function pick(stacks: readonly MutableStack[], name: string, stack?: string): MutableResource {
  const found = stacks
    .filter((one) => stack === undefined || one.name === stack)
    .flatMap((one) => one.resources)
    .filter((one) => one.urn.endsWith(`::${name}`));
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`the case has ${found.length} resources named ${name}`);
  return only;
}

/** Sets properties of a resource, inputs and outputs alike; `undefined` takes one away. */
export function set(resource: MutableResource, properties: PropertyMap): void {
  resource.inputs = without({ ...resource.inputs, ...properties });
  resource.outputs = without({ ...resource.outputs, ...properties });
}

function without(properties: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

/** Takes resources out of the case, by name. */
export function drop(stacks: readonly MutableStack[], ...names: readonly string[]): void {
  for (const stack of stacks)
    stack.resources = stack.resources.filter((one) => !names.includes(one.urn.split('::').at(-1) ?? ''));
}
