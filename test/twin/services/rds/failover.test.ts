import type { GlobalCluster } from '@aws-sdk/client-rds';
import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../../src/lib/clock.ts';
import { rdsEventOf } from '../../../../src/operations/rds-events.ts';
import { strike } from '../../../../src/twin/physics/faults.ts';
import {
  acceptsWrites,
  appendWrites,
  heldBy,
  heldBySnapshot,
  isFenced,
  replicatedUpTo,
  replicationLagMs,
  writerOf,
} from '../../../../src/twin/services/rds/index.ts';
import { DataWorld, EAST, IRELAND, WEST, ZERO } from '../../../support/data-services.ts';

const GLOBAL = { GlobalClusterIdentifier: 'orders' };

/** Ten writes a second at a cluster, numbered from `next` on; answers the next number. */
function write(data: DataWorld, arn: string, seconds: number, next = 1): number {
  let first = next;
  for (let second = 0; second < seconds; second++) {
    data.pass(SECOND_MS);
    const range = { first, last: first + 9, atMs: data.world.nowMs };
    data.world.transact(() => appendWrites(data.world, arn, range));
    first += 10;
  }
  return first;
}

function describe(data: DataWorld, region: string): GlobalCluster {
  const { GlobalClusters } = data.rds<{ GlobalClusters: GlobalCluster[] }>(region, 'DescribeGlobalClusters', GLOBAL);
  return GlobalClusters[0] as GlobalCluster;
}

function eventIds(data: DataWorld, region: string): string[] {
  const { Events } = data.rds<{ Events: { Message: string }[] }>(region, 'DescribeEvents', { Duration: 60 * 24 });
  return Events.map((event) => rdsEventOf(event.Message)?.id ?? event.Message);
}

function failOver(data: DataWorld, target: string | undefined, region = WEST): GlobalCluster {
  return data.rds<{ GlobalCluster: GlobalCluster }>(region, 'FailoverGlobalCluster', {
    ...GLOBAL,
    TargetDbClusterIdentifier: target,
    AllowDataLoss: true,
  }).GlobalCluster;
}

/** Every write of the list, one by one: what no other reading of ranges could get wrong. */
function numbers(ranges: readonly { first: number; last: number }[]): number[] {
  return ranges.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index));
}

/** A seed whose fencing is done, or times out, when the region is lost. */
function seedWhere(fenced: boolean): string {
  for (let seed = 1; seed < 100; seed++) {
    const data = new DataWorld({ seed: String(seed) });
    const arns = data.globalDatabase();
    data.world.transact(() => strike(data.world, { kind: 'region-loss', region: EAST }));
    failOver(data, arns[WEST]);
    data.pass(30 * MINUTE_MS);
    if (isFenced(data.world, arns[EAST] ?? '') === fenced) return String(seed);
  }
  throw new Error('no such seed');
}

test('a region is lost, its database failed over by hand, and the exact writes that were not replicated are lost', () => {
  const data = new DataWorld({ seed: seedWhere(true) });
  const { world } = data;
  const { [EAST]: east = '', [WEST]: west = '' } = data.globalDatabase();
  const next = write(data, east, 120);
  expect(numbers(heldBy(world, east))).toEqual(numbers([{ first: 1, last: next - 1 }]));

  world.transact(() => strike(world, { kind: 'region-loss', region: EAST }, 2 * HOUR_MS));
  const lostMs = world.nowMs;
  data.pass(30 * SECOND_MS);
  const position = replicatedUpTo(world, west) ?? 0;
  expect(position).toBeLessThan(lostMs);
  expect(replicationLagMs(world, west, world.nowMs)).toBe(world.nowMs - position);
  expect(replicationLagMs(world, east, world.nowMs)).toBeUndefined();
  // ten writes in each second from ZERO + 1 s on: those at or before the position are there, the others are not
  const survived = Math.floor((position - ZERO) / SECOND_MS) * 10;
  expect(survived).toBeLessThan(next - 1);

  expect(failOver(data, west).FailoverState).toEqual({
    Status: 'pending',
    FromDbClusterArn: east,
    ToDbClusterArn: west,
    IsDataLossAllowed: true,
  });
  data.pass(6 * SECOND_MS);
  expect(describe(data, WEST).FailoverState?.Status).toBe('failing-over');
  expect(acceptsWrites(world, west)).toBe(false);
  data.pass(25 * MINUTE_MS);

  expect(describe(data, WEST).FailoverState).toBeUndefined();
  expect(writerOf(world, 'orders')).toBe(west);
  expect(acceptsWrites(world, west)).toBe(true);
  expect(acceptsWrites(world, east)).toBe(false);
  expect(numbers(heldBy(world, west))).toEqual(numbers([{ first: 1, last: survived }]));
  const lost = numbers(heldBy(world, east)).filter((number) => !numbers(heldBy(world, west)).includes(number));
  expect(lost).toEqual(numbers([{ first: survived + 1, last: next - 1 }]));
  // the old side cannot be reached: fencing is told at the new one
  expect(eventIds(data, WEST)).toEqual(expect.arrayContaining(['RDS-EVENT-0390', 'RDS-EVENT-0238', 'RDS-EVENT-0397']));
  write(data, west, 5, next);
  expect(numbers(heldBy(world, west)).length).toBe(survived + 50);
});

test('when the region is back, the old writer rejoins on a new volume, and its lost writes are in a snapshot', () => {
  const data = new DataWorld({ seed: seedWhere(true) });
  const { world } = data;
  const { [EAST]: east = '', [WEST]: west = '' } = data.globalDatabase();
  const next = write(data, east, 60);
  world.transact(() => strike(world, { kind: 'region-loss', region: EAST }, HOUR_MS));
  failOver(data, west);
  data.pass(HOUR_MS - MINUTE_MS);
  expect(describe(data, WEST).GlobalClusterMembers?.map((member) => member.SynchronizationStatus)).toEqual([
    'pending-resync',
    'connected',
  ]);
  const before = numbers(heldBy(world, east));
  data.pass(3 * HOUR_MS);
  expect(describe(data, EAST).GlobalClusterMembers).toMatchObject([
    { DBClusterArn: east, IsWriter: false, SynchronizationStatus: 'connected' },
    { DBClusterArn: west, IsWriter: true, Readers: [east] },
  ]);
  expect(eventIds(data, EAST)).toEqual(expect.arrayContaining(['RDS-EVENT-0240', 'RDS-EVENT-0241']));
  expect(eventIds(data, WEST)).toEqual(expect.arrayContaining(['RDS-EVENT-0240', 'RDS-EVENT-0241']));
  const { DBClusterSnapshots } = data.rds<{
    DBClusterSnapshots: { DBClusterSnapshotIdentifier: string; DBClusterSnapshotArn: string; SnapshotType: string }[];
  }>(EAST, 'DescribeDBClusterSnapshots', { DBClusterIdentifier: 'orders-us-east-1' });
  const [snapshot] = DBClusterSnapshots;
  expect(snapshot?.DBClusterSnapshotIdentifier).toMatch(/^rds:unplanned-global-failover-orders-us-east-1-2026-01-01-/);
  expect(snapshot?.SnapshotType).toBe('automated');
  expect(numbers(heldBySnapshot(world, snapshot?.DBClusterSnapshotArn ?? ''))).toEqual(before);
  // the new volume follows the new writer: what was lost is no longer there
  write(data, west, 1, next);
  data.pass(MINUTE_MS);
  expect(heldBy(world, east)).toEqual(heldBy(world, west));
  expect(acceptsWrites(world, east)).toBe(false);
});

test('an old writer that cannot be fenced goes on committing when its region is back, until it is rebuilt', () => {
  const data = new DataWorld({ seed: seedWhere(false) });
  const { world } = data;
  const { [EAST]: east = '', [WEST]: west = '' } = data.globalDatabase();
  const next = write(data, east, 20);
  world.transact(() => strike(world, { kind: 'region-loss', region: EAST }, HOUR_MS));
  failOver(data, west);
  data.pass(HOUR_MS);
  expect(eventIds(data, WEST)).toContain('RDS-EVENT-0391');
  expect(isFenced(world, east)).toBe(false);
  expect([acceptsWrites(world, east), acceptsWrites(world, west)]).toEqual([true, true]);
  world.transact(() => appendWrites(world, east, { first: next, last: next + 4, atMs: world.nowMs }));
  expect(numbers(heldBy(world, east))).toContain(next);
  expect(numbers(heldBy(world, west))).not.toContain(next);
  data.pass(30 * MINUTE_MS);
  expect(acceptsWrites(world, east)).toBe(false);
  expect(numbers(heldBy(world, east))).not.toContain(next);
});

test('a replication cut freezes the position, the lag grows, and afterwards the secondary catches up', () => {
  const data = new DataWorld();
  const { world } = data;
  const { [EAST]: east = '', [WEST]: west = '' } = data.globalDatabase();
  write(data, east, 30);
  world.transact(() => strike(world, { kind: 'replication-cut', region: EAST }, 90 * SECOND_MS));
  const frozen = replicatedUpTo(world, west);
  const next = write(data, east, 89, 301);
  expect(replicatedUpTo(world, west)).toBe(frozen);
  expect(replicationLagMs(world, west, world.nowMs)).toBe(world.nowMs - (frozen ?? 0));
  data.pass(5 * MINUTE_MS);
  expect(replicationLagMs(world, west, world.nowMs)).toBeLessThan(10 * SECOND_MS);
  expect(numbers(heldBy(world, west))).toEqual(numbers([{ first: 1, last: next - 1 }]));
});

test('a position never goes back, whatever happens to the regions', () => {
  const data = new DataWorld({ seed: '9' });
  const { world } = data;
  const { [WEST]: west = '' } = data.globalDatabase();
  world.transact(() => {
    strike(world, { kind: 'replication-cut', region: EAST }, 40 * SECOND_MS, ZERO + 60 * SECOND_MS);
    strike(world, { kind: 'region-loss', region: EAST }, 50 * SECOND_MS, ZERO + 80 * SECOND_MS);
    strike(world, { kind: 'region-loss', region: WEST }, 20 * SECOND_MS, ZERO + 200 * SECOND_MS);
    strike(world, { kind: 'replication-cut', region: EAST }, 10 * SECOND_MS, ZERO + 215 * SECOND_MS);
  });
  let last = 0;
  for (let step = 0; step < 1200; step++) {
    data.pass(250);
    const position = replicatedUpTo(world, west) ?? 0;
    expect(position).toBeGreaterThanOrEqual(last);
    expect(position).toBeLessThanOrEqual(world.nowMs);
    last = position;
  }
});

test('a switchover loses nothing, and its events come in the documented order', () => {
  const data = new DataWorld();
  const { world } = data;
  const { [EAST]: east = '', [WEST]: west = '' } = data.globalDatabase();
  let next = write(data, east, 30);
  data.rds(EAST, 'SwitchoverGlobalCluster', { ...GLOBAL, TargetDbClusterIdentifier: west });
  while (writerOf(world, 'orders') === east) {
    data.pass(SECOND_MS);
    if (!acceptsWrites(world, east)) continue;
    world.transact(() => appendWrites(world, east, { first: next, last: next, atMs: world.nowMs }));
    next++;
  }
  expect(numbers(heldBy(world, west))).toEqual(numbers([{ first: 1, last: next - 1 }]));
  expect(describe(data, WEST).FailoverState?.Status).toBe('switching-over');
  data.pass(10 * MINUTE_MS);
  expect(describe(data, WEST).FailoverState).toBeUndefined();
  expect(replicatedUpTo(world, east)).toBeGreaterThan(world.nowMs - MINUTE_MS);
  const order = ['RDS-EVENT-0181', 'RDS-EVENT-0390', 'RDS-EVENT-0182', 'RDS-EVENT-0184'];
  const seen = eventIds(data, EAST);
  expect(seen.filter((id) => order.includes(id))).toEqual(order);
  expect(seen).toContain('RDS-EVENT-0185');
  // back again, the same way
  data.rds(WEST, 'SwitchoverGlobalCluster', { ...GLOBAL, TargetDbClusterIdentifier: east });
  data.pass(20 * MINUTE_MS);
  expect(writerOf(world, 'orders')).toBe(east);
  expect(acceptsWrites(world, east)).toBe(true);
  expect(heldBy(world, west)).toEqual(heldBy(world, east));
});

test('a switchover is cancelled when the primary is lost on the way, and the primary writes when it is back', () => {
  const data = new DataWorld();
  const { world } = data;
  const { [EAST]: east = '', [WEST]: west = '' } = data.globalDatabase();
  data.rds(EAST, 'SwitchoverGlobalCluster', { ...GLOBAL, TargetDbClusterIdentifier: west });
  data.pass(8 * SECOND_MS);
  expect(acceptsWrites(world, east)).toBe(false);
  world.transact(() => strike(world, { kind: 'region-loss', region: EAST }, HOUR_MS));
  data.pass(HOUR_MS);
  expect(eventIds(data, WEST)).toContain('RDS-EVENT-0186');
  expect(writerOf(world, 'orders')).toBe(east);
  expect(acceptsWrites(world, east)).toBe(true);
});

test('a switchover whose target stops receiving after the shutdown is cancelled rather than lose a write', () => {
  const data = new DataWorld();
  const { world } = data;
  const { [EAST]: east = '', [WEST]: west = '' } = data.globalDatabase();
  write(data, east, 30);
  data.rds(EAST, 'SwitchoverGlobalCluster', { ...GLOBAL, TargetDbClusterIdentifier: west });
  while (acceptsWrites(world, east)) data.pass(SECOND_MS / 4);
  world.transact(() => strike(world, { kind: 'replication-cut', region: EAST }, HOUR_MS, world.nowMs - SECOND_MS));
  data.pass(20 * MINUTE_MS);
  expect(eventIds(data, EAST)).toContain('RDS-EVENT-0186');
  expect([writerOf(world, 'orders'), acceptsWrites(world, east)]).toEqual([east, true]);
});

test('once fenced an old writer commits nothing, before the promotion, after it, and when its region is back', () => {
  const data = new DataWorld({ seed: seedWhere(true) });
  const { world } = data;
  const { [EAST]: east = '', [WEST]: west = '' } = data.globalDatabase();
  failOver(data, west);
  while (!isFenced(world, east)) data.pass(SECOND_MS / 4);
  expect([writerOf(world, 'orders'), acceptsWrites(world, east)]).toEqual([east, false]);
  world.transact(() => strike(world, { kind: 'region-loss', region: EAST }, HOUR_MS));
  data.pass(HOUR_MS);
  expect([writerOf(world, 'orders'), acceptsWrites(world, east)]).toEqual([west, false]);
  data.pass(5 * HOUR_MS);
  data.rds(WEST, 'SwitchoverGlobalCluster', { ...GLOBAL, TargetDbClusterIdentifier: east });
  data.pass(HOUR_MS);
  expect([isFenced(world, east), acceptsWrites(world, east)]).toEqual([false, true]);
});

test('a failover whose target is lost too fails, and the old writer writes again', () => {
  const data = new DataWorld();
  const { world } = data;
  const { [EAST]: east = '', [WEST]: west = '' } = data.globalDatabase();
  failOver(data, west);
  world.transact(() => strike(world, { kind: 'region-loss', region: WEST }, HOUR_MS));
  data.pass(HOUR_MS + MINUTE_MS);
  expect(replicatedUpTo(world, west)).toBeLessThan(world.nowMs - 50 * MINUTE_MS);
  data.pass(30 * MINUTE_MS);
  expect(eventIds(data, EAST)).toContain('RDS-EVENT-0239');
  expect([writerOf(world, 'orders'), acceptsWrites(world, east)]).toEqual([east, true]);
  expect(replicatedUpTo(world, west)).toBeGreaterThan(world.nowMs - 20 * SECOND_MS);
});

test('other secondaries are rebuilt from the new writer, and nothing can be failed over to them meanwhile', () => {
  const data = new DataWorld();
  const { world } = data;
  const arns = data.globalDatabase([EAST, WEST, IRELAND]);
  write(data, arns[EAST] ?? '', 30);
  expect(heldBy(world, arns[IRELAND] ?? '')).not.toEqual([]);
  world.transact(() => strike(world, { kind: 'region-loss', region: EAST }, 48 * HOUR_MS));
  failOver(data, arns[WEST]);
  while (writerOf(world, 'orders') !== arns[WEST]) data.pass(SECOND_MS);
  expect(heldBy(world, arns[IRELAND] ?? '')).toEqual([]);
  const refusal = data.refusal(() => failOver(data, arns[IRELAND], IRELAND));
  expect(refusal.code).toBe('InvalidDBClusterStateFault');
  data.pass(3 * HOUR_MS);
  expect(describe(data, IRELAND).GlobalClusterMembers).toMatchObject([
    { DBClusterArn: arns[EAST], SynchronizationStatus: 'pending-resync' },
    { DBClusterArn: arns[WEST], IsWriter: true },
    { DBClusterArn: arns[IRELAND], SynchronizationStatus: 'connected' },
  ]);
});

test('what a failover does follows from the seed alone, and settling provisioning does not hurry it', () => {
  const run = () => {
    const data = new DataWorld({ seed: '4' });
    const arns = data.globalDatabase();
    write(data, arns[EAST] ?? '', 10);
    data.world.transact(() => strike(data.world, { kind: 'region-loss', region: EAST }, HOUR_MS));
    failOver(data, arns[WEST]);
    data.settle();
    expect(writerOf(data.world, 'orders')).toBe(arns[EAST]);
    data.pass(5 * HOUR_MS);
    return data.world.dump();
  };
  expect(run()).toEqual(run());
});
