import { canonicalHash, canonicalJson } from '../../lib/canonical.ts';
import { isoInstant } from '../../lib/clock.ts';
import { EvenkeelError } from '../../lib/errors.ts';
import { isSecret, type PropertyMap, type PropertyValue, reveal, secret } from '../../lib/property.ts';
import { type KeptOptions, keptOptions } from '../state/kept-options.ts';
import { type ResourceState, slotOf } from '../state/resource-state.ts';
import type { Crypter } from './passphrase.ts';

/** A resource as a checkpoint of version 3 holds it (sdk/go/common/apitype/core.go, `ResourceV3`). */
export interface EncodedResource {
  readonly urn: string;
  readonly custom: boolean;
  readonly type: string;
  readonly id?: string;
  readonly delete?: boolean;
  readonly inputs?: PropertyMap;
  readonly outputs?: PropertyMap;
  readonly parent?: string;
  readonly protect?: boolean;
  readonly external?: boolean;
  readonly dependencies?: readonly string[];
  readonly provider?: string;
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  readonly additionalSecretOutputs?: readonly string[];
  readonly customTimeouts?: Readonly<Record<string, number>>;
  readonly created?: string;
  readonly modified?: string;
  readonly sourcePosition?: string;
  readonly ignoreChanges?: readonly string[];
  readonly initErrors?: readonly string[];
  readonly taint?: boolean;
  readonly pendingReplacement?: boolean;
  readonly refreshBeforeUpdate?: boolean;
  readonly importID?: string;
  readonly retainOnDelete?: boolean;
  readonly deletedWith?: string;
  readonly replaceWith?: readonly string[];
  readonly hideDiff?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
  readonly replacementTrigger?: PropertyValue;
}

const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';

/** Fields of a checkpoint that change what an update does and that this engine does not act on. */
const UNSUPPORTED_FIELDS = ['viewOf', 'resourceHooks', 'extensionRef', 'snippetID'];

/** A state as JSON, every secret encrypted. */
export function encodeResource(state: ResourceState, crypter: Crypter): EncodedResource {
  return {
    urn: state.urn,
    custom: state.custom,
    ...(state.condemned && { delete: true }),
    ...(state.id !== undefined && { id: state.id }),
    type: state.type,
    ...present('inputs', encodeMap(state.inputs, crypter, state.urn)),
    ...present('outputs', encodeMap(state.outputs, crypter, state.urn)),
    ...(state.parent !== undefined && { parent: state.parent }),
    ...(state.protect && { protect: true }),
    ...(state.taint && { taint: true }),
    ...(state.external && { external: true }),
    ...(state.dependencies.length > 0 && { dependencies: state.dependencies }),
    ...(state.initErrors !== undefined && { initErrors: state.initErrors }),
    ...(state.provider !== undefined && { provider: state.provider }),
    ...present('propertyDependencies', state.propertyDependencies),
    ...(state.pendingReplacement && { pendingReplacement: true }),
    ...(state.additionalSecretOutputs.length > 0 && { additionalSecretOutputs: state.additionalSecretOutputs }),
    ...present('customTimeouts', state.customTimeouts ?? {}),
    ...encodeKept(state, crypter),
    ...(state.createdMs !== undefined && { created: isoInstant(state.createdMs) }),
    ...(state.modifiedMs !== undefined && { modified: isoInstant(state.modifiedMs) }),
    ...(state.sourcePosition !== undefined && { sourcePosition: state.sourcePosition }),
    ...(state.ignoreChanges.length > 0 && { ignoreChanges: state.ignoreChanges }),
    ...(state.refreshBeforeUpdate && { refreshBeforeUpdate: true }),
  };
}

/** The state that JSON holds. Throws where a field asks for what this engine does not do. */
export function decodeResource(encoded: EncodedResource, crypter: () => Crypter): ResourceState {
  const unsupported = UNSUPPORTED_FIELDS.filter((field) => isSet((encoded as unknown as PropertyMap)[field]));
  if (unsupported.length > 0) throw unsupportedField(encoded.urn, unsupported);
  return {
    urn: encoded.urn,
    type: encoded.type,
    custom: encoded.custom,
    id: encoded.id,
    inputs: decodeValue(encoded.inputs ?? {}, crypter, encoded.urn) as PropertyMap,
    outputs: decodeValue(encoded.outputs ?? {}, crypter, encoded.urn) as PropertyMap,
    parent: encoded.parent,
    dependencies: encoded.dependencies ?? [],
    propertyDependencies: encoded.propertyDependencies ?? {},
    provider: encoded.provider,
    protect: encoded.protect ?? false,
    external: encoded.external ?? false,
    condemned: encoded.delete ?? false,
    additionalSecretOutputs: encoded.additionalSecretOutputs ?? [],
    ignoreChanges: encoded.ignoreChanges ?? [],
    customTimeouts: encoded.customTimeouts,
    ...decodeKept(encoded, crypter),
    pendingReplacement: encoded.pendingReplacement,
    taint: encoded.taint,
    initErrors: encoded.initErrors,
    refreshBeforeUpdate: encoded.refreshBeforeUpdate,
    sourcePosition: encoded.sourcePosition,
    createdMs: encoded.created === undefined ? undefined : Date.parse(encoded.created),
    modifiedMs: encoded.modified === undefined ? undefined : Date.parse(encoded.modified),
  };
}

function encodeKept(state: ResourceState, crypter: Crypter): Partial<EncodedResource> {
  const { hideDiffs, importId, replacementTrigger, ...same } = keptOptions(state);
  return {
    ...(same as Partial<EncodedResource>),
    ...(hideDiffs !== undefined && { hideDiff: hideDiffs }),
    ...(importId !== undefined && { importID: importId }),
    ...(replacementTrigger !== undefined && {
      replacementTrigger: encodeValue(replacementTrigger, crypter, state.urn),
    }),
  };
}

function decodeKept(encoded: EncodedResource, crypter: () => Crypter): KeptOptions {
  const { replacementTrigger: trigger } = encoded;
  return keptOptions({
    ...encoded,
    hideDiffs: encoded.hideDiff,
    importId: encoded.importID,
    replacementTrigger:
      trigger === undefined || trigger === null ? undefined : decodeValue(trigger, crypter, encoded.urn),
  });
}

export function encodedSlot(encoded: EncodedResource): string {
  return slotOf({ urn: encoded.urn, id: encoded.id, condemned: encoded.delete ?? false });
}

/** True where both say the same but for the times they were written. */
export function sameEncoded(a: EncodedResource, b: EncodedResource): boolean {
  return canonicalJson(withoutTimes(a)) === canonicalJson(withoutTimes(b));
}

/** A hash of what a resource says, the times it was written left out. */
export function contentHash(resource: EncodedResource): string {
  return canonicalHash(withoutTimes(resource));
}

function withoutTimes({ created: _, modified: __, ...rest }: EncodedResource): object {
  return rest;
}

function encodeMap(map: PropertyMap, crypter: Crypter, urn: string): PropertyMap {
  return encodeValue(map, crypter, urn) as PropertyMap;
}

function encodeValue(value: PropertyValue, crypter: Crypter, urn: string): PropertyValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => encodeValue(item, crypter, urn));
  if (isSecret(value)) {
    const plain = JSON.stringify(reveal(value.value) ?? null);
    return { [SIGNATURE]: SECRET, ciphertext: crypter.encrypt(plain, urn) };
  }
  const result: Record<string, PropertyValue> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) result[key] = encodeValue(item, crypter, urn);
  }
  return result;
}

function decodeValue(value: PropertyValue, crypter: () => Crypter, urn: string): PropertyValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => decodeValue(item, crypter, urn));
  const map = value as PropertyMap;
  if (map[SIGNATURE] === SECRET) {
    const plain =
      typeof map['ciphertext'] === 'string' ? crypter().decrypt(map['ciphertext'], urn) : String(map['plaintext']);
    return secret(JSON.parse(plain) as PropertyValue);
  }
  return Object.fromEntries(Object.entries(map).map(([key, item]) => [key, decodeValue(item ?? null, crypter, urn)]));
}

function present<K extends string, V extends object>(key: K, value: V): { [P in K]?: V } {
  return Object.keys(value).length > 0 ? ({ [key]: value } as { [P in K]?: V }) : {};
}

function isSet(value: PropertyValue | undefined): boolean {
  return value !== undefined && value !== null && value !== false && value !== '' && String(value) !== '';
}

function unsupportedField(urn: string, fields: readonly string[]): EvenkeelError {
  return new EvenkeelError({
    code: 'engine.unsupported-state',
    message: `the state of ${urn} asks for what the embedded engine does not do`,
    found: fields.join(', '),
    next: 'use the Pulumi CLI on this stack (--engine=pulumi), or take the option away with it first',
  });
}
