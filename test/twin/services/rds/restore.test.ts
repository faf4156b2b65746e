import { expect, test } from 'vitest';
import { HOUR_MS } from '../../../../src/lib/clock.ts';
import {
  acceptsWrites,
  answersReads,
  appendWrites,
  heldBy,
  heldBySnapshot,
} from '../../../../src/twin/services/rds/index.ts';
import { ACCOUNT, cluster, DataWorld, EAST, WEST } from '../../../support/data-services.ts';

const arnOf = (region: string, id: string) => `arn:aws:rds:${region}:${ACCOUNT}:cluster:${id}`;

/** A cluster with writes 1 to 10, a snapshot `kept` of them, and writes 11 to 20. */
function withSnapshot(input: object = {}): DataWorld {
  const data = new DataWorld();
  data.rds(EAST, 'CreateDBCluster', {
    ...cluster('first', '16.6'),
    MasterUsername: 'app',
    MasterUserPassword: 'planted-secret-9',
    ...input,
  });
  data.settle();
  data.instance(EAST, 'first', 1);
  write(data, 1, 10);
  data.rds(EAST, 'CreateDBClusterSnapshot', {
    DBClusterIdentifier: 'first',
    DBClusterSnapshotIdentifier: 'kept',
  });
  data.settle();
  data.pass(1);
  write(data, 11, 20);
  return data;
}

function write(data: DataWorld, first: number, last: number, id = 'first'): void {
  data.world.transact(() => appendWrites(data.world, arnOf(EAST, id), { first, last, atMs: data.world.nowMs }));
}

function restore(data: DataWorld, region: string, input: object = {}): void {
  data.rds(region, 'RestoreDBClusterFromSnapshot', {
    DBClusterIdentifier: 'back',
    SnapshotIdentifier: 'kept',
    Engine: 'aurora-postgresql',
    DBSubnetGroupName: 'data',
    ...input,
  });
}

test('a restored cluster holds what the snapshot does, answers once it has an instance, and goes its own way', () => {
  const data = withSnapshot();
  restore(data, EAST);
  const back = arnOf(EAST, 'back');
  data.pass(3 * HOUR_MS);
  expect(heldBy(data.world, back)).toEqual([{ first: 1, last: 10 }]);
  expect(answersReads(data.world, back)).toBe(false);
  data.instance(EAST, 'back', 1);
  expect([answersReads(data.world, back), acceptsWrites(data.world, back)]).toEqual([true, true]);
  write(data, 21, 22, 'back');
  expect(heldBy(data.world, back)).toEqual([
    { first: 1, last: 10 },
    { first: 21, last: 22 },
  ]);
  expect(heldBy(data.world, arnOf(EAST, 'first'))).toEqual([{ first: 1, last: 20 }]);
});

test('a copy in another region can be restored there after the original is gone', () => {
  const data = withSnapshot();
  data.rds(WEST, 'CopyDBClusterSnapshot', {
    SourceDBClusterSnapshotIdentifier: `arn:aws:rds:${EAST}:${ACCOUNT}:cluster-snapshot:kept`,
    TargetDBClusterSnapshotIdentifier: 'far',
    KmsKeyId: 'alias/aws/rds',
  });
  data.settle();
  data.rds(EAST, 'DeleteDBInstance', { DBInstanceIdentifier: 'first-1' });
  data.settle();
  data.rds(EAST, 'DeleteDBCluster', { DBClusterIdentifier: 'first', SkipFinalSnapshot: true });
  data.settle();
  data.rds(EAST, 'DeleteDBClusterSnapshot', { DBClusterSnapshotIdentifier: 'kept' });
  expect(heldBySnapshot(data.world, `arn:aws:rds:${WEST}:${ACCOUNT}:cluster-snapshot:far`)).toEqual([
    { first: 1, last: 10 },
  ]);
  restore(data, WEST, { SnapshotIdentifier: 'far' });
  data.settle();
  data.instance(WEST, 'back', 1);
  expect(heldBy(data.world, arnOf(WEST, 'back'))).toEqual([{ first: 1, last: 10 }]);
});

test('AWS refuses a restore under a taken name, of nothing, of another engine, and with a key that cannot be used', () => {
  const data = new DataWorld();
  const { KeyMetadata } = data.call<{ KeyMetadata: { KeyId: string; Arn: string } }>(EAST, 'kms', 'CreateKey', {});
  data.rds(EAST, 'CreateDBCluster', {
    ...cluster('first', '16.6'),
    KmsKeyId: KeyMetadata.Arn,
    MasterUsername: 'app',
    MasterUserPassword: 'planted-secret-9',
  });
  data.settle();
  data.rds(EAST, 'CreateDBClusterSnapshot', { DBClusterIdentifier: 'first', DBClusterSnapshotIdentifier: 'kept' });
  const code = (input: object) => data.refusal(() => restore(data, EAST, input)).code;
  expect(code({})).toBe('InvalidDBClusterSnapshotStateFault');
  data.settle();
  expect(code({ DBClusterIdentifier: 'first' })).toBe('DBClusterAlreadyExistsFault');
  expect(code({ SnapshotIdentifier: 'other' })).toBe('DBClusterSnapshotNotFoundFault');
  expect(code({ Engine: 'aurora-mysql' })).toBe('InvalidParameterCombination');
  expect(code({ EngineVersion: '16.8' })).toBe('NotImplemented');
  expect(code({ BackupRetentionPeriod: 36 })).toBe('InvalidParameterValue');
  expect(code({ KmsKeyId: 'no-such-key' })).toBe('KMSKeyNotAccessibleFault');
  data.call(EAST, 'kms', 'ScheduleKeyDeletion', { KeyId: KeyMetadata.KeyId, PendingWindowInDays: 7 });
  expect(code({})).toBe('KMSKeyNotAccessibleFault');
});
