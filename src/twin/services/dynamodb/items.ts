import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call, Handlers } from '../../call.ts';
import { type Item, itemTable, type TableRecord } from './records.ts';
import { findTable } from './tables.ts';

const MAX_ITEM_BYTES = 400 * 1024;

/** Whole items by their key. Expressions, conditions and binary values are not modelled. */
export const items: Handlers<typeof import('@aws-sdk/client-dynamodb')> = {
  PutItem(input, call) {
    refuseExpressions('PutItem', input);
    const table = writable(call, input.TableName);
    const item = input.Item ?? {};
    refuseBinary(item);
    if (JSON.stringify(item).length > MAX_ITEM_BYTES) {
      throw new AwsError('ValidationException', 'an item has at most 400 KB');
    }
    const key = keyOf(table, item);
    const before = itemTable(call.world).get(key);
    itemTable(call.world).put(key, item);
    return input.ReturnValues === 'ALL_OLD' && before ? { Attributes: before } : {};
  },

  GetItem(input, call) {
    refuseExpressions('GetItem', input);
    const item = itemTable(call.world).get(keyOf(findTable(call, input.TableName), input.Key ?? {}));
    return item ? { Item: item } : {};
  },

  DeleteItem(input, call) {
    refuseExpressions('DeleteItem', input);
    const key = keyOf(writable(call, input.TableName), input.Key ?? {});
    const before = itemTable(call.world).get(key);
    itemTable(call.world).delete(key);
    return input.ReturnValues === 'ALL_OLD' && before ? { Attributes: before } : {};
  },
};

function writable(call: Call, name: string | undefined): TableRecord {
  const table = findTable(call, name);
  if (table.status === 'ACTIVE' || table.status === 'UPDATING') return table;
  throw new AwsError('ResourceNotFoundException', `the table ${table.name} is ${table.status}`);
}

function keyOf(table: TableRecord, item: Item): string {
  const part = (attribute: string | undefined) => {
    if (attribute === undefined) return '';
    const value = item[attribute];
    const type = table.attributes.find(({ name }) => name === attribute)?.type ?? '';
    if (value === undefined || !(type in value)) {
      throw new AwsError('ValidationException', `the key ${attribute} of type ${type} is missing`);
    }
    return JSON.stringify(value);
  };
  return `${table.region}/${table.name}/${part(table.hashKey)}/${part(table.rangeKey)}`;
}

function refuseExpressions(operation: string, input: object): void {
  for (const [member, value] of Object.entries(input)) {
    if (value !== undefined && /Expression$|^Expected$|^AttributesToGet$|^ConditionalOperator$/.test(member)) {
      throw notModelled(`dynamodb.${operation} with ${member}`);
    }
  }
}

function refuseBinary(value: AttributeValue | Item | readonly AttributeValue[]): void {
  for (const [type, inner] of Object.entries(value)) {
    if (inner instanceof Uint8Array || type === 'BS') throw notModelled('binary values in items');
    if (typeof inner === 'object' && inner !== null) refuseBinary(inner as AttributeValue);
  }
}
