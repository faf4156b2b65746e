import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { canonicalJson } from '../../../lib/canonical.ts';
import type { PropertyMap } from '../../../lib/property.ts';
import type { Adapter } from '../adapter.ts';
import { gone } from './common.ts';
import { table } from './dynamodb-table.ts';
import { text } from './plain.ts';

type Item = Record<string, AttributeValue>;

/** One item, whole. Its id is table, hash key and the values of its keys joined by `|`, as the provider does. */
const tableItem: Adapter = {
  type: 'aws:dynamodb/tableItem:TableItem',

  create(inputs, aws) {
    const Item = itemOf(inputs);
    aws.call('dynamodb', 'PutItem', { TableName: text(inputs, 'tableName'), Item });
    const keys = Object.entries(keyOf(inputs, Item));
    return [text(inputs, 'tableName'), ...keys.flatMap(([name, value]) => [name, scalar(value)])].join('|');
  },

  read(id, aws, known) {
    const [tableName = '', hashKey = '', hashValue = '', rangeKey] = id.split('|');
    const asked = text(known, 'item') === undefined ? { [hashKey]: { S: hashValue } } : keyOf(known, itemOf(known));
    const found = gone(
      () =>
        aws.call<{ Item?: Item }>('dynamodb', 'GetItem', { TableName: tableName, Key: asked, ConsistentRead: true }),
      'ResourceNotFoundException',
    );
    if (!found?.Item) return undefined;
    const values = keyOf({ hashKey, rangeKey: rangeKey ?? '' }, found.Item);
    return {
      tableName,
      hashKey,
      hashKeyValue: scalar(values[hashKey]),
      ...(rangeKey !== undefined && { rangeKey }),
      rangeKeyValue: rangeKey === undefined ? '' : scalar(values[rangeKey]),
      item: sameItem(text(known, 'item'), found.Item),
    };
  },

  update(_id, { before, after }, aws) {
    const TableName = text(after, 'tableName');
    const Item = itemOf(after);
    aws.call('dynamodb', 'PutItem', { TableName, Item });
    const old = keyOf(before, itemOf(before));
    if (canonicalJson(old) !== canonicalJson(keyOf(after, Item)))
      aws.call('dynamodb', 'DeleteItem', { TableName, Key: old });
  },

  delete(_id, state, aws) {
    const Key = keyOf(state, itemOf(state));
    gone(
      () => aws.call('dynamodb', 'DeleteItem', { TableName: text(state, 'tableName'), Key }),
      'ResourceNotFoundException',
    );
  },
};

function itemOf(inputs: PropertyMap): Item {
  return JSON.parse(text(inputs, 'item') ?? '{}') as Item;
}

function keyOf(inputs: PropertyMap, item: Item): Item {
  const names = [text(inputs, 'hashKey'), text(inputs, 'rangeKey')].filter((name) => name !== undefined);
  return Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));
}

function scalar(value: AttributeValue | undefined): string {
  return String(Object.values(value ?? {})[0] ?? '');
}

/** The text of the state where it says the same, so that spaces and the order of members are no change. */
function sameItem(known: string | undefined, item: Item): string {
  const found = canonicalJson(item);
  return known !== undefined && canonicalJson(JSON.parse(known)) === found ? known : found;
}

export const adapters: readonly Adapter[] = [table, tableItem];
