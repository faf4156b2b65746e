import type { DescribeBackupVaultOutput } from '@aws-sdk/client-backup';
import type { Adapter } from '../adapter.ts';
import { gone, optional } from './common.ts';

/** A vault's lock, called as its vault. Its deletion is refused once it can no longer be changed. */
export const vaultLock: Adapter = {
  type: 'aws:backup/vaultLockConfiguration:VaultLockConfiguration',
  create(inputs, aws) {
    aws.call('backup', 'PutBackupVaultLockConfiguration', {
      BackupVaultName: inputs['backupVaultName'],
      ...optional('MinRetentionDays', inputs['minRetentionDays']),
      ...optional('MaxRetentionDays', inputs['maxRetentionDays']),
      ...optional('ChangeableForDays', inputs['changeableForDays']),
    });
    return String(inputs['backupVaultName']);
  },
  read(id, aws) {
    const found = gone(
      () => aws.call<DescribeBackupVaultOutput>('backup', 'DescribeBackupVault', { BackupVaultName: id }),
      'ResourceNotFoundException',
      'AccessDeniedException',
    );
    if (!found?.Locked) return undefined;
    return {
      backupVaultArn: found.BackupVaultArn,
      backupVaultName: found.BackupVaultName,
      minRetentionDays: found.MinRetentionDays,
      maxRetentionDays: found.MaxRetentionDays,
    };
  },
  delete(id, _state, aws) {
    aws.call('backup', 'DeleteBackupVaultLockConfiguration', { BackupVaultName: id });
  },
};
