import type { CopyJobState } from '@aws-sdk/client-backup';
import { drawHex } from '../../../lib/chance.ts';
import { MINUTE_MS } from '../../../lib/clock.ts';
import { elapseMs } from '../../physics/duration.ts';
import { isRegionUp } from '../../physics/faults.ts';
import type { World } from '../../world.ts';
import { keyOpens, usableKey } from '../kms/usable.ts';
import { pageOf } from '../page.ts';
import { partsOfArn, snapshots } from '../rds/records.ts';
import { copySnapshot } from '../rds/snapshot.ts';
import type { Backup } from './api.ts';
import { endLater, findJob, jobByToken, jobDates, jobsOf, newJob, putJob } from './job.ts';
import { daysOf, lifecycleProblem, putPoint } from './lifecycle.ts';
import { PAGES } from './paging.ts';
import {
  type JobRecord,
  type RecoveryPointRecord,
  recoveryPoints,
  type VaultRecord,
  vaultArn,
  vaultByArn,
} from './records.ts';
import { findPoint } from './recovery-points.ts';
import { findVault } from './vaults.ts';

export const copyJobHandlers: Backup = {
  StartCopyJob(input, call) {
    const { world } = call;
    const source = findVault(call, input.SourceBackupVaultName);
    const point = findPoint(call, source.name, input.RecoveryPointArn);
    const known = jobByToken(call, 'copy', input.IdempotencyToken);
    if (known) return started(known);
    const job = newJob(call, {
      kind: 'copy',
      state: 'RUNNING',
      resourceArn: point.resourceArn,
      resourceType: point.resourceType,
      roleArn: input.IamRoleArn ?? '',
      sourceVaultArn: source.arn,
      destinationVaultArn: input.DestinationBackupVaultArn ?? '',
      sourceRecoveryPointArn: point.arn,
      deleteAfterDays: input.Lifecycle === undefined ? point.deleteAfterDays : daysOf(input.Lifecycle),
      token: input.IdempotencyToken,
    });
    beginCopy(world, job, point);
    return started(job);
  },

  DescribeCopyJob(input, call) {
    return { CopyJob: describe(findJob(call, 'copy', input.CopyJobId), call.world, call.account) };
  },

  ListCopyJobs(input, call) {
    const found = jobsOf(call, 'copy')
      .filter(
        (job) =>
          (input.ByResourceArn === undefined || job.resourceArn === input.ByResourceArn) &&
          (input.ByState === undefined || job.state === input.ByState) &&
          (input.ByDestinationVaultArn === undefined || job.destinationVaultArn === input.ByDestinationVaultArn),
      )
      .map((job) => describe(job, call.world, call.account));
    const { items, next } = pageOf(call, input, found, PAGES);
    return { CopyJobs: items, NextToken: next };
  },
};

/** Begins to copy a point, or to fail: what a copy cannot do fails the job, not the call. */
export function beginCopy(world: World, job: JobRecord, point: RecoveryPointRecord): void {
  const vault = vaultByArn(world, job.destinationVaultArn ?? '');
  const encryption = keyOfCopy(world, point, vault);
  const problem = lifecycleProblem(vault, job.deleteAfterDays) ?? encryption.problem;
  const durationMs = elapseMs(world, 'backup.job', job.id);
  if (problem !== undefined || !vault) {
    endLater(world, job, world.nowMs + Math.min(durationMs, MINUTE_MS), problem);
    return;
  }
  const { region, kind, id } = partsOfArn(point.arn);
  const source = kind === 'cluster-snapshot' ? snapshots(world).get(`${region}/${id}`) : undefined;
  let endMs = world.nowMs + durationMs;
  if (source) {
    const copy = copySnapshot(world, source, {
      id: `awsbackup:copyjob-${job.id}`,
      region: vault.region,
      type: 'awsbackup',
      kmsKeyId: encryption.keyArn,
      tags: source.tags,
    });
    putJob(world, { ...job, recoveryPointArn: copy.arn });
    endMs = Math.max(endMs, world.nowMs + elapseMs(world, 'rds.snapshot', copy.arn));
  }
  endLater(world, job, endMs);
}

/**
 * The key of a copy is its vault's (developer guide, encryption). A point of a type that Backup does not manage wholly, such as Aurora,
 * cannot be copied to another region into a vault with Backup's own key (refusals, BKP-10); within its region it keeps its key
 * (estimated).
 */
function keyOfCopy(
  world: World,
  point: RecoveryPointRecord,
  vault: VaultRecord | undefined,
): { keyArn?: string | undefined; problem?: string } {
  if (!vault) return {};
  if (!isRegionUp(world, vault.region)) return { problem: `${vault.region} cannot be reached` };
  if (point.kmsKeyArn === undefined) return {};
  if (!keyOpens(world, point.kmsKeyArn)) return { problem: `the key ${point.kmsKeyArn} of the point is not usable` };
  if (vault.kmsKeyArn === undefined) {
    if (vault.region === point.region) return { keyArn: point.kmsKeyArn };
    return { problem: `${vault.name} has Backup's own key: it takes no ${point.resourceType} of another region` };
  }
  const key = usableKey(world, vault.region, vault.kmsKeyArn);
  return key ? { keyArn: key.arn } : { problem: `the key ${vault.kmsKeyArn} of ${vault.name} is not usable` };
}

/** The copy of a point is there. */
export function completeCopy(world: World, job: JobRecord, vault: VaultRecord): JobRecord {
  const source = recoveryPoints(world).get(`${job.region}/${job.sourceRecoveryPointArn}`);
  const arn =
    job.recoveryPointArn ??
    `arn:aws:backup:${vault.region}:${world.account}:recovery-point:${drawHex(world.seed, job.id, 'recovery-point', 32)}`;
  const { region, id } = partsOfArn(arn);
  const kmsKeyArn = snapshots(world).get(`${region}/${id}`)?.kmsKeyId ?? vault.kmsKeyArn;
  putPoint(world, {
    arn,
    region: vault.region,
    vault: vault.name,
    sourceVaultArn: job.sourceVaultArn,
    resourceArn: job.resourceArn,
    resourceType: job.resourceType,
    roleArn: job.roleArn,
    kmsKeyArn,
    status: 'COMPLETED',
    createdMs: world.nowMs,
    endedMs: world.nowMs,
    deleteAfterDays: job.deleteAfterDays,
    restoreMetadata: source?.restoreMetadata && {
      ...source.restoreMetadata,
      ...(kmsKeyArn && { KmsKeyId: kmsKeyArn }),
    },
    tags: source?.tags ?? {},
  });
  return { ...job, state: 'COMPLETED', recoveryPointArn: arn, endedMs: world.nowMs };
}

function started(job: JobRecord) {
  return { CopyJobId: job.id, CreationDate: new Date(job.createdMs), IsParent: false };
}

function describe(job: JobRecord, world: World, account: string) {
  const source = vaultByArn(world, job.sourceVaultArn ?? '');
  return {
    AccountId: account,
    CopyJobId: job.id,
    SourceBackupVaultArn: job.sourceVaultArn ?? vaultArn(world, job.region, source?.name ?? ''),
    SourceRecoveryPointArn: job.sourceRecoveryPointArn,
    DestinationBackupVaultArn: job.destinationVaultArn,
    ...(job.state === 'COMPLETED' && { DestinationRecoveryPointArn: job.recoveryPointArn }),
    ResourceArn: job.resourceArn,
    ResourceType: job.resourceType,
    IamRoleArn: job.roleArn,
    State: job.state as CopyJobState,
    StatusMessage: job.message,
    ...jobDates(job),
  };
}
