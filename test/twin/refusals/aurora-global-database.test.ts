import { expect } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../src/lib/clock.ts';
import { type RdsEventId, rdsEventOf } from '../../../src/operations/rds-events.ts';
import { strike } from '../../../src/twin/physics/faults.ts';
import {
  acceptsWrites,
  appendWrites,
  heldBy,
  isFenced,
  replicatedUpTo,
  replicationLagMs,
  writerOf,
} from '../../../src/twin/services/rds/index.ts';
import { type ClusterRecord, clusters, putCluster } from '../../../src/twin/services/rds/records.ts';
import { ACCOUNT, cluster, DataWorld, EAST, IRELAND, WEST } from '../../support/data-services.ts';
import { RefusalTests } from '../../support/refusal-rows.ts';
import { coverage } from './aurora-global-database.ts';

const rows = new RefusalTests(['GDB'], coverage);
const GLOBAL = { GlobalClusterIdentifier: 'orders' };
const arnOf = (region: string, id = `orders-${region}`) => `arn:aws:rds:${region}:${ACCOUNT}:cluster:${id}`;
const SECONDARY = { ...cluster('second'), ...GLOBAL };

/** A global database at two sites. */
function twoSites(version?: string): DataWorld {
  const data = new DataWorld();
  data.globalDatabase([EAST, WEST], version);
  return data;
}

function move(data: DataWorld, operation: 'FailoverGlobalCluster' | 'SwitchoverGlobalCluster', input: object = {}) {
  const region = operation === 'FailoverGlobalCluster' ? WEST : EAST;
  return data.rds(region, operation, {
    ...GLOBAL,
    TargetDbClusterIdentifier: arnOf(WEST),
    ...(operation === 'FailoverGlobalCluster' && { AllowDataLoss: true }),
    ...input,
  });
}

function lose(data: DataWorld, region: string, forMs = HOUR_MS): void {
  data.world.transact(() => strike(data.world, { kind: 'region-loss', region }, forMs));
}

function record(data: DataWorld, region: string): ClusterRecord {
  return clusters(data.world).get(`${region}/orders-${region}`) as ClusterRecord;
}

function change(data: DataWorld, region: string, changes: Partial<ClusterRecord>): void {
  data.world.transact(() => putCluster(data.world, { ...record(data, region), ...changes }));
}

function upgrade(data: DataWorld, region: string): void {
  const DBClusterIdentifier = `orders-${region}`;
  data.rds(region, 'ModifyDBCluster', { DBClusterIdentifier, EngineVersion: '16.6', ApplyImmediately: true });
}

function events(data: DataWorld, region: string, input: object = {}): (RdsEventId | undefined)[] {
  const asked = { Duration: 14 * 24 * 60, ...input };
  const { Events } = data.rds<{ Events: { Message: string }[] }>(region, 'DescribeEvents', asked);
  return Events.map((event) => rdsEventOf(event.Message)?.id);
}

function described(data: DataWorld, region: string) {
  return data.rds<{
    GlobalClusters: {
      Endpoint: string;
      EngineVersion: string;
      FailoverState?: { Status: string; IsDataLossAllowed: boolean };
      GlobalClusterMembers: { DBClusterArn: string; IsWriter: boolean; SynchronizationStatus: string }[];
    }[];
  }>(region, 'DescribeGlobalClusters', {}).GlobalClusters[0];
}

function snapshots(data: DataWorld, region: string): string[] {
  return data
    .rds<{ DBClusterSnapshots: { DBClusterSnapshotIdentifier: string }[] }>(region, 'DescribeDBClusterSnapshots', {})
    .DBClusterSnapshots.map((snapshot) => snapshot.DBClusterSnapshotIdentifier);
}

// --- what a member may be

rows.refuses('GDB-01', 'InvalidParameterCombination', 'M', () => {
  const data = twoSites();
  data.rds(EAST, 'ModifyDBCluster', { DBClusterIdentifier: 'orders-us-east-1', ManageMasterUserPassword: true });
});
rows.refuses('GDB-01', 'InvalidParameterCombination', 'M', () => {
  const data = twoSites();
  data.rds(IRELAND, 'CreateDBCluster', { ...SECONDARY, ManageMasterUserPassword: true });
});
rows.refuses('GDB-02', 'InvalidParameterCombination', 'M', () => {
  const data = new DataWorld();
  data.rds(EAST, 'CreateDBCluster', { ...cluster('first'), MasterUsername: 'app', ManageMasterUserPassword: true });
  data.settle();
  data.rds(EAST, 'CreateGlobalCluster', { ...GLOBAL, SourceDBClusterIdentifier: arnOf(EAST, 'first') });
  data.rds(WEST, 'CreateDBCluster', SECONDARY);
});
for (const sent of [{ MasterUsername: 'app' }, { MasterUserPassword: 'planted-secret-2' }]) {
  rows.refuses('GDB-03', 'InvalidParameterCombination', 'O', () => {
    twoSites().rds(IRELAND, 'CreateDBCluster', { ...SECONDARY, ...sent });
  });
}
rows.refuses('GDB-04', 'InvalidParameterCombination', 'O', () => {
  twoSites().rds(IRELAND, 'CreateDBCluster', { ...SECONDARY, DatabaseName: 'orders' });
});
rows.refuses('GDB-05', 'InvalidParameterValue', 'O', () => {
  new DataWorld().rds(EAST, 'CreateDBCluster', cluster('alone'));
});
rows.refuses('GDB-05', 'InvalidParameterValue', 'O', () => {
  const data = new DataWorld();
  data.rds(EAST, 'CreateGlobalCluster', { ...GLOBAL, Engine: 'aurora-postgresql', EngineVersion: '16.4' });
  data.rds(EAST, 'CreateDBCluster', SECONDARY);
});
rows.refuses('GDB-06', 'InvalidDBClusterStateFault', 'C', () => {
  twoSites().rds(WEST, 'CreateDBCluster', SECONDARY);
});
rows.refuses('GDB-07', 'InvalidGlobalClusterStateFault', 'C', () => {
  const secondaries = ['us-east-2', 'us-west-1', 'us-west-2', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1'];
  const far = ['ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'sa-east-1'];
  const regions = [EAST, ...secondaries, ...far];
  const data = new DataWorld({ regions });
  data.globalDatabase(regions.slice(0, 11));
  expect(described(data, EAST)?.GlobalClusterMembers.length).toBe(11);
  data.rds('sa-east-1', 'CreateDBCluster', SECONDARY);
});
rows.refuses('GDB-08', 'DBClusterAlreadyExistsFault', 'V', () => {
  twoSites().rds(IRELAND, 'CreateDBCluster', { ...SECONDARY, DBClusterIdentifier: 'orders-us-west-2' });
});
for (const [region, limit] of [
  [EAST, 15],
  [WEST, 16],
] as const) {
  // one secondary: the primary keeps its writer and 14 readers, the secondary has 16 readers
  rows.refuses('GDB-09', 'InvalidDBClusterStateFault', 'C', () => {
    const data = twoSites();
    for (let number = 3; number <= limit; number++) data.instance(region, `orders-${region}`, number);
    data.instance(region, `orders-${region}`, limit + 1);
  });
}
rows.refuses('GDB-10', 'InvalidParameterCombination', 'M', () => {
  twoSites().instance(EAST, 'orders-us-east-1', 3, 'db.t4g.large');
});

// --- moving the writer: what is refused

for (const operation of ['FailoverGlobalCluster', 'SwitchoverGlobalCluster'] as const) {
  rows.refuses('GDB-12', 'InvalidGlobalClusterStateFault', 'C', () => {
    const data = twoSites();
    upgrade(data, WEST);
    data.settle();
    move(data, operation);
  });
  rows.refuses('GDB-13', 'InvalidGlobalClusterStateFault', 'C', () => {
    const data = twoSites('13.7');
    change(data, WEST, { patchVersion: '13.7.2' });
    move(data, operation);
  });
  rows.refuses('GDB-14', 'InvalidGlobalClusterStateFault', 'C', () => {
    const data = twoSites('16.4');
    change(data, WEST, { patchVersion: '16.4.2' });
    move(data, operation);
  });
  rows.refuses('GDB-15', 'InvalidDBClusterStateFault', 'C', () => {
    const data = twoSites();
    move(data, operation, { TargetDbClusterIdentifier: arnOf(EAST) });
  });
  rows.refuses('GDB-15', 'DBClusterNotFoundFault', 'C', () => {
    // a member, but not named by its ARN
    move(twoSites(), operation, { TargetDbClusterIdentifier: 'orders-us-west-2' });
  });
  rows.refuses('GDB-21', 'InvalidGlobalClusterStateFault', 'C', () => {
    const data = twoSites();
    move(data, operation);
    move(data, operation);
  });
  rows.refuses('GDB-41', 'InvalidDBClusterStateFault', 'C', () => {
    const data = twoSites();
    data.member(IRELAND, false, '16.4', 0);
    move(data, operation, { TargetDbClusterIdentifier: arnOf(IRELAND) });
  });
}
rows.shows('GDB-13', () => {
  // from 13.8 on, patch levels are bridged
  const data = twoSites('13.8');
  change(data, WEST, { patchVersion: '13.8.2' });
  move(data, 'FailoverGlobalCluster');
});
rows.refuses('GDB-13', 'InvalidGlobalClusterStateFault', 'C', () => {
  const data = new DataWorld();
  const mysql = { ...cluster('first', '8.0.mysql_aurora.3.04.0'), Engine: 'aurora-mysql' };
  data.rds(EAST, 'CreateDBCluster', { ...mysql, MasterUsername: 'app', MasterUserPassword: 'planted-secret-3' });
  data.settle();
  data.rds(EAST, 'CreateGlobalCluster', { ...GLOBAL, SourceDBClusterIdentifier: arnOf(EAST, 'first') });
  const version = { EngineVersion: '8.0.mysql_aurora.3.04.1' };
  data.rds(WEST, 'CreateDBCluster', { ...mysql, ...version, ...GLOBAL, DBClusterIdentifier: 'second' });
  data.settle();
  data.rds(WEST, 'CreateDBInstance', {
    DBInstanceIdentifier: 'second-1',
    DBClusterIdentifier: 'second',
    DBInstanceClass: 'db.r6g.large',
    Engine: 'aurora-mysql',
  });
  data.settle();
  move(data, 'FailoverGlobalCluster', { TargetDbClusterIdentifier: arnOf(WEST, 'second') });
});
rows.refuses('GDB-16', 'InvalidParameterCombination', 'M', () => {
  move(twoSites(), 'FailoverGlobalCluster', { Switchover: true });
});
rows.shows('GDB-17', () => {
  const data = twoSites();
  move(data, 'FailoverGlobalCluster', { AllowDataLoss: false });
  expect(described(data, EAST)?.FailoverState).toMatchObject({ Status: 'pending', IsDataLossAllowed: false });
  data.pass(30 * MINUTE_MS);
  expect(events(data, EAST)).toContain('RDS-EVENT-0185');
  expect(writerOf(data.world, 'orders')).toBe(arnOf(WEST));
});
rows.shows('GDB-18', () => {
  const data = twoSites();
  const refusal = data.refusal(() =>
    data.rds(EAST, 'FailoverGlobalCluster', {
      ...GLOBAL,
      TargetDbClusterIdentifier: arnOf(WEST),
      AllowDataLoss: true,
    }),
  );
  // AWS does not say what it answers there: the twin says that it does not know
  expect(refusal).toMatchObject({ code: 'NotImplemented', row: 'GDB-18' });
});
rows.shows('GDB-19', () => {
  const data = twoSites();
  const call = (region: string) => () =>
    data.rds(region, 'SwitchoverGlobalCluster', { ...GLOBAL, TargetDbClusterIdentifier: arnOf(WEST) });
  expect(data.refusal(call(WEST))).toMatchObject({ code: 'NotImplemented', row: 'GDB-19' });
  lose(data, EAST);
  expect(call(EAST)).toThrow('the endpoints of us-east-1 cannot be reached');
});
rows.refuses('GDB-20', 'InvalidGlobalClusterStateFault', 'C', () => {
  const data = twoSites();
  lose(data, EAST);
  data.rds(WEST, 'SwitchoverGlobalCluster', { ...GLOBAL, TargetDbClusterIdentifier: arnOf(WEST) });
});

// --- moving the writer: what happens

rows.shows('GDB-22', () => {
  const quick = twoSites();
  const late = twoSites();
  const cut = { kind: 'replication-cut', region: EAST } as const;
  late.world.transact(() => strike(late.world, cut, 3 * MINUTE_MS));
  late.pass(MINUTE_MS);
  const took = [quick, late].map((data) => {
    const startMs = data.world.nowMs;
    move(data, 'SwitchoverGlobalCluster');
    while (writerOf(data.world, 'orders') === arnOf(EAST)) data.pass(SECOND_MS);
    data.pass(30 * MINUTE_MS);
    return data.world.nowMs - startMs;
  });
  expect(took[1]).toBeGreaterThan((took[0] ?? 0) + MINUTE_MS);
  expect(events(quick, EAST)).not.toContain('RDS-EVENT-0183');
  const wanted = ['RDS-EVENT-0181', 'RDS-EVENT-0183', 'RDS-EVENT-0423', 'RDS-EVENT-0182', 'RDS-EVENT-0184'];
  const order = events(late, EAST).filter((id) => wanted.includes(id ?? ''));
  expect([...new Set(order)]).toEqual(wanted);
  expect(events(late, EAST).at(-1)).toBe('RDS-EVENT-0185');
});
rows.shows('GDB-23', () => {
  const data = twoSites();
  const { world } = data;
  data.pass(10 * MINUTE_MS);
  world.transact(() => appendWrites(world, arnOf(EAST), { first: 1, last: 5, atMs: world.nowMs - MINUTE_MS }));
  world.transact(() => appendWrites(world, arnOf(EAST), { first: 6, last: 9, atMs: world.nowMs }));
  lose(data, EAST);
  expect(replicatedUpTo(world, arnOf(WEST))).toBeLessThan(world.nowMs);
  move(data, 'FailoverGlobalCluster');
  data.pass(30 * MINUTE_MS);
  expect(heldBy(world, arnOf(WEST))).toEqual([{ first: 1, last: 5 }]);
});

/** Fails over away from a primary whose region is up; seed 1 fences, as all but 2 in 100 do. */
function drillOnHealthy(): DataWorld {
  const data = twoSites();
  move(data, 'FailoverGlobalCluster');
  data.pass(6 * HOUR_MS);
  return data;
}

rows.shows('GDB-24', () => {
  const data = drillOnHealthy();
  expect(events(data, EAST)).toContain('RDS-EVENT-0390');
  expect(isFenced(data.world, arnOf(EAST))).toBe(true);
});
rows.shows('GDB-25', () => {
  const data = twoSites();
  const fault = { kind: 'fencing-timeout', region: EAST, probability: 1 } as const;
  data.world.transact(() => strike(data.world, fault));
  move(data, 'FailoverGlobalCluster');
  while (writerOf(data.world, 'orders') === arnOf(EAST)) data.pass(SECOND_MS);
  expect(events(data, EAST)).toContain('RDS-EVENT-0391');
  expect(acceptsWrites(data.world, arnOf(EAST))).toBe(true);
  data.pass(30 * MINUTE_MS);
  expect(acceptsWrites(data.world, arnOf(EAST))).toBe(false);
});
rows.shows('GDB-26', () => {
  const healthy = drillOnHealthy();
  expect(events(healthy, EAST, { SourceType: 'db-instance' })).toContain('RDS-EVENT-0390');
  expect(events(healthy, EAST, { SourceType: 'db-cluster' })).not.toContain('RDS-EVENT-0390');
  expect(events(healthy, WEST)).not.toContain('RDS-EVENT-0390');
  const lost = twoSites();
  lose(lost, EAST);
  move(lost, 'FailoverGlobalCluster');
  lost.pass(30 * MINUTE_MS);
  const told = events(lost, WEST, { SourceType: 'db-instance' });
  expect(told.filter((id) => id === 'RDS-EVENT-0390' || id === 'RDS-EVENT-0391').length).toBe(1);
});

/** A region is lost for an hour, failed away from, and back. */
function healed(seed = '1', retentionDays = 1): DataWorld {
  const data = new DataWorld({ seed });
  data.globalDatabase([EAST, WEST]);
  change(data, EAST, { backupRetentionDays: retentionDays });
  lose(data, EAST);
  move(data, 'FailoverGlobalCluster');
  data.pass(50 * MINUTE_MS);
  expect(snapshotsHeld(data)).toEqual([]);
  data.pass(4 * HOUR_MS);
  return data;
}

function snapshotsHeld(data: DataWorld): string[] {
  return data.world
    .table<{ id: string }>('rds.cluster-snapshot')
    .values()
    .map((snapshot) => snapshot.id);
}

rows.shows('GDB-27', () => {
  const counts = Array.from({ length: 40 }, (_, index) => snapshots(healed(String(index)), EAST).length);
  expect(new Set(counts)).toEqual(new Set([0, 1]));
  expect(snapshots(healed(), EAST)[0]).toMatch(/^rds:unplanned-global-failover-orders-us-east-1-/);
});
rows.shows('GDB-28', () => {
  const data = healed('1', 2);
  const [name = ''] = snapshots(data, EAST);
  data.rds(EAST, 'CopyDBClusterSnapshot', {
    SourceDBClusterSnapshotIdentifier: name,
    TargetDBClusterSnapshotIdentifier: 'kept',
  });
  data.pass(24 * HOUR_MS);
  expect(snapshots(data, EAST)).toEqual(['kept', name]);
  data.pass(48 * HOUR_MS);
  expect(snapshots(data, EAST)).toEqual(['kept']);
});
rows.shows('GDB-29', () => {
  const data = healed();
  expect(record(data, EAST).volume).toBe(`${arnOf(EAST)}#2`);
  expect(described(data, EAST)?.GlobalClusterMembers).toMatchObject([
    { DBClusterArn: arnOf(EAST), IsWriter: false, SynchronizationStatus: 'connected' },
    { DBClusterArn: arnOf(WEST), IsWriter: true },
  ]);
});
rows.shows('GDB-30', () => {
  const data = new DataWorld();
  data.globalDatabase([EAST, WEST, IRELAND]);
  lose(data, EAST, 48 * HOUR_MS);
  move(data, 'FailoverGlobalCluster');
  while (writerOf(data.world, 'orders') === arnOf(EAST)) data.pass(SECOND_MS);
  expect(described(data, WEST)?.GlobalClusterMembers[2]?.SynchronizationStatus).toBe('pending-resync');
  expect(replicatedUpTo(data.world, arnOf(IRELAND))).toBeUndefined();
  data.pass(3 * HOUR_MS);
  expect(events(data, IRELAND).filter((id) => id !== 'RDS-EVENT-0005')).toEqual([
    'RDS-EVENT-0170',
    'RDS-EVENT-0240',
    'RDS-EVENT-0241',
  ]);
});
rows.shows('GDB-31', () => {
  const data = drillOnHealthy();
  const told = events(data, WEST);
  expect(told.indexOf('RDS-EVENT-0397')).toBeGreaterThan(told.indexOf('RDS-EVENT-0238'));
  expect(data.world.table<{ endpointTarget: string }>('rds.global-cluster').get('orders')?.endpointTarget).toBe(
    arnOf(WEST),
  );
});
rows.shows('GDB-32', () => {
  const data = twoSites();
  const before = described(data, EAST)?.Endpoint;
  data.rds(EAST, 'ModifyGlobalCluster', { ...GLOBAL, NewGlobalClusterIdentifier: 'renamed' });
  expect([before, described(data, EAST)?.Endpoint].map((name) => name?.split('.')[0])).toEqual(['orders', 'renamed']);
});
rows.shows('GDB-34', () => {
  const data = twoSites();
  const { DBClusters } = data.rds<{ DBClusters: { Endpoint: string; ReplicationSourceIdentifier: string }[] }>(
    WEST,
    'DescribeDBClusters',
    { DBClusterIdentifier: 'orders-us-west-2' },
  );
  expect(DBClusters[0]?.Endpoint).toMatch(/^orders-us-west-2\.cluster-/);
  expect(DBClusters[0]?.ReplicationSourceIdentifier).toBe(arnOf(EAST));
  expect(acceptsWrites(data.world, arnOf(WEST))).toBe(false);
  expect(() =>
    data.world.transact(() => appendWrites(data.world, arnOf(WEST), { first: 1, last: 1, atMs: data.world.nowMs })),
  ).toThrow('accepts writes');
});
rows.shows('GDB-35', () => {
  const lags = (data: DataWorld) =>
    [EAST, WEST].map((region) => replicationLagMs(data.world, arnOf(region), data.world.nowMs) !== undefined);
  const before = twoSites();
  before.pass(MINUTE_MS);
  expect(lags(before)).toEqual([false, true]);
  expect(lags(healed())).toEqual([true, false]);
});

// --- leaving, deleting, keys, upgrades

rows.shows('GDB-42', () => {
  const data = twoSites();
  data.rds(WEST, 'RemoveFromGlobalCluster', { ...GLOBAL, DbClusterIdentifier: arnOf(WEST) });
  expect([EAST, WEST].map((region) => acceptsWrites(data.world, arnOf(region)))).toEqual([true, true]);
  expect(isFenced(data.world, arnOf(EAST))).toBe(false);
  data.pass(HOUR_MS);
  expect(events(data, WEST)).not.toContain('RDS-EVENT-0397');
  expect([...snapshots(data, EAST), ...snapshots(data, WEST)]).toEqual([]);
});
rows.refuses('GDB-43', 'InvalidGlobalClusterStateFault', 'C', () => {
  twoSites().rds(EAST, 'RemoveFromGlobalCluster', { ...GLOBAL, DbClusterIdentifier: arnOf(EAST) });
});
rows.refuses('GDB-44', 'InvalidParameterValue', 'O', () => {
  const data = twoSites();
  for (let repeat = 0; repeat < 2; repeat++) {
    data.rds(WEST, 'RemoveFromGlobalCluster', { ...GLOBAL, DbClusterIdentifier: arnOf(WEST) });
    data.settle();
  }
});
rows.refuses('GDB-44', 'DBClusterNotFoundFault', 'C', () => {
  twoSites().rds(WEST, 'RemoveFromGlobalCluster', { ...GLOBAL, DbClusterIdentifier: arnOf(WEST, 'never') });
});
rows.refuses('GDB-45', 'InvalidDBClusterStateFault', 'V', () => {
  const data = new DataWorld();
  data.globalDatabase([EAST]);
  data.member(WEST, false, '16.4', 0);
  data.rds(WEST, 'RemoveFromGlobalCluster', { ...GLOBAL, DbClusterIdentifier: arnOf(WEST) });
  data.rds(WEST, 'DeleteDBCluster', { DBClusterIdentifier: 'orders-us-west-2', FinalDBSnapshotIdentifier: 'final' });
});
rows.refuses('GDB-46', 'InvalidGlobalClusterStateFault', 'V', () => {
  twoSites().rds(EAST, 'DeleteGlobalCluster', GLOBAL);
});
rows.shows('GDB-47', () => {
  const data = twoSites();
  for (const region of [WEST, EAST]) {
    data.rds(region, 'RemoveFromGlobalCluster', { ...GLOBAL, DbClusterIdentifier: arnOf(region) });
  }
  expect(described(data, EAST)?.GlobalClusterMembers).toEqual([]);
  data.rds(EAST, 'DeleteGlobalCluster', GLOBAL);
  expect(described(data, EAST)).toBeUndefined();
});
rows.refuses('GDB-48', 'InvalidDBClusterStateFault', 'C', () => {
  twoSites().rds(EAST, 'StopDBCluster', { DBClusterIdentifier: 'orders-us-east-1' });
});
rows.shows('GDB-50', () => {
  const data = new DataWorld();
  const { KeyMetadata } = data.call<{ KeyMetadata: { Arn: string } }>(EAST, 'kms', 'CreateKey', {});
  data.rds(EAST, 'CreateGlobalCluster', { ...GLOBAL, Engine: 'aurora-postgresql', EngineVersion: '16.4' });
  data.rds(EAST, 'CreateDBCluster', {
    ...cluster('orders-us-east-1'),
    ...GLOBAL,
    KmsKeyId: KeyMetadata.Arn,
    MasterUsername: 'app',
    MasterUserPassword: 'planted-secret-4',
  });
  data.settle();
  data.instance(EAST, 'orders-us-east-1', 1);
  expect(acceptsWrites(data.world, arnOf(EAST))).toBe(true);
  data.call(EAST, 'kms', 'DisableKey', { KeyId: KeyMetadata.Arn });
  expect(record(data, EAST).status).toBe('inaccessible-encryption-credentials');
  data.call(EAST, 'kms', 'EnableKey', { KeyId: KeyMetadata.Arn });
  data.pass(24 * HOUR_MS);
  expect(record(data, EAST).status).toBe('inaccessible-encryption-credentials');
  expect(acceptsWrites(data.world, arnOf(EAST))).toBe(false);
});
rows.shows('GDB-52', () => {
  // versions differ only once an upgrade has ended, so one under way at a third member does not refuse
  const data = new DataWorld();
  data.globalDatabase([EAST, WEST, IRELAND]);
  upgrade(data, IRELAND);
  expect(record(data, IRELAND).status).toBe('upgrading');
  move(data, 'FailoverGlobalCluster');
  expect(record(data, IRELAND).status).toBe('available');
  data.pass(6 * HOUR_MS);
  expect(record(data, IRELAND).engineVersion).toBe('16.4');
  expect(events(data, IRELAND)).toContain('RDS-EVENT-0517');
});
rows.shows('GDB-53', () => {
  const data = twoSites();
  data.rds(EAST, 'ModifyDBCluster', { DBClusterIdentifier: 'orders-us-east-1', AutoMinorVersionUpgrade: true });
  data.pass(30 * 24 * HOUR_MS);
  expect(record(data, EAST).engineVersion).toBe('16.4');
});
rows.refuses('GDB-55', 'InvalidDBClusterStateFault', 'C', () => {
  const data = new DataWorld();
  const mysql = { ...cluster('first', '8.0.mysql_aurora.3.04.0'), Engine: 'aurora-mysql' };
  data.rds(EAST, 'CreateDBCluster', { ...mysql, MasterUsername: 'app', MasterUserPassword: 'planted-secret-5' });
  data.settle();
  data.rds(EAST, 'CreateGlobalCluster', { ...GLOBAL, SourceDBClusterIdentifier: arnOf(EAST, 'first') });
  data.rds(WEST, 'CreateDBCluster', { ...mysql, ...GLOBAL, DBClusterIdentifier: 'second' });
  data.settle();
  data.rds(WEST, 'ModifyDBCluster', {
    DBClusterIdentifier: 'second',
    EngineVersion: '8.0.mysql_aurora.3.04.1',
    ApplyImmediately: true,
  });
});
rows.refuses('GDB-56', 'InvalidParameterValue', 'O', () => upgrade(twoSites(), EAST));
rows.refuses('GDB-57', 'InvalidParameterValue', 'O', () => {
  const data = new DataWorld();
  const engine = { Engine: 'aurora-mysql', EngineVersion: '8.0.mysql_aurora.3.04.0' };
  data.rds(EAST, 'CreateGlobalCluster', { ...GLOBAL, ...engine });
  data.rds(EAST, 'ModifyGlobalCluster', { ...GLOBAL, EngineVersion: '8.0.mysql_aurora.3.04.1' });
});

rows.complete();
