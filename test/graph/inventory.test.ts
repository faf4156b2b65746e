import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphOf } from '../../src/graph/graph.ts';
import { inventoryOf } from '../../src/graph/inventory-of.ts';
import { topologyOf } from '../../src/graph/topology-of.ts';
import { loadSystem, stacksOf } from '../../src/system/index.ts';
import { bringOrdersUp, type OrdersUp } from '../support/orders-up.ts';

let orders: OrdersUp;
beforeAll(async () => {
  orders = await bringOrdersUp();
});
afterAll(() => orders.remove());

const OF_SITE = ['backups-vault', 'balancer-balancer', 'database-cluster', 'gate-table', 'key-key'];

async function inventoryWith(others: Parameters<typeof inventoryOf>[1]['others'] = []) {
  const graph = graphOf(await orders.resources());
  const system = loadSystem('stacks/systems/orders.yaml');
  const environment = orders.wanted.environment;
  const stacks = stacksOf(system, environment);
  return inventoryOf(graph, { stacks, topology: topologyOf(graph, orders.wanted), others });
}

test('an inventory lists stacks backwards, with what each deletes and protects', async () => {
  const { stacks } = await inventoryWith();
  expect(stacks.map(({ stack, protects }) => [stack, ...protects.map((urn) => urn.split('::').at(-1)).sort()])).toEqual(
    [
      ['orders-prod-link'],
      ['orders-prod-usw2', ...OF_SITE],
      ['orders-prod-use1', ...OF_SITE],
      ['orders-prod-base', 'database-global', 'dns-zone'],
    ],
  );
  expect(stacks.every(({ deletes }) => deletes > 10)).toBe(true);
});

test('it names what holds data, by which key, and what outlives a destroy', async () => {
  const inventory = await inventoryWith();
  const west = inventory.stores.find(({ id }) => id === 'orders-prod-usw2');
  expect(inventory.stores.map(({ kind, id }) => `${kind} ${id}`).sort()).toEqual([
    expect.stringMatching(/^database orders-prod-use1$/),
    'database orders-prod-usw2',
    expect.stringMatching(/^secret arn:aws:secretsmanager:us-east-1:/),
    expect.stringMatching(/^secret arn:aws:secretsmanager:us-west-2:/),
    'table orders-prod-use1-gate',
    'table orders-prod-usw2-gate',
    'vault orders-prod-use1',
    'vault orders-prod-usw2',
    'volumes orders-prod-use1',
    'volumes orders-prod-usw2',
  ]);
  expect(west?.keyArn).toBe(inventory.keys.find(({ region }) => region === 'us-west-2')?.arn);
  expect(inventory.keys.map(({ windowDays }) => windowDays)).toEqual([30, 30]);
  expect(inventory.finalSnapshots.map(({ id }) => id)).toEqual(['orders-prod-use1-final', 'orders-prod-usw2-final']);
  // the stacks have log groups of their own for what their services write
  expect(inventory.logGroups).toEqual([]);
  expect(inventory.vaults.map(({ lock }) => lock)).toEqual([{ minRetentionDays: 35 }, { minRetentionDays: 35 }]);
  expect(inventory.zone).toMatchObject({ name: 'orders.example.com', made: true });
  expect(inventory.tags).toEqual({ 'evenkeel:environment': 'prod', 'evenkeel:system': 'orders' });
  expect(inventory.regions).toEqual(['us-east-1', 'us-west-2']);
});

test('what other stacks name of the system is found, be it a stack, an ARN or an id; what is only alike is not', async () => {
  const { keys } = await inventoryWith();
  const urn = (type: string, name: string) => `urn:pulumi:shop-prod::shop::${type}::${name}`;
  const other = graphOf([
    {
      urn: urn('pulumi:pulumi:StackReference', 'ours'),
      type: 'pulumi:pulumi:StackReference',
      custom: true,
      inputs: { name: 'organization/evenkeel/orders-prod-base' },
    },
    {
      urn: urn('aws:iam/policy:Policy', 'reads'),
      type: 'aws:iam/policy:Policy',
      custom: true,
      inputs: { policy: JSON.stringify({ Resource: [keys[0]?.arn] }) },
    },
    {
      urn: urn('aws:iam/policy:Policy', 'alike'),
      type: 'aws:iam/policy:Policy',
      custom: true,
      inputs: { policy: `${keys[0]?.arn}0` },
    },
    {
      urn: urn('pulumi:pulumi:StackReference', 'theirs'),
      type: 'pulumi:pulumi:StackReference',
      custom: true,
      inputs: { name: 'organization/shop/shop-prod-base' },
    },
  ]);
  const { references } = await inventoryWith([other]);
  expect(references.map(({ by, names }) => [by.split('::').at(-1), names])).toEqual([
    ['ours', 'orders-prod-base'],
    ['reads', keys[0]?.arn],
  ]);
});
