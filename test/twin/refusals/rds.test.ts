import { expect } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../../src/lib/clock.ts';
import { strike } from '../../../src/twin/physics/faults.ts';
import { acceptsWrites, answersReads } from '../../../src/twin/services/rds/index.ts';
import { clusters } from '../../../src/twin/services/rds/records.ts';
import { cluster, DataWorld, EAST, WEST } from '../../support/data-services.ts';
import { RefusalTests } from '../../support/refusal-rows.ts';
import { coverage } from './rds.ts';

const rows = new RefusalTests(['RDS'], coverage);
const ALONE = { DBClusterIdentifier: 'alone' };

/** A stand-alone cluster with some instances. */
function standAlone(instances = 0, input: object = {}): DataWorld {
  const data = new DataWorld();
  data.rds(EAST, 'CreateDBCluster', {
    ...cluster('alone'),
    MasterUsername: 'app',
    MasterUserPassword: 'planted-secret-6',
    ...input,
  });
  data.settle();
  for (let number = 1; number <= instances; number++) data.instance(EAST, 'alone', number);
  return data;
}

function deleteCluster(data: DataWorld, input: object = { SkipFinalSnapshot: true }): void {
  data.rds(EAST, 'DeleteDBCluster', { ...ALONE, ...input });
}

rows.refuses('RDS-01', 'InvalidDBClusterStateFault', 'V', () => deleteCluster(standAlone(1)));
rows.shows('RDS-01', () => {
  const data = standAlone(1);
  data.rds(EAST, 'DeleteDBInstance', { DBInstanceIdentifier: 'alone-1' });
  deleteCluster(data);
  data.settle();
  expect(clusters(data.world).values()).toEqual([]);
});
rows.refuses('RDS-02', 'InvalidParameterCombination', 'M', () =>
  deleteCluster(standAlone(0, { DeletionProtection: true })),
);
rows.shows('RDS-03', () => {
  const data = standAlone(1, { DeletionProtection: true });
  data.rds(EAST, 'DeleteDBInstance', { DBInstanceIdentifier: 'alone-1' });
  data.settle();
  expect(clusters(data.world).values()).toMatchObject([{ id: 'alone', status: 'available' }]);
});
rows.shows('RDS-04', () => {
  expect(clusters(standAlone().world).values()[0]?.deletionProtection).toBe(false);
});
rows.refuses('RDS-05', 'InvalidParameterCombination', 'M', () => deleteCluster(standAlone(), {}));
rows.refuses('RDS-06', 'InvalidParameterCombination', 'M', () =>
  deleteCluster(standAlone(), { SkipFinalSnapshot: true, FinalDBSnapshotIdentifier: 'final' }),
);
rows.refuses('RDS-07', 'InvalidDBInstanceState', 'C', () => {
  const data = standAlone();
  const instance = { DBInstanceIdentifier: 'alone-1' };
  data.rds(EAST, 'CreateDBInstance', {
    ...ALONE,
    ...instance,
    DBInstanceClass: 'db.r6g.large',
    Engine: 'aurora-postgresql',
  });
  data.rds(EAST, 'DeleteDBInstance', { ...instance, FinalDBSnapshotIdentifier: 'final' });
});
rows.shows('RDS-08', () => {
  const left = (input: object) => {
    const data = new DataWorld();
    const arns = data.globalDatabase([EAST, WEST]);
    data.world.transact(() => strike(data.world, { kind: 'region-loss', region: EAST }, HOUR_MS));
    const global = { GlobalClusterIdentifier: 'orders' };
    data.rds(WEST, 'FailoverGlobalCluster', { ...global, TargetDbClusterIdentifier: arns[WEST], AllowDataLoss: true });
    data.pass(5 * HOUR_MS);
    data.rds(EAST, 'RemoveFromGlobalCluster', { ...global, DbClusterIdentifier: arns[EAST] });
    for (const number of [1, 2]) {
      data.rds(EAST, 'DeleteDBInstance', { DBInstanceIdentifier: `orders-us-east-1-${number}` });
    }
    data.pass(HOUR_MS);
    const named = { DBClusterIdentifier: 'orders-us-east-1' };
    data.rds(EAST, 'DeleteDBCluster', { ...named, FinalDBSnapshotIdentifier: 'final', ...input });
    data.pass(HOUR_MS);
    const { DBClusterSnapshots } = data.rds<{ DBClusterSnapshots: { SnapshotType: string }[] }>(
      EAST,
      'DescribeDBClusterSnapshots',
      {},
    );
    return DBClusterSnapshots.map((snapshot) => snapshot.SnapshotType);
  };
  expect(left({})).toEqual(['manual']);
  expect(left({ DeleteAutomatedBackups: false })).toEqual(['manual', 'automated']);
});
rows.refuses('RDS-14', 'InvalidDBClusterStateFault', 'C', () => standAlone(1).rds(EAST, 'FailoverDBCluster', ALONE));
rows.shows('RDS-14', () => {
  const data = standAlone(2);
  data.rds(EAST, 'FailoverDBCluster', ALONE);
  data.pass(5 * MINUTE_MS);
  const { DBClusters } = data.rds<{ DBClusters: { DBClusterMembers: { IsClusterWriter: boolean }[] }[] }>(
    EAST,
    'DescribeDBClusters',
    ALONE,
  );
  expect(DBClusters[0]?.DBClusterMembers.map((member) => member.IsClusterWriter)).toEqual([false, true]);
});
rows.shows('RDS-16', () => {
  const data = standAlone(1);
  data.rds(EAST, 'CreateDBClusterSnapshot', { ...ALONE, DBClusterSnapshotIdentifier: 'kept' });
  data.settle();
  data.rds(EAST, 'RestoreDBClusterFromSnapshot', {
    DBClusterIdentifier: 'back',
    SnapshotIdentifier: 'kept',
    Engine: 'aurora-postgresql',
    DBSubnetGroupName: 'data',
  });
  data.settle();
  const back = clusters(data.world).get(`${EAST}/back`)?.arn ?? '';
  expect([answersReads(data.world, back), acceptsWrites(data.world, back)]).toEqual([false, false]);
  data.instance(EAST, 'back', 1);
  expect([answersReads(data.world, back), acceptsWrites(data.world, back)]).toEqual([true, true]);
});
rows.refuses('RDS-17', 'InsufficientDBInstanceCapacity', 'V', () => {
  const data = standAlone();
  data.world.transact(() => strike(data.world, { kind: 'capacity', region: EAST, probability: 1 }));
  data.instance(EAST, 'alone', 1);
});
rows.refuses('RDS-18', 'InvalidDBClusterStateFault', 'V', () => {
  const data = standAlone();
  for (let repeat = 0; repeat < 2; repeat++) {
    data.rds(EAST, 'ModifyDBCluster', { ...ALONE, EngineVersion: '16.6', ApplyImmediately: true });
  }
});
rows.refuses('RDS-20', 'InvalidParameterCombination', 'O', () => {
  standAlone(1).rds(EAST, 'ModifyDBCluster', { ...ALONE, EngineVersion: '16.3', ApplyImmediately: true });
});

rows.complete();
