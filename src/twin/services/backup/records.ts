import type { BackupRuleInput, Conditions } from '@aws-sdk/client-backup';
import type { World } from '../../world.ts';
import type { Tags } from '../tag-list.ts';

/** Tables of AWS Backup, keyed `region/name` (vault) and `region/id`. */
export interface VaultRecord {
  readonly name: string;
  readonly region: string;
  readonly arn: string;
  readonly kmsKeyArn?: string | undefined;
  readonly createdMs: number;
  /** A vault lock: deletes of recovery points are refused from the moment of locking. */
  readonly lock?: VaultLock | undefined;
  readonly tags: Tags;
}

export interface VaultLock {
  readonly minRetentionDays?: number | undefined;
  readonly maxRetentionDays?: number | undefined;
  /** From when the lock itself cannot be changed; undefined in governance mode. */
  readonly lockMs?: number | undefined;
}

export interface PlanRecord {
  readonly id: string;
  readonly region: string;
  readonly arn: string;
  readonly name: string;
  readonly version: string;
  readonly rules: readonly BackupRuleInput[];
  readonly createdMs: number;
  readonly tags: Tags;
}

export interface SelectionRecord {
  readonly id: string;
  readonly region: string;
  readonly planId: string;
  readonly name: string;
  readonly roleArn: string;
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly tags: readonly { readonly type: string; readonly key: string; readonly value: string }[];
  readonly conditions?: Conditions | undefined;
  readonly createdMs: number;
}

export interface RecoveryPointRecord {
  readonly arn: string;
  readonly region: string;
  readonly vault: string;
  readonly resourceArn: string;
  readonly resourceType: string;
  readonly roleArn: string;
  readonly status: 'COMPLETED' | 'EXPIRED';
  readonly createdMs: number;
  readonly deleteAfterDays?: number | undefined;
}

export interface JobRecord {
  readonly id: string;
  readonly kind: 'backup' | 'copy';
  readonly region: string;
  readonly state: 'RUNNING' | 'COMPLETED' | 'FAILED';
  readonly message?: string | undefined;
  readonly resourceArn: string;
  readonly roleArn: string;
  readonly sourceVault?: string | undefined;
  readonly destinationVaultArn: string;
  readonly recoveryPointArn?: string | undefined;
  readonly sourceRecoveryPointArn?: string | undefined;
  readonly deleteAfterDays?: number | undefined;
  readonly createdMs: number;
  readonly endedMs?: number | undefined;
  readonly token?: string | undefined;
}

export const vaults = (world: World) => world.table<VaultRecord>('backup.vault');
export const plans = (world: World) => world.table<PlanRecord>('backup.plan');
export const selections = (world: World) => world.table<SelectionRecord>('backup.selection');
export const recoveryPoints = (world: World) => world.table<RecoveryPointRecord>('backup.recovery-point');
export const jobs = (world: World) => world.table<JobRecord>('backup.job');

export function vaultArn(world: World, region: string, name: string): string {
  return `arn:aws:backup:${region}:${world.account}:backup-vault:${name}`;
}

export function vaultByArn(world: World, arn: string): VaultRecord | undefined {
  const [, , , region = '', , , name = ''] = arn.split(':');
  return vaults(world).get(`${region}/${name}`);
}
