import { canonicalHash } from './canonical.ts';
import { hasSecret, type PropertyMap, type PropertyValue } from './property.ts';

/**
 * What the engine asks of a provider: Pulumi's provider protocol without its transport. The twin implements it; the
 * engine knows the twin by nothing else. Values may hold secret markers (`lib/property.ts`); in a preview also unknowns.
 */
export interface Provider {
  /** Validates and completes inputs (automatic names, defaults of the provider). Writes nothing. */
  check(request: CheckRequest): Promise<{ inputs: PropertyMap; failures: CheckFailure[] }>;
  /** Compares what was asked for last time with what is asked for now. Writes nothing. */
  diff(request: DiffRequest): Promise<DiffResult>;
  /** Creates; in a preview (`preview: true`) writes nothing and answers what would be known. */
  create(request: CreateRequest): Promise<{ id: string; outputs: PropertyMap }>;
  /** The resource as it is now; `undefined` when it is gone. */
  read(request: ReadRequest): Promise<{ id: string; inputs: PropertyMap; outputs: PropertyMap } | undefined>;
  update(request: UpdateRequest): Promise<{ outputs: PropertyMap }>;
  delete(request: DeleteRequest): Promise<void>;
  /** A data source, such as `aws:index/getAvailabilityZones:getAvailabilityZones`. */
  invoke(request: InvokeRequest): Promise<{ result: PropertyMap; failures: CheckFailure[] }>;
  /**
   * What creates of a URN have made so far, oldest first, whatever became of it since. A create that failed made nothing.
   * Absent where the provider cannot tell, as AWS's: then a create of unknown outcome is a question for a person.
   */
  creations?(urn: string): Promise<readonly Creation[]>;
  /** Says that the answer to the last create of a URN was sent, where the request had `answerMayBeLost`. */
  heard?(urn: string): Promise<void>;
}

/** What one create of a URN made. */
export interface Creation {
  readonly id: string;
  /** `creationDigest` of the inputs it was called with. */
  readonly digest: string;
  /** True while it is not known that anybody heard of it. */
  readonly unheard?: boolean;
}

/**
 * A hash of the inputs of a create: what tells creates of one URN apart. Secret ones are left out, and what a provider notes for
 * itself in members that begin with `__`.
 */
export function creationDigest(inputs: PropertyMap): string {
  const open = Object.entries(inputs).filter(([, value]) => !hasSecret(value));
  return canonicalHash(withoutNotes(Object.fromEntries(open)));
}

function withoutNotes(value: PropertyValue | undefined): PropertyValue | undefined {
  if (value === undefined || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => withoutNotes(item) ?? null);
  const members = Object.entries(value).filter(([name, item]) => item !== undefined && !name.startsWith('__'));
  return Object.fromEntries(members.map(([name, item]) => [name, withoutNotes(item)]));
}

/** The configuration of the provider resource that a resource names, e.g. `{ region: 'us-east-1' }`. */
export type ProviderConfig = PropertyMap;

interface ResourceRequest {
  readonly urn: string;
  /** Pulumi type token, e.g. `aws:ec2/vpc:Vpc`. */
  readonly type: string;
  /** The resource's own name in the program. */
  readonly name: string;
  readonly config: ProviderConfig;
}

export interface CheckRequest extends ResourceRequest {
  readonly news: PropertyMap;
  /** The inputs of the last deployment, where there was one: automatic names are taken from here. */
  readonly olds?: PropertyMap | undefined;
}
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

export interface DiffRequest extends ResourceRequest {
  readonly id: string;
  readonly oldInputs: PropertyMap;
  readonly oldOutputs: PropertyMap;
  readonly newInputs: PropertyMap;
}
export type DiffKind = 'add' | 'delete' | 'update' | 'add-replace' | 'delete-replace' | 'update-replace';
export interface DiffResult {
  readonly changes: 'none' | 'some';
  /** Property paths (`tags.owner`, `ingress[0].fromPort`) to what becomes of them. */
  readonly detailed: Readonly<Record<string, { readonly kind: DiffKind; readonly note?: string | undefined }>>;
  /** Top-level properties that force a replacement; not empty means replace. */
  readonly replaces: readonly string[];
  /** True where the type must be deleted before its replacement is created. */
  readonly deleteBeforeReplace?: boolean | undefined;
}

export interface CreateRequest extends ResourceRequest {
  readonly inputs: PropertyMap;
  readonly preview: boolean;
  /**
   * The provider may die before its answer is heard, and the engine takes no answer for nothing made, as the Pulumi CLI does: until
   * `heard` is called, the same create made again answers what was made.
   */
  readonly answerMayBeLost?: boolean;
}
export interface ReadRequest extends ResourceRequest {
  readonly id: string;
  /** The inputs and outputs last known, so that what AWS does not tell (a password) is kept. */
  readonly inputs?: PropertyMap | undefined;
  readonly outputs?: PropertyMap | undefined;
}
export interface UpdateRequest extends ResourceRequest {
  readonly id: string;
  readonly oldInputs: PropertyMap;
  readonly oldOutputs: PropertyMap;
  readonly newInputs: PropertyMap;
  readonly preview: boolean;
}
export interface DeleteRequest extends ResourceRequest {
  readonly id: string;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
}
export interface InvokeRequest {
  readonly token: string;
  readonly args: PropertyMap;
  readonly config: ProviderConfig;
}
