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

/** Table `backup.recovery-point`, key `region/ARN`. An Aurora point is a cluster snapshot of type `awsbackup`: their ARNs are one. */
export interface RecoveryPointRecord {
  readonly arn: string;
  readonly region: string;
  readonly vault: string;
  readonly sourceVaultArn?: string | undefined;
  readonly resourceArn: string;
  readonly resourceType: string;
  readonly roleArn: string;
  readonly kmsKeyArn?: string | undefined;
  /** EXPIRED: it was to be deleted, and Backup could not. */
  readonly status: 'COMPLETED' | 'EXPIRED';
  readonly message?: string | undefined;
  readonly createdMs: number;
  readonly endedMs: number;
  readonly deleteAfterDays?: number | undefined;
  /** What StartRestoreJob may be given back; of an Aurora point only. */
  readonly restoreMetadata?: Readonly<Record<string, string>> | undefined;
  /** Of a point that is no snapshot: the snapshot has its own. */
  readonly tags: Tags;
}

/** Table `backup.job`, key `region/id`. */
export interface JobRecord {
  readonly id: string;
  readonly kind: 'backup' | 'copy' | 'restore';
  readonly region: string;
  readonly state: 'CREATED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'EXPIRED' | 'ABORTED';
  readonly message?: string | undefined;
  readonly resourceArn: string;
  readonly resourceType: string;
  readonly roleArn: string;
  readonly sourceVaultArn?: string | undefined;
  /** The vault of a backup or a copy. */
  readonly destinationVaultArn?: string | undefined;
  readonly recoveryPointArn?: string | undefined;
  readonly sourceRecoveryPointArn?: string | undefined;
  /** What a restore has made. */
  readonly createdResourceArn?: string | undefined;
  readonly deleteAfterDays?: number | undefined;
  readonly pointTags?: Tags | undefined;
  readonly createdMs: number;
  /** The last instants that a backup may begin and end at. */
  readonly startByMs?: number | undefined;
  readonly completeByMs?: number | undefined;
  readonly endedMs?: number | undefined;
  readonly token?: string | undefined;
}

/** Table `backup.legal-hold`, key `region/id`. */
export interface LegalHoldRecord {
  readonly id: string;
  readonly region: string;
  readonly arn: string;
  readonly title: string;
  readonly description: string;
  readonly status: 'ACTIVE' | 'CANCELED';
  readonly vaultNames: readonly string[];
  readonly resourceIdentifiers: readonly string[];
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly createdMs: number;
  readonly canceledMs?: number | undefined;
  readonly cancelDescription?: string | undefined;
  readonly token?: string | undefined;
  readonly tags: Tags;
}

export const vaults = (world: World) => world.table<VaultRecord>('backup.vault');
export const plans = (world: World) => world.table<PlanRecord>('backup.plan');
export const selections = (world: World) => world.table<SelectionRecord>('backup.selection');
export const recoveryPoints = (world: World) => world.table<RecoveryPointRecord>('backup.recovery-point');
export const legalHolds = (world: World) => world.table<LegalHoldRecord>('backup.legal-hold');
export const jobs = (world: World) => world.table<JobRecord>('backup.job');

export function vaultArn(world: World, region: string, name: string): string {
  return `arn:aws:backup:${region}:${world.account}:backup-vault:${name}`;
}

export function vaultByArn(world: World, arn: string): VaultRecord | undefined {
  const [, , , region = '', , , name = ''] = arn.split(':');
  return vaults(world).get(`${region}/${name}`);
}

/** The recovery points that a vault holds. */
export function pointsIn(world: World, vault: Pick<VaultRecord, 'region' | 'name'>): RecoveryPointRecord[] {
  return recoveryPoints(world)
    .values(`${vault.region}/`)
    .filter((point) => point.vault === vault.name);
}
