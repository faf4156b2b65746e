import type { BackupJobState } from '@aws-sdk/client-backup';
import { drawHex } from '../../../lib/chance.ts';
import { HOUR_MS, MINUTE_MS } from '../../../lib/clock.ts';
import { AwsError, notModelled } from '../../aws-error.ts';
import { elapseMs } from '../../physics/duration.ts';
import type { World } from '../../world.ts';
import { pageOf } from '../page.ts';
import { type ClusterRecord, clusterByArn } from '../rds/records.ts';
import { takeSnapshot } from '../rds/snapshot.ts';
import { mergeTags } from '../tag-list.ts';
import type { Backup } from './api.ts';
import { endLater, findJob, jobByToken, jobDates, jobsOf, newJob, putJob, resourceTypeOf } from './job.ts';
import { daysOf, lifecycleProblem, putPoint } from './lifecycle.ts';
import { PAGES } from './paging.ts';
import { type JobRecord, type VaultRecord, vaultByArn } from './records.ts';
import { restoreMetadataOf } from './restore-metadata.ts';
import { findVault } from './vaults.ts';

const MIN_START_WINDOW_MINUTES = 60;
const START_WINDOW_MS = 8 * HOUR_MS; // API reference, StartBackupJob
const RETRY_MS = 10 * MINUTE_MS;

export const backupJobHandlers: Backup = {
  StartBackupJob(input, call) {
    const vault = findVault(call, input.BackupVaultName);
    if ((input.StartWindowMinutes ?? MIN_START_WINDOW_MINUTES) < MIN_START_WINDOW_MINUTES) {
      throw new AwsError(
        'InvalidParameterValueException',
        `StartWindowMinutes must be ${MIN_START_WINDOW_MINUTES} or more`,
        { row: 'BKP-15' },
      );
    }
    if (input.LogicallyAirGappedBackupVaultArn !== undefined) throw notModelled('logically air-gapped vaults');
    const known = jobByToken(call, 'backup', input.IdempotencyToken);
    if (known) return started(known);
    const { world } = call;
    const resourceArn = input.ResourceArn ?? '';
    const resourceType = resourceTypeOf(resourceArn);
    if (resourceType === 'Aurora' && clusterByArn(world, resourceArn)?.region !== call.region) {
      throw new AwsError('ResourceNotFoundException', `there is no ${resourceArn} in ${call.region}`);
    }
    const windowMs = input.StartWindowMinutes === undefined ? START_WINDOW_MS : input.StartWindowMinutes * MINUTE_MS;
    const job = newJob(call, {
      kind: 'backup',
      state: 'CREATED',
      resourceArn,
      resourceType,
      roleArn: input.IamRoleArn ?? '',
      destinationVaultArn: vault.arn,
      deleteAfterDays: daysOf(input.Lifecycle),
      pointTags: mergeTags({}, input.RecoveryPointTags ?? {}),
      startByMs: world.nowMs + windowMs,
      completeByMs:
        input.CompleteWindowMinutes === undefined ? undefined : world.nowMs + input.CompleteWindowMinutes * MINUTE_MS,
      token: input.IdempotencyToken,
    });
    beginBackup(world, job);
    return started(job);
  },

  DescribeBackupJob(input, call) {
    return describe(findJob(call, 'backup', input.BackupJobId), call.account);
  },

  ListBackupJobs(input, call) {
    const found = jobsOf(call, 'backup')
      .filter(
        (job) =>
          (input.ByResourceArn === undefined || job.resourceArn === input.ByResourceArn) &&
          (input.ByState === undefined || job.state === input.ByState) &&
          (input.ByBackupVaultName === undefined || vaultNameOf(job) === input.ByBackupVaultName),
      )
      .map((job) => describe(job, call.account));
    const { items, next } = pageOf(call, input, found, PAGES);
    return { BackupJobs: items, NextToken: next };
  },
};

/**
 * Begins a backup that waits, where its resource can be backed up now; else it is tried again every ten minutes until its window is
 * over, when it turns EXPIRED (refusals, BKP-16).
 */
export function beginBackup(world: World, job: JobRecord): void {
  const cluster = clusterByArn(world, job.resourceArn);
  if (job.resourceType === 'Aurora' && cluster?.status !== 'available') {
    retry(world, job);
    return;
  }
  const problem = lifecycleProblem(vaultByArn(world, job.destinationVaultArn ?? ''), job.deleteAfterDays);
  const durationMs = elapseMs(world, 'backup.job', job.id);
  let running: JobRecord = { ...job, state: 'RUNNING' };
  let endMs = world.nowMs + (problem === undefined ? durationMs : Math.min(durationMs, MINUTE_MS));
  if (cluster && problem === undefined) {
    const id = `awsbackup:job-${job.id}`;
    const tags = mergeTags(cluster.tags, job.pointTags ?? {});
    const snapshot = takeSnapshot(world, { ...cluster, copyTagsToSnapshot: false }, { id, type: 'awsbackup', tags });
    running = { ...running, recoveryPointArn: snapshot.arn };
    endMs = Math.max(endMs, world.nowMs + elapseMs(world, 'rds.snapshot', snapshot.arn));
  }
  putJob(world, running);
  const isLate = job.completeByMs !== undefined && endMs > job.completeByMs;
  if (isLate) endLater(world, running, job.completeByMs ?? endMs, 'the completion window is over');
  else endLater(world, running, endMs, problem);
}

function retry(world: World, job: JobRecord): void {
  const atMs = world.nowMs + RETRY_MS;
  if (atMs > (job.startByMs ?? 0)) {
    putJob(world, { ...job, state: 'EXPIRED', message: 'it did not begin within its window', endedMs: job.startByMs });
    return;
  }
  putJob(world, { ...job, state: 'CREATED' });
  world.schedule({
    atMs,
    kind: 'backup.job-begins',
    subject: `arn:aws:backup:${job.region}:${world.account}:job:${job.id}`,
    tick: true,
    data: { key: `${job.region}/${job.id}` },
  });
}

/** The point that a backup has made is there. */
export function completeBackup(world: World, job: JobRecord, vault: VaultRecord): JobRecord {
  const cluster: ClusterRecord | undefined = clusterByArn(world, job.resourceArn);
  const arn =
    job.recoveryPointArn ??
    `arn:aws:backup:${vault.region}:${world.account}:recovery-point:${drawHex(world.seed, job.id, 'recovery-point', 32)}`;
  putPoint(world, {
    arn,
    region: vault.region,
    vault: vault.name,
    resourceArn: job.resourceArn,
    resourceType: job.resourceType,
    roleArn: job.roleArn,
    // an Aurora point has its cluster's key, any other its vault's (developer guide, encryption)
    kmsKeyArn: job.resourceType === 'Aurora' ? cluster?.kmsKeyId : vault.kmsKeyArn,
    status: 'COMPLETED',
    createdMs: job.createdMs,
    endedMs: world.nowMs,
    deleteAfterDays: job.deleteAfterDays,
    restoreMetadata: cluster && restoreMetadataOf(cluster),
    tags: job.pointTags ?? {},
  });
  return { ...job, state: 'COMPLETED', recoveryPointArn: arn, endedMs: world.nowMs };
}

function started(job: JobRecord) {
  return {
    BackupJobId: job.id,
    BackupVaultArn: job.destinationVaultArn,
    CreationDate: new Date(job.createdMs),
    IsParent: false,
  };
}

function describe(job: JobRecord, account: string) {
  return {
    AccountId: account,
    BackupJobId: job.id,
    BackupVaultArn: job.destinationVaultArn,
    BackupVaultName: vaultNameOf(job),
    RecoveryPointArn: job.recoveryPointArn,
    ResourceArn: job.resourceArn,
    ResourceType: job.resourceType,
    IamRoleArn: job.roleArn,
    State: job.state as BackupJobState,
    StatusMessage: job.message,
    ...(job.startByMs !== undefined && { StartBy: new Date(job.startByMs) }),
    ...jobDates(job),
  };
}

function vaultNameOf(job: JobRecord): string | undefined {
  return job.destinationVaultArn?.split(':').at(-1);
}
