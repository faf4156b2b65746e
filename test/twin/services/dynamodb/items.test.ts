import { expect, test } from 'vitest';
import { numberOf } from '../../../../src/twin/services/dynamodb/records.ts';
import { type TestTwin, testTwin } from '../../../support/traffic-gate.ts';

const EAST = 'us-east-1';
const TableName = 'gate';

function withTable(twin: TestTwin = testTwin(), more: object = {}): TestTwin {
  twin.call(EAST, 'dynamodb', 'CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    ...more,
  });
  return twin;
}

function put(twin: TestTwin, on: string) {
  return twin.call(EAST, 'dynamodb', 'PutItem', {
    TableName,
    Item: { id: { S: 'claim' }, on: { N: on } },
    ReturnValues: 'ALL_OLD',
  });
}

const Key = { id: { S: 'claim' } };

test('an item is put whole, read, returned when it is replaced, and deleted', () => {
  const twin = withTable();
  twin.world.complete('');
  expect(put(twin, '0')).toEqual({});
  expect(put(twin, '1')).toEqual({ Attributes: { ...Key, on: { N: '0' } } });
  expect(twin.call(EAST, 'dynamodb', 'GetItem', { TableName, Key })).toEqual({ Item: { ...Key, on: { N: '1' } } });
  expect(numberOf(twin.world, EAST, TableName, 'claim', 'on')).toBe(1);
  twin.call(EAST, 'dynamodb', 'DeleteItem', { TableName, Key });
  expect(twin.call(EAST, 'dynamodb', 'GetItem', { TableName, Key })).toEqual({});
  expect(numberOf(twin.world, EAST, TableName, 'claim', 'on')).toBeUndefined();
});

test('a table takes items when it is ACTIVE, and takes them with it when it is gone', () => {
  const twin = withTable();
  expect(() => put(twin, '1')).toThrow('is CREATING');
  twin.advance(120);
  put(twin, '1');
  twin.call(EAST, 'dynamodb', 'DeleteTable', { TableName });
  twin.advance(120);
  expect(() => twin.call(EAST, 'dynamodb', 'DescribeTable', { TableName })).toThrow('no table gate in us-east-1');
  withTable(twin).world.complete('');
  expect(twin.call(EAST, 'dynamodb', 'GetItem', { TableName, Key })).toEqual({});
});

test.each([
  ['PutItem', { Item: Key, ConditionExpression: 'attribute_not_exists(id)' }, 'ConditionExpression'],
  ['GetItem', { Key, ProjectionExpression: 'id' }, 'ProjectionExpression'],
  ['PutItem', { Item: { ...Key, b: { B: new Uint8Array([1]) } } }, 'binary values'],
  ['PutItem', { Item: { id: { N: '1' } } }, 'the key id of type S is missing'],
])('%s with %o is refused', (operation, input, message) => {
  const twin = withTable();
  twin.world.complete('');
  expect(() => twin.call(EAST, 'dynamodb', operation, { TableName, ...input })).toThrow(message);
});

test('a protected table is not deleted, and what tables do not model is an error', () => {
  const twin = withTable(testTwin(), { DeletionProtectionEnabled: true });
  twin.world.complete('');
  expect(() => twin.call(EAST, 'dynamodb', 'DeleteTable', { TableName })).toThrow('protected against deletion');
  expect(() => withTable(testTwin(), { StreamSpecification: { StreamEnabled: true } })).toThrow('StreamSpecification');
  expect(() => withTable(testTwin(), { GlobalSecondaryIndexes: [{}] })).toThrow('GlobalSecondaryIndexes');
});
