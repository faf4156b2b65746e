import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../../src/lib/clock.ts';
import { rdsEventOf } from '../../../../src/operations/rds-events.ts';
import { TIMINGS } from '../../../../src/operations/timings.ts';
import { strike } from '../../../../src/twin/physics/faults.ts';
import { acceptsWrites, minorTargets, replicationLagMs } from '../../../../src/twin/services/rds/index.ts';
import { clusters, dbInstances, putCluster } from '../../../../src/twin/services/rds/records.ts';
import { ACCOUNT, DataWorld, EAST, WEST } from '../../../support/data-services.ts';

const arnOf = (region: string) => `arn:aws:rds:${region}:${ACCOUNT}:cluster:orders-${region}`;

function twoSites(seed?: string): DataWorld {
  const data = new DataWorld(seed === undefined ? {} : { seed });
  data.globalDatabase([EAST, WEST], '16.6');
  return data;
}

function upgrade(data: DataWorld, region: string, version = '16.8', input: object = {}): void {
  data.rds(region, 'ModifyDBCluster', {
    DBClusterIdentifier: `orders-${region}`,
    EngineVersion: version,
    ApplyImmediately: true,
    ...input,
  });
}

function seen(data: DataWorld, region: string) {
  const cluster = clusters(data.world).get(`${region}/orders-${region}`);
  const members = dbInstances(data.world)
    .values(`${region}/`)
    .map((member) => member.status);
  return { status: cluster?.status, version: cluster?.engineVersion, members: [...new Set(members)] };
}

function eventsOf(data: DataWorld, region: string): (string | undefined)[] {
  const { Events } = data.rds<{ Events: { Message: string }[] }>(region, 'DescribeEvents', { Duration: 24 * 60 });
  return Events.map((event) => rdsEventOf(event.Message)?.id);
}

/** Seconds, one by one, in which a cluster commits nothing until it has been upgraded. */
function outageSeconds(data: DataWorld, region: string): number {
  let seconds = 0;
  while (seen(data, region).status === 'upgrading') {
    if (!acceptsWrites(data.world, arnOf(region))) seconds++;
    data.pass(SECOND_MS);
  }
  return seconds;
}

test('AWS tells which versions a version can be upgraded to; one that is not in the table is an error', () => {
  const data = new DataWorld();
  const targetsOf = (EngineVersion: string) =>
    data
      .rds<{ DBEngineVersions: { ValidUpgradeTarget: { EngineVersion: string; IsMajorVersionUpgrade: boolean }[] }[] }>(
        EAST,
        'DescribeDBEngineVersions',
        { Engine: 'aurora-postgresql', EngineVersion },
      )
      .DBEngineVersions[0]?.ValidUpgradeTarget.map((target) => [target.EngineVersion, target.IsMajorVersionUpgrade]);
  expect(targetsOf('16.6')).toEqual([
    ['16.8', false],
    ['16.9', false],
    ['16.10', false],
  ]);
  expect(targetsOf('16.10')).toEqual([]);
  expect(data.refusal(() => targetsOf('16.5')).code).toBe('NotImplemented');
  expect(minorTargets('aurora-postgresql', '16.6')[0]).toBe('16.8');
});

test('a secondary is upgraded without touching the writer, then the writer commits nothing for a while', () => {
  const data = twoSites();
  upgrade(data, WEST);
  expect(seen(data, WEST)).toEqual({ status: 'upgrading', version: '16.6', members: ['upgrading'] });
  while (seen(data, WEST).status === 'upgrading') {
    expect(acceptsWrites(data.world, arnOf(EAST))).toBe(true);
    data.pass(SECOND_MS);
  }
  expect(seen(data, WEST)).toEqual({ status: 'available', version: '16.8', members: ['available'] });
  const before = data.rds<{ GlobalClusters: { EngineVersion: string }[] }>(EAST, 'DescribeGlobalClusters', {});
  expect(before.GlobalClusters[0]?.EngineVersion).toBe('16.6');
  upgrade(data, EAST);
  const outage = outageSeconds(data, EAST);
  expect(outage).toBeGreaterThanOrEqual(1);
  expect(outage).toBeLessThan(TIMINGS['rds.upgrade-restart'].p99 * 10);
  expect(seen(data, EAST)).toEqual({ status: 'available', version: '16.8', members: ['available'] });
  const after = data.rds<{ GlobalClusters: { EngineVersion: string }[] }>(EAST, 'DescribeGlobalClusters', {});
  expect(after.GlobalClusters[0]?.EngineVersion).toBe('16.8');
  expect(eventsOf(data, EAST)).toEqual(expect.arrayContaining(['RDS-EVENT-0177', 'RDS-EVENT-0006', 'RDS-EVENT-0173']));
});

test('a version that runs already is no upgrade, so the same call again changes nothing', () => {
  const data = twoSites();
  upgrade(data, WEST, '16.6');
  expect(seen(data, WEST).status).toBe('available');
  upgrade(data, WEST);
  expect(data.refusal(() => upgrade(data, WEST)).row).toBe('RDS-18');
  data.settle();
  upgrade(data, WEST);
  expect(seen(data, WEST)).toEqual({ status: 'available', version: '16.8', members: ['available'] });
});

test('while an upgrade runs, AWS refuses snapshots and a switchover', () => {
  const data = twoSites();
  upgrade(data, WEST);
  const snapshot = { DBClusterIdentifier: 'orders-us-west-2', DBClusterSnapshotIdentifier: 'before' };
  expect(data.refusal(() => data.rds(WEST, 'CreateDBClusterSnapshot', snapshot)).code).toBe(
    'InvalidDBClusterStateFault',
  );
  const move = { GlobalClusterIdentifier: 'orders', TargetDbClusterIdentifier: arnOf(WEST) };
  expect(data.refusal(() => data.rds(EAST, 'SwitchoverGlobalCluster', move)).code).toBe('InvalidDBClusterStateFault');
});

test('an upgrade that fails leaves the cluster at the version before, with an event, and can be tried again', () => {
  const data = twoSites();
  data.world.transact(() => strike(data.world, { kind: 'upgrade-fails', region: WEST, probability: 1 }, 2 * HOUR_MS));
  upgrade(data, WEST);
  data.pass(HOUR_MS);
  expect(seen(data, WEST)).toEqual({ status: 'available', version: '16.6', members: ['available'] });
  expect(eventsOf(data, WEST)).toContain('RDS-EVENT-0085');
  data.pass(2 * HOUR_MS);
  upgrade(data, WEST);
  data.pass(2 * HOUR_MS);
  expect(seen(data, WEST).version).toBe('16.8');
});

test('an upgrade whose region is lost goes on once the region is back', () => {
  const data = twoSites();
  upgrade(data, WEST);
  data.world.transact(() => strike(data.world, { kind: 'region-loss', region: WEST }, 6 * HOUR_MS));
  data.pass(5 * HOUR_MS);
  expect(seen(data, WEST).status).toBe('upgrading');
  data.pass(2 * HOUR_MS);
  expect(seen(data, WEST)).toEqual({ status: 'available', version: '16.8', members: ['available'] });
});

test('only an immediate upgrade, and none by way of the global cluster, is modelled', () => {
  const data = twoSites();
  expect(data.refusal(() => upgrade(data, WEST, '16.8', { ApplyImmediately: false })).code).toBe('NotImplemented');
  expect(data.refusal(() => upgrade(data, WEST, '17.5')).code).toBe('NotImplemented');
  const managed = { GlobalClusterIdentifier: 'orders', EngineVersion: '16.8' };
  expect(data.refusal(() => data.rds(EAST, 'ModifyGlobalCluster', managed)).message).toContain('managed upgrade');
});

test('a patch that one member runs is pending for the others of its version', () => {
  const data = twoSites();
  const pending = (region: string) =>
    data
      .rds<{ PendingMaintenanceActions: { PendingMaintenanceActionDetails: { Description: string }[] }[] }>(
        region,
        'DescribePendingMaintenanceActions',
        { ResourceIdentifier: arnOf(region) },
      )
      .PendingMaintenanceActions.map((one) => one.PendingMaintenanceActionDetails[0]?.Description);
  expect([pending(EAST), pending(WEST)]).toEqual([[], []]);
  data.world.transact(() => {
    const east = clusters(data.world).get(`${EAST}/orders-${EAST}`);
    if (east) putCluster(data.world, { ...east, patchVersion: '16.6.2' });
  });
  expect([pending(EAST), pending(WEST)]).toEqual([[], ['aurora-postgresql 16.6.2 is available']]);
});

test('replication falls behind by a fault no faster than time passes, and catches up afterwards', () => {
  const data = twoSites();
  data.world.transact(() =>
    strike(data.world, { kind: 'replication-lag', region: WEST, seconds: 120 }, 10 * MINUTE_MS),
  );
  const start = data.world.nowMs;
  const lagAt = (minutes: number) =>
    Math.round((replicationLagMs(data.world, arnOf(WEST), start + minutes * MINUTE_MS) ?? 0) / MINUTE_MS);
  data.pass(20 * MINUTE_MS);
  expect([0, 1, 2, 9, 10, 11].map(lagAt)).toEqual([0, 1, 2, 2, 2, 0]);
});
