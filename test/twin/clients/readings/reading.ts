import type { ResourceState } from '../../../../src/engine/index.ts';
import { isSecret, type PropertyValue } from '../../../../src/lib/property.ts';
import type { ServiceName } from '../../../../src/twin/call.ts';

/**
 * How anyone's client reads what a stack has made: the call that shows a resource of a type, and where in its answer each of
 * the resource's outputs stands. `get` and `item` see the answer of the SDK, of boto3 or of aws-cli alike.
 */
export interface Reading {
  /** Pulumi type token. */
  readonly type: string;
  readonly service: ServiceName;
  /** As AWS names it, such as `DescribeVpcs`. */
  readonly operation: string;
  input(resource: Resource): object;
  /** The values by the name of the output that each must equal. Throws where the answer does not hold the resource. */
  values(answer: object, resource: Resource): Record<string, unknown>;
}

/** A resource as a checkpoint has it, secrets opened. */
export interface Resource {
  readonly type: string;
  readonly urn: string;
  readonly id: string;
  readonly region: string;
  readonly outputs: Readonly<Record<string, PropertyValue | undefined>>;
  /** An output that is a text. Throws where it is none. */
  text(name: string): string;
}

interface Row<Output, Item> {
  readonly type: string;
  readonly service: ServiceName;
  readonly operation: string;
  readonly input: (resource: Resource) => object;
  readonly item: (answer: Output, resource: Resource) => Item | undefined;
  readonly properties: Readonly<Record<string, (item: Item, resource: Resource) => unknown>>;
}

/** A row of the table, typed by the SDK's own output. */
export function reading<Output extends object>() {
  return <Item>(row: Row<Output, Item>): Reading => ({
    ...row,
    values(answer, resource) {
      const item = row.item(answer as Output, resource);
      if (item === undefined) throw new Error(`${row.operation} does not show ${resource.id}`);
      return Object.fromEntries(Object.entries(row.properties).map(([name, get]) => [name, get(item, resource)]));
    },
  });
}

export function resourceOf(state: ResourceState): Resource {
  const outputs = openSecrets(state.outputs as PropertyValue) as Resource['outputs'];
  const region = outputs['region'];
  return {
    type: state.type,
    urn: state.urn,
    id: state.id ?? '',
    region: typeof region === 'string' ? region : 'us-east-1',
    outputs,
    text(name) {
      const value = outputs[name];
      if (typeof value !== 'string') throw new Error(`${state.urn} has no text ${name}`);
      return value;
    },
  };
}

export function openSecrets(value: PropertyValue): PropertyValue {
  if (isSecret(value)) return openSecrets(value.value);
  if (Array.isArray(value)) return value.map(openSecrets);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, openSecrets(item as PropertyValue)]));
}

/** Tags as a resource has them, from the lists that AWS answers. */
export function tagMap(
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

/** An instant as checkpoints write it: clients give dates, ISO texts, or seconds since 1970. */
export function instant(value: Date | string | number | undefined): string {
  if (value === undefined) return '';
  return new Date(typeof value === 'number' ? value * 1000 : value).toISOString();
}

/** A policy as text: the SDK gives it with escapes, botocore as an object. */
export function policyText(value: string | object | undefined): string {
  if (typeof value === 'object') return JSON.stringify(value);
  return value?.startsWith('%7B') ? decodeURIComponent(value) : (value ?? '');
}

/** One attribute of a list of keys and values. */
export function attribute(
  attributes: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
  key: string,
): string | undefined {
  return attributes?.find(({ Key }) => Key === key)?.Value;
}

/** What is compared: lists of texts without their order (sets have none), JSON texts by what they say, nothing as nothing. */
export function comparable(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string' && /^[[{]/.test(value)) return comparable(JSON.parse(value));
  if (Array.isArray(value)) {
    const items = value.map(comparable);
    return items.every((item) => typeof item === 'string') ? [...items].sort() : items;
  }
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, comparable(item)]));
}
