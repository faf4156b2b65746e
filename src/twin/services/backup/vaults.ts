import { HOUR_MS } from '../../../lib/clock.ts';
import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { pageOf } from '../page.ts';
import { mergeTags } from '../tag-list.ts';
import type { Backup } from './api.ts';
import { PAGES } from './paging.ts';
import { pointsIn, type VaultRecord, vaultArn, vaults } from './records.ts';

const DAY_MS = 24 * HOUR_MS;
const MIN_CHANGEABLE_DAYS = 3;

export const vaultHandlers: Backup = {
  CreateBackupVault(input, call) {
    const name = input.BackupVaultName ?? '';
    if (vaults(call.world).get(`${call.region}/${name}`)) {
      throw new AwsError('AlreadyExistsException', `there is a vault ${name} in ${call.region}`);
    }
    const vault: VaultRecord = {
      name,
      region: call.region,
      arn: vaultArn(call.world, call.region, name),
      kmsKeyArn: input.EncryptionKeyArn,
      createdMs: call.world.nowMs,
      tags: mergeTags({}, input.BackupVaultTags ?? {}),
    };
    putVault(call, vault);
    return { BackupVaultName: name, BackupVaultArn: vault.arn, CreationDate: new Date(vault.createdMs) };
  },

  DescribeBackupVault(input, call) {
    return describeVault(call, findVault(call, input.BackupVaultName));
  },

  DeleteBackupVault(input, call) {
    const vault = findVault(call, input.BackupVaultName);
    if (pointsIn(call.world, vault).length > 0) {
      throw new AwsError('InvalidRequestException', `${vault.name} holds recovery points`, { row: 'BKP-05' });
    }
    vaults(call.world).delete(`${vault.region}/${vault.name}`);
    return {};
  },

  PutBackupVaultLockConfiguration(input, call) {
    const vault = findVault(call, input.BackupVaultName);
    if (input.ChangeableForDays !== undefined && input.ChangeableForDays < MIN_CHANGEABLE_DAYS) {
      throw new AwsError('InvalidParameterValueException', `ChangeableForDays must be ${MIN_CHANGEABLE_DAYS} or more`, {
        row: 'BKP-03',
      });
    }
    refuseWhereLockedForEver(call, vault);
    const lockMs =
      input.ChangeableForDays === undefined ? undefined : call.world.nowMs + input.ChangeableForDays * DAY_MS;
    putVault(call, {
      ...vault,
      lock: { minRetentionDays: input.MinRetentionDays, maxRetentionDays: input.MaxRetentionDays, lockMs },
    });
    return {};
  },

  DeleteBackupVaultLockConfiguration(input, call) {
    const vault = findVault(call, input.BackupVaultName);
    refuseWhereLockedForEver(call, vault);
    putVault(call, { ...vault, lock: undefined });
    return {};
  },

  ListBackupVaults(input, call) {
    const all = vaults(call.world)
      .values(`${call.region}/`)
      .map((vault) => describeVault(call, vault));
    const { items, next } = pageOf(call, input, all, PAGES);
    return { BackupVaultList: items, NextToken: next };
  },
};

export function findVault(call: Call, name: string | undefined): VaultRecord {
  const vault = vaults(call.world).get(`${call.region}/${name}`);
  if (!vault) throw new AwsError('ResourceNotFoundException', `there is no vault ${name} in ${call.region}`);
  return vault;
}

function putVault(call: Call, vault: VaultRecord): void {
  vaults(call.world).put(`${vault.region}/${vault.name}`, vault);
}

function refuseWhereLockedForEver(call: Call, vault: VaultRecord): void {
  if (vault.lock?.lockMs !== undefined && vault.lock.lockMs <= call.world.nowMs) {
    throw new AwsError('InvalidRequestException', `the lock of ${vault.name} can no longer be changed`, {
      row: 'BKP-02',
    });
  }
}

function describeVault(call: Call, vault: VaultRecord) {
  return {
    BackupVaultName: vault.name,
    BackupVaultArn: vault.arn,
    EncryptionKeyArn: vault.kmsKeyArn,
    CreationDate: new Date(vault.createdMs),
    NumberOfRecoveryPoints: pointsIn(call.world, vault).length,
    Locked: vault.lock !== undefined,
    MinRetentionDays: vault.lock?.minRetentionDays,
    MaxRetentionDays: vault.lock?.maxRetentionDays,
    ...(vault.lock?.lockMs !== undefined && { LockDate: new Date(vault.lock.lockMs) }),
  };
}
