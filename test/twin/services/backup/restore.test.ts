import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../../../src/lib/clock.ts';
import { appendWrites, heldBy } from '../../../../src/twin/services/rds/index.ts';
import { ACCOUNT, DataWorld, EAST, WEST } from '../../../support/data-services.ts';

const DAY_MS = 24 * HOUR_MS;
const CLUSTER = `arn:aws:rds:${EAST}:${ACCOUNT}:cluster:orders-${EAST}`;

/** A global database, a vault in each region with a key of its own, and the role that backups run with. */
function site() {
  const data = new DataWorld();
  const role = data.backupRole();
  const keys = Object.fromEntries(
    [EAST, WEST].map((region) => {
      const { KeyMetadata } = data.call<{ KeyMetadata: { Arn: string } }>(region, 'kms', 'CreateKey', {});
      data.call(region, 'backup', 'CreateBackupVault', {
        BackupVaultName: 'kept',
        EncryptionKeyArn: KeyMetadata.Arn,
      });
      return [region, KeyMetadata.Arn];
    }),
  );
  data.globalDatabase();
  return { data, role, keys };
}

function write(data: DataWorld, first: number, last: number): void {
  data.world.transact(() => appendWrites(data.world, CLUSTER, { first, last, atMs: data.world.nowMs }));
}

/** Starts a job and waits for its end; answers it as it is described. */
function done(data: DataWorld, region: string, kind: 'Backup' | 'Copy' | 'Restore', input: object) {
  const started = data.call<Record<string, string>>(region, 'backup', `Start${kind}Job`, input);
  data.pass(6 * HOUR_MS);
  const id = { [`${kind}JobId`]: started[`${kind}JobId`] };
  const told = data.call<Record<string, never>>(region, 'backup', `Describe${kind}Job`, id);
  return (kind === 'Copy' ? told['CopyJob'] : told) as unknown as Record<string, string>;
}

test('a copy in another region, under another key, is restored with the writes of the instant of the backup', () => {
  const { data, role, keys } = site();
  write(data, 1, 40);
  data.pass(MINUTE_MS);
  const backup = data.call<{ BackupJobId: string }>(EAST, 'backup', 'StartBackupJob', {
    BackupVaultName: 'kept',
    ResourceArn: CLUSTER,
    IamRoleArn: role,
  });
  data.pass(SECOND_AFTER);
  write(data, 41, 60);
  data.pass(6 * HOUR_MS);
  const { RecoveryPointArn } = data.call<{ RecoveryPointArn: string }>(EAST, 'backup', 'DescribeBackupJob', backup);
  expect(RecoveryPointArn).toMatch(/^arn:aws:rds:us-east-1:111122223333:cluster-snapshot:awsbackup:job-[0-9a-f-]{36}$/);

  const copy = done(data, EAST, 'Copy', {
    RecoveryPointArn,
    SourceBackupVaultName: 'kept',
    DestinationBackupVaultArn: `arn:aws:backup:${WEST}:${ACCOUNT}:backup-vault:kept`,
    IamRoleArn: role,
    Lifecycle: { DeleteAfterDays: 365 },
  });
  expect(copy).toMatchObject({ State: 'COMPLETED' });
  const kept = { BackupVaultName: 'kept', RecoveryPointArn: copy['DestinationRecoveryPointArn'] };
  expect(data.call(WEST, 'backup', 'DescribeRecoveryPoint', kept)).toMatchObject({
    ResourceArn: CLUSTER,
    EncryptionKeyArn: keys[WEST],
    Lifecycle: { DeleteAfterDays: 365 },
  });

  const { RestoreMetadata } = data.call<{ RestoreMetadata: Record<string, string> }>(
    WEST,
    'backup',
    'GetRecoveryPointRestoreMetadata',
    kept,
  );
  const restored = done(data, WEST, 'Restore', {
    RecoveryPointArn: kept.RecoveryPointArn,
    IamRoleArn: role,
    Metadata: { ...RestoreMetadata, DBClusterIdentifier: 'proof', VpcSecurityGroupIds: '[]' },
  });
  expect(restored).toMatchObject({ Status: 'COMPLETED' });
  const arn = `arn:aws:rds:${WEST}:${ACCOUNT}:cluster:proof`;
  expect(restored['CreatedResourceArn']).toBe(arn);
  expect(data.rds(WEST, 'DescribeDBClusters', { DBClusterIdentifier: 'proof' })).toMatchObject({
    DBClusters: [{ Status: 'available', DBClusterMembers: [], KmsKeyId: keys[WEST] }],
  });
  expect(heldBy(data.world, arn)).toEqual([{ first: 1, last: 40 }]);
});
const SECOND_AFTER = 1000;

test('what a key has encrypted cannot be restored once the key is on its way out', () => {
  const { data, role, keys } = site();
  const { RecoveryPointArn } = done(data, EAST, 'Backup', {
    BackupVaultName: 'kept',
    ResourceArn: CLUSTER,
    IamRoleArn: role,
  });
  const copy = done(data, EAST, 'Copy', {
    RecoveryPointArn,
    SourceBackupVaultName: 'kept',
    DestinationBackupVaultArn: `arn:aws:backup:${WEST}:${ACCOUNT}:backup-vault:kept`,
    IamRoleArn: role,
  });
  const point = { BackupVaultName: 'kept', RecoveryPointArn: copy['DestinationRecoveryPointArn'] };
  const { RestoreMetadata } = data.call<{ RestoreMetadata: object }>(
    WEST,
    'backup',
    'GetRecoveryPointRestoreMetadata',
    point,
  );
  const request = (id: string) => ({
    RecoveryPointArn: point.RecoveryPointArn,
    IamRoleArn: role,
    Metadata: { ...RestoreMetadata, DBClusterIdentifier: id },
  });
  data.call(WEST, 'kms', 'ScheduleKeyDeletion', { KeyId: keys[WEST], PendingWindowInDays: 7 });
  expect(done(data, WEST, 'Restore', request('one'))).toMatchObject({
    Status: 'FAILED',
    StatusMessage: expect.stringContaining('KMSKeyNotAccessibleFault'),
  });
  data.call(WEST, 'kms', 'CancelKeyDeletion', { KeyId: keys[WEST] });
  data.call(WEST, 'kms', 'EnableKey', { KeyId: keys[WEST] });
  expect(done(data, WEST, 'Restore', request('two'))).toMatchObject({ Status: 'COMPLETED' });
  data.call(WEST, 'kms', 'ScheduleKeyDeletion', { KeyId: keys[WEST], PendingWindowInDays: 7 });
  data.pass(8 * DAY_MS);
  expect(done(data, WEST, 'Restore', request('three'))).toMatchObject({ Status: 'FAILED' });
  // the point itself is still listed
  expect(data.call(WEST, 'backup', 'DescribeRecoveryPoint', point)).toMatchObject({ Status: 'COMPLETED' });
});

test('a recovery point is gone within eight hours of the end of its retention, also out of a locked vault', () => {
  const { data, role } = site();
  data.call(EAST, 'backup', 'PutBackupVaultLockConfiguration', {
    BackupVaultName: 'kept',
    MinRetentionDays: 7,
    ChangeableForDays: 3,
  });
  const begun = data.world.nowMs;
  const { RecoveryPointArn } = done(data, EAST, 'Backup', {
    BackupVaultName: 'kept',
    ResourceArn: CLUSTER,
    IamRoleArn: role,
    Lifecycle: { DeleteAfterDays: 7 },
  });
  const count = () =>
    data.call<{ RecoveryPoints: object[] }>(EAST, 'backup', 'ListRecoveryPointsByResource', { ResourceArn: CLUSTER })
      .RecoveryPoints.length;
  const shorter = { BackupVaultName: 'kept', RecoveryPointArn, Lifecycle: { DeleteAfterDays: 1 } };
  expect(data.refusal(() => data.call(EAST, 'backup', 'UpdateRecoveryPointLifecycle', shorter)).row).toBe('BKP-01');
  data.world.advanceTo(begun + 7 * DAY_MS - 1);
  expect(count()).toBe(1);
  data.world.advanceTo(begun + 7 * DAY_MS + 8 * HOUR_MS);
  expect(count()).toBe(0);
  expect(data.rds(EAST, 'DescribeDBClusterSnapshots', { SnapshotType: 'awsbackup' })).toMatchObject({
    DBClusterSnapshots: [],
  });
  data.call(EAST, 'backup', 'DeleteBackupVault', { BackupVaultName: 'kept' });
});

test('a point whose role has gone before the end of its retention turns EXPIRED and stays', () => {
  const { data, role } = site();
  const { RecoveryPointArn } = done(data, EAST, 'Backup', {
    BackupVaultName: 'kept',
    ResourceArn: CLUSTER,
    IamRoleArn: role,
    Lifecycle: { DeleteAfterDays: 7 },
  });
  const [policy] = data.call<{ AttachedPolicies: { PolicyArn: string }[] }>(EAST, 'iam', 'ListAttachedRolePolicies', {
    RoleName: 'backup',
  }).AttachedPolicies;
  data.call(EAST, 'iam', 'DetachRolePolicy', { RoleName: 'backup', PolicyArn: policy?.PolicyArn });
  data.call(EAST, 'iam', 'DeleteRole', { RoleName: 'backup' });
  data.pass(10 * DAY_MS);
  const point = { BackupVaultName: 'kept', RecoveryPointArn };
  expect(data.call(EAST, 'backup', 'DescribeRecoveryPoint', point)).toMatchObject({ Status: 'EXPIRED' });
  expect(data.refusal(() => data.call(EAST, 'backup', 'DeleteBackupVault', { BackupVaultName: 'kept' })).row).toBe(
    'BKP-05',
  );
});
