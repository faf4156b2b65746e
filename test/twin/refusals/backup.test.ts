import { expect } from 'vitest';
import { HOUR_MS } from '../../../src/lib/clock.ts';
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

rows.complete();
