import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDrillEngine } from '../../src/cli/drill-engine.ts';
import type { ResourceState } from '../../src/engine/index.ts';
import { EvenkeelError } from '../../src/lib/errors.ts';
import { type Twin, twinOf } from '../../src/twin/twin.ts';
import type { Snapshot, World } from '../../src/twin/world.ts';
import { bringOrdersUp, type OrdersUp } from '../support/orders-up.ts';

let orders: OrdersUp;
let start: Snapshot;
let stacks: Map<string, ResourceState[]>;
beforeAll(async () => {
  orders = await bringOrdersUp();
  start = orders.twin.world.dump();
  stacks = Map.groupBy(await orders.resources(), ({ urn }) => urn.split('::')[0]?.replace('urn:pulumi:', '') ?? '');
});
afterAll(() => orders.remove());

function copyOfWorld(): Twin {
  return twinOf(start, '1');
}

function recordsIn(world: World, table: string): Record<string, unknown>[] {
  return world.table<Record<string, unknown>>(table).values();
}

/** What the account has once stays, whichever system goes. */
function isOfAccount({ tags }: Record<string, unknown>): boolean {
  return (tags as Record<string, string> | undefined)?.['evenkeel:layer'] === 'account';
}

const ORDER = ['orders-prod-link', 'orders-prod-usw2', 'orders-prod-use1', 'orders-prod-base'];
const PROTECTED = [
  'database-cluster',
  'backups-vault',
  'database-global',
  'dns-zone',
  'gate-table',
  'key-key',
  'balancer-balancer',
];

test('stack by stack the checkpoints empty, and the world keeps only final snapshots and what waits for its clock', async () => {
  const drills = openDrillEngine(stacks);
  const twin = copyOfWorld();
  const engine = drills.begin(twin.provider);
  for (const stack of ORDER) {
    expect((await engine.resources(stack)).count).toBeGreaterThan(10);
    await engine.destroy(stack, { unprotect: PROTECTED });
    expect(await engine.resources(stack)).toEqual({ count: 0, pending: 0 });
  }
  const { world } = twin;
  const valuesOf = (table: string) => recordsIn(world, table).filter((record) => !isOfAccount(record));
  const accountsOwn = (of: World) =>
    ['kms.key', 'iam.role'].flatMap((table) => recordsIn(of, table).filter(isOfAccount));
  expect(accountsOwn(world).length).toBeGreaterThan(2);
  expect(accountsOwn(world)).toEqual(accountsOwn(copyOfWorld().world));
  expect(valuesOf('kms.key').map(({ state }) => state)).toEqual(['PendingDeletion', 'PendingDeletion']);
  expect(valuesOf('secretsmanager.secret').every(({ deletionMs }) => deletionMs !== undefined)).toBe(true);
  expect(valuesOf('rds.cluster-snapshot').map(({ id }) => id)).toEqual([
    'orders-prod-use1-final',
    'orders-prod-usw2-final',
  ]);
  const gone = [
    'rds.cluster',
    'rds.global-cluster',
    'dynamodb.table',
    'backup.vault',
    'ec2.vpc',
    'route53.zone',
    'iam.role',
  ];
  expect(gone.flatMap((table) => valuesOf(table))).toEqual([]);
  drills.remove();
});

test('the next drill begins with every stack again, whatever became of them in the last', async () => {
  const drills = openDrillEngine(stacks);
  const first = drills.begin(copyOfWorld().provider);
  await first.destroy('orders-prod-link', { unprotect: [] });
  const second = drills.begin(copyOfWorld().provider);
  expect((await second.resources('orders-prod-link')).count).toBe(stacks.get('orders-prod-link')?.length);
  drills.remove();
});

test('what is protected and not named is refused, and nothing of its stack is deleted', async () => {
  const drills = openDrillEngine(stacks);
  const engine = drills.begin(copyOfWorld().provider);
  const before = await engine.resources('orders-prod-base');
  const refusal = await engine
    .destroy('orders-prod-base', { unprotect: ['dns-zone'] })
    .catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(EvenkeelError);
  expect((refusal as EvenkeelError).code).toBe('engine.protected');
  expect(await engine.resources('orders-prod-base')).toEqual(before);
  drills.remove();
});
