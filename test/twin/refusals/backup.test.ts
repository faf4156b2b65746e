import { expect } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../../src/lib/clock.ts';
import { ACCOUNT, DataWorld, EAST, WEST } from '../../support/data-services.ts';
import { RefusalTests } from '../../support/refusal-rows.ts';
import { coverage } from './backup.ts';

const rows = new RefusalTests(['BKP'], coverage);
const DAY_MS = 24 * HOUR_MS;
const VAULT = { BackupVaultName: 'vault' };
const JOB = {
  ...VAULT,
  ResourceArn: `arn:aws:rds:${EAST}:${ACCOUNT}:cluster:orders-us-east-1`,
  IamRoleArn: `arn:aws:iam::${ACCOUNT}:role/backup`,
};

function withVault(lock?: object): DataWorld {
  const data = new DataWorld();
  data.backupRole();
  for (const region of [EAST, WEST]) data.call(region, 'backup', 'CreateBackupVault', VAULT);
  if (lock) data.call(EAST, 'backup', 'PutBackupVaultLockConfiguration', { ...VAULT, ...lock });
  data.globalDatabase([EAST]);
  return data;
}

/** A finished job: its state, and the point that it made. */
function backUp(data: DataWorld, input: object = {}): { State: string; RecoveryPointArn?: string } {
  const { BackupJobId } = data.call<{ BackupJobId: string }>(EAST, 'backup', 'StartBackupJob', { ...JOB, ...input });
  data.pass(6 * HOUR_MS);
  return data.call(EAST, 'backup', 'DescribeBackupJob', { BackupJobId });
}

function copy(data: DataWorld, point: object, vault = 'vault'): Record<string, string> {
  const { CopyJobId } = data.call<{ CopyJobId: string }>(EAST, 'backup', 'StartCopyJob', {
    ...point,
    SourceBackupVaultName: 'vault',
    DestinationBackupVaultArn: `arn:aws:backup:${WEST}:${ACCOUNT}:backup-vault:${vault}`,
    IamRoleArn: JOB.IamRoleArn,
  });
  data.pass(6 * HOUR_MS);
  return data.call<{ CopyJob: Record<string, string> }>(EAST, 'backup', 'DescribeCopyJob', { CopyJobId }).CopyJob;
}

function metadata(data: DataWorld, RecoveryPointArn: string | undefined): Record<string, string> {
  return data.call<{ RestoreMetadata: Record<string, string> }>(EAST, 'backup', 'GetRecoveryPointRestoreMetadata', {
    ...VAULT,
    RecoveryPointArn,
  }).RestoreMetadata;
}

/** A finished restore. */
function restore(data: DataWorld, RecoveryPointArn: string | undefined, Metadata: object): object {
  const { RestoreJobId } = data.call<{ RestoreJobId: string }>(EAST, 'backup', 'StartRestoreJob', {
    RecoveryPointArn,
    IamRoleArn: JOB.IamRoleArn,
    Metadata,
  });
  data.pass(6 * HOUR_MS);
  return data.call(EAST, 'backup', 'DescribeRestoreJob', { RestoreJobId });
}

const HOLD = { Title: 'case 7', Description: 'kept for the court' };

for (const lock of [{ MinRetentionDays: 7, ChangeableForDays: 3 }, { MinRetentionDays: 7 }]) {
  rows.refuses('BKP-01', 'InvalidRequestException', 'C', () => {
    const data = withVault(lock);
    const { RecoveryPointArn } = backUp(data, { Lifecycle: { DeleteAfterDays: 35 } });
    data.call(EAST, 'backup', 'DeleteRecoveryPoint', { ...VAULT, RecoveryPointArn });
  });
}
rows.shows('BKP-01', () => {
  const data = withVault();
  const { RecoveryPointArn } = backUp(data);
  data.call(EAST, 'backup', 'DeleteRecoveryPoint', { ...VAULT, RecoveryPointArn });
  data.call(EAST, 'backup', 'DeleteBackupVault', VAULT);
});
rows.refuses('BKP-02', 'InvalidRequestException', 'V', () => {
  const data = withVault({ ChangeableForDays: 3 });
  data.pass(3 * DAY_MS);
  data.call(EAST, 'backup', 'DeleteBackupVaultLockConfiguration', VAULT);
});
rows.shows('BKP-02', () => {
  const data = withVault({ ChangeableForDays: 3 });
  data.pass(3 * DAY_MS - 1);
  data.call(EAST, 'backup', 'DeleteBackupVaultLockConfiguration', VAULT);
});
rows.refuses('BKP-03', 'InvalidParameterValueException', 'C', () => withVault({ ChangeableForDays: 2 }));
for (const days of [6, 366, undefined]) {
  rows.shows('BKP-04', () => {
    const data = withVault({ MinRetentionDays: 7, MaxRetentionDays: 365 });
    expect(backUp(data, days === undefined ? {} : { Lifecycle: { DeleteAfterDays: days } }).State).toBe('FAILED');
    expect(backUp(data, { Lifecycle: { DeleteAfterDays: 7 } }).State).toBe('COMPLETED');
  });
}
rows.refuses('BKP-05', 'InvalidRequestException', 'V', () => {
  const data = withVault();
  backUp(data);
  data.call(EAST, 'backup', 'DeleteBackupVault', VAULT);
});
rows.refuses('BKP-15', 'InvalidParameterValueException', 'C', () => backUp(withVault(), { StartWindowMinutes: 59 }));

rows.shows('BKP-06', () => {
  const data = withVault();
  const { RecoveryPointArn } = backUp(data);
  const point = { ...VAULT, RecoveryPointArn };
  const { PolicyArn } = { PolicyArn: 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup' };
  data.call(EAST, 'iam', 'DetachRolePolicy', { RoleName: 'backup', PolicyArn });
  expect(data.call(EAST, 'backup', 'DeleteRecoveryPoint', point)).toEqual({});
  expect(data.call(EAST, 'backup', 'DescribeRecoveryPoint', point)).toMatchObject({ Status: 'EXPIRED' });
  data.call(EAST, 'iam', 'AttachRolePolicy', { RoleName: 'backup', PolicyArn });
  data.call(EAST, 'backup', 'DeleteRecoveryPoint', point);
  data.call(EAST, 'backup', 'DeleteBackupVault', VAULT);
});
rows.shows('BKP-10', () => {
  const data = withVault();
  const { RecoveryPointArn } = backUp(data);
  expect(copy(data, { RecoveryPointArn })).toMatchObject({ State: 'FAILED' });
  const { KeyMetadata } = data.call<{ KeyMetadata: { Arn: string } }>(WEST, 'kms', 'CreateKey', {});
  const other = { BackupVaultName: 'other', EncryptionKeyArn: KeyMetadata.Arn };
  data.call(WEST, 'backup', 'CreateBackupVault', other);
  const done = copy(data, { RecoveryPointArn }, 'other');
  expect(done).toMatchObject({ State: 'COMPLETED' });
  const point = { BackupVaultName: 'other', RecoveryPointArn: done['DestinationRecoveryPointArn'] };
  expect(data.call(WEST, 'backup', 'DescribeRecoveryPoint', point)).toMatchObject({
    EncryptionKeyArn: KeyMetadata.Arn,
    SourceBackupVaultArn: `arn:aws:backup:${EAST}:${ACCOUNT}:backup-vault:vault`,
  });
});
for (const missing of ['DBClusterIdentifier', 'Engine']) {
  rows.refuses('BKP-14', 'MissingParameterValueException', 'C', () => {
    const data = withVault();
    const { RecoveryPointArn } = backUp(data);
    const { [missing]: _left, ...Metadata } = metadata(data, RecoveryPointArn);
    data.call(EAST, 'backup', 'StartRestoreJob', { RecoveryPointArn, IamRoleArn: JOB.IamRoleArn, Metadata });
  });
}
rows.shows('BKP-14', () => {
  const data = withVault();
  const { RecoveryPointArn } = backUp(data);
  const as = (more: object) => restore(data, RecoveryPointArn, { ...metadata(data, RecoveryPointArn), ...more });
  // told back as it is, it names the cluster that is there
  expect(as({})).toMatchObject({ Status: 'FAILED', StatusMessage: expect.stringContaining('DBClusterAlreadyExists') });
  expect(as({ DBClusterIdentifier: 'restored' })).toMatchObject({
    Status: 'COMPLETED',
    CreatedResourceArn: `arn:aws:rds:${EAST}:${ACCOUNT}:cluster:restored`,
  });
});
rows.shows('BKP-16', () => {
  const data = withVault();
  // a cluster that is being changed cannot be backed up: the job waits, and is tried again
  const cluster = data.world.table<{ status: string }>('rds.cluster').get(`${EAST}/orders-${EAST}`);
  const put = (status: string) =>
    data.world.transact(() => data.world.table('rds.cluster').put(`${EAST}/orders-${EAST}`, { ...cluster, status }));
  put('modifying');
  const start = () =>
    data.call<{ BackupJobId: string }>(EAST, 'backup', 'StartBackupJob', { ...JOB, StartWindowMinutes: 60 });
  const stateOf = (job: object) => data.call(EAST, 'backup', 'DescribeBackupJob', job);
  const [late, soon] = [start(), start()];
  data.pass(40 * MINUTE_MS);
  expect(stateOf(late)).toMatchObject({ State: 'CREATED' });
  data.pass(30 * MINUTE_MS);
  expect(stateOf(late)).toMatchObject({ State: 'EXPIRED' });
  expect(stateOf(soon)).toMatchObject({ State: 'EXPIRED' });
  const third = start();
  data.pass(5 * MINUTE_MS);
  put('available');
  data.pass(5 * MINUTE_MS);
  expect(stateOf(third)).toMatchObject({ State: 'RUNNING' });
});
rows.shows('BKP-17', () => {
  const data = withVault();
  const { RecoveryPointArn } = backUp(data);
  const request = {
    RecoveryPointArn,
    IamRoleArn: JOB.IamRoleArn,
    IdempotencyToken: 'once',
    Metadata: { ...metadata(data, RecoveryPointArn), DBClusterIdentifier: 'restored' },
  };
  const first = data.call(EAST, 'backup', 'StartRestoreJob', request);
  data.pass(6 * HOUR_MS);
  expect(data.call(EAST, 'backup', 'StartRestoreJob', request)).toEqual(first);
  data.pass(6 * HOUR_MS);
  expect(data.call<{ RestoreJobs: object[] }>(EAST, 'backup', 'ListRestoreJobs', {}).RestoreJobs).toHaveLength(1);
});
rows.refuses('BKP-19', 'InvalidRequestException', 'C', () => {
  const data = withVault();
  const { RecoveryPointArn } = backUp(data);
  data.call(EAST, 'backup', 'CreateLegalHold', { ...HOLD, RecoveryPointSelection: { VaultNames: ['vault'] } });
  data.call(EAST, 'backup', 'DeleteRecoveryPoint', { ...VAULT, RecoveryPointArn });
});
rows.shows('BKP-19', () => {
  const data = withVault();
  const { RecoveryPointArn } = backUp(data, { Lifecycle: { DeleteAfterDays: 7 } });
  const selection = { RecoveryPointSelection: { ResourceIdentifiers: [JOB.ResourceArn] } };
  const { LegalHoldId } = data.call<{ LegalHoldId: string }>(EAST, 'backup', 'CreateLegalHold', {
    ...HOLD,
    ...selection,
  });
  data.pass(MINUTE_MS);
  const later = backUp(data, { Lifecycle: { DeleteAfterDays: 7 } });
  data.pass(30 * DAY_MS);
  const names = () =>
    data
      .call<{ RecoveryPoints: { RecoveryPointArn: string }[] }>(
        EAST,
        'backup',
        'ListRecoveryPointsByBackupVault',
        VAULT,
      )
      .RecoveryPoints.map((point) => point.RecoveryPointArn);
  // the point that was made after the hold is gone by its lifecycle
  expect(later.State).toBe('COMPLETED');
  expect(names()).toEqual([RecoveryPointArn]);
  data.call(EAST, 'backup', 'CancelLegalHold', { LegalHoldId, CancelDescription: 'over' });
  data.pass(MINUTE_MS);
  expect(names()).toEqual([]);
});
rows.shows('BKP-20', () => {
  const data = withVault();
  const { RecoveryPointArn } = backUp(data);
  const Metadata = {
    ...metadata(data, RecoveryPointArn),
    DBClusterIdentifier: 'restored',
    VpcSecurityGroupIds: 'sg-1',
  };
  expect(restore(data, RecoveryPointArn, Metadata)).toMatchObject({
    Status: 'FAILED',
    StatusMessage: expect.stringContaining('Restore metadata is invalid'),
  });
});

rows.complete();
