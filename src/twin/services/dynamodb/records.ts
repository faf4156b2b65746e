import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { World } from '../../world.ts';
import type { Tags } from '../tag-list.ts';

/** A table of one region (world table `dynamodb.table`, key = region/name). */
export interface TableRecord {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly id: string;
  readonly status: 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';
  readonly attributes: readonly { readonly name: string; readonly type: string }[];
  readonly hashKey: string;
  readonly rangeKey?: string | undefined;
  readonly billingMode: 'PROVISIONED' | 'PAY_PER_REQUEST';
  readonly readCapacity: number;
  readonly writeCapacity: number;
  readonly deletionProtected: boolean;
  readonly tableClass?: string | undefined;
  readonly encryption?: { readonly kmsKeyArn?: string | undefined } | undefined;
  readonly pointInTimeRecovery: boolean;
  readonly ttlAttribute?: string | undefined;
  readonly tags: Tags;
  readonly createdMs: number;
}

/** Attributes of one item, in DynamoDB's own form (world table `dynamodb.item`, key = region/table/hash/range). */
export type Item = Readonly<Record<string, AttributeValue>>;

export function tableTable(world: World) {
  return world.table<TableRecord>('dynamodb.table');
}

export function itemTable(world: World) {
  return world.table<Item>('dynamodb.item');
}

export function tableArn(region: string, account: string, name: string): string {
  return `arn:aws:dynamodb:${region}:${account}:table/${name}`;
}

/** A number attribute of the item with a string hash key, as the gate's feeder reads its flags; `undefined` where absent. */
export function numberOf(
  world: World,
  region: string,
  table: string,
  hash: string,
  attribute: string,
): number | undefined {
  const text = itemTable(world).get(`${region}/${table}/${JSON.stringify({ S: hash })}/`)?.[attribute]?.N;
  return text === undefined ? undefined : Number(text);
}
