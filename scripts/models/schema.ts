/**
 * The SDK's own schemas as they lie in its packages (`@smithy/types`, `schema/static-schemas.d.ts`), typed as far as the
 * extraction reads them. Everything that is not known here stops the extraction: the format may move between versions.
 */

/** A number (scalar kind and modifiers), `unit`, a schema, a schema with traits of its own, or a function that gives one. */
export type SchemaRef = number | string | readonly unknown[] | (() => SchemaRef);

export const SchemaType = { simple: 0, list: 1, map: 2, structure: 3, union: 4, operation: 9, error: -3 } as const;

/** `[type, namespace, name, traits, …]`; what follows depends on the type. */
export type Schema = readonly [type: number, namespace: string, name: string, traits: unknown, ...rest: unknown[]];

/** Traits that change what is on the wire, as this repository's model names them. */
export interface Traits {
  httpLabel?: 1;
  idempotencyToken?: 1;
  httpPayload?: 1;
  httpResponseCode?: 1;
  xmlName?: string;
  ec2QueryName?: string;
  httpHeader?: string;
  httpQuery?: string;
  http?: [method: string, uri: string, status: number];
  error?: 'client' | 'server';
  httpError?: number;
  awsQueryError?: [code: string, status: number];
}

const BIT_TRAITS = ['httpLabel', 'idempotent', 'idempotencyToken', 'sensitive', 'httpPayload', 'httpResponseCode'];
const KNOWN_TRAITS = new Set([
  ...BIT_TRAITS,
  'xmlName',
  'ec2QueryName',
  'httpHeader',
  'httpQuery',
  'http',
  'error',
  'httpError',
  'awsQueryError',
]);

/** Traits from a bit vector or an object. Throws on one that the wire does not implement, such as `streaming`. */
export function traitsOf(value: unknown, where: string): Traits {
  if (typeof value === 'object' && value !== null) {
    for (const name of Object.keys(value)) {
      if (!KNOWN_TRAITS.has(name)) throw new Error(`${where}: the wire does not implement the trait ${name}`);
    }
    return value;
  }
  if (typeof value !== 'number') throw new Error(`${where}: traits are neither a number nor an object`);
  if (value >> BIT_TRAITS.length !== 0) throw new Error(`${where}: unknown bits in the traits ${value}`);
  return Object.fromEntries(BIT_TRAITS.flatMap((name, bit) => ((value >> bit) & 1 ? [[name, 1]] : [])));
}

/** Follows functions. */
export function resolve(ref: unknown): SchemaRef {
  let target = ref;
  while (typeof target === 'function') target = target();
  return target as SchemaRef;
}

export function isSchema(ref: unknown): ref is Schema {
  return Array.isArray(ref) && ref.length >= 5 && typeof ref[0] === 'number';
}

/** The traits of a member's reference, the outermost winning, and the schema that it leads to. */
export function unwrap(ref: unknown, where: string): { traits: Traits; target: SchemaRef } {
  let traits: Traits = {};
  let target = resolve(ref);
  while (Array.isArray(target) && target.length === 2) {
    traits = { ...traitsOf(target[1], where), ...traits };
    target = resolve(target[0]);
  }
  return { traits, target };
}
