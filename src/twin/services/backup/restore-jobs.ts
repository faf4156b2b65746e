import type { RestoreJobStatus } from '@aws-sdk/client-backup';
import { MINUTE_MS } from '../../../lib/clock.ts';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { elapseMs } from '../../physics/duration.ts';
import { pageOf } from '../page.ts';
import { partsOfArn, snapshots } from '../rds/records.ts';
import { restoreHandlers } from '../rds/restore.ts';
import { tagList } from '../tag-list.ts';
import type { Backup } from './api.ts';
import { endLater, findJob, jobByToken, jobDates, jobsOf, newJob, putJob } from './job.ts';
import { PAGES } from './paging.ts';
import { type JobRecord, type RecoveryPointRecord, recoveryPoints, vaultArn } from './records.ts';
import { refuseIncomplete, restoreRequestOf } from './restore-metadata.ts';

/** Restores of Aurora points. What a restore makes is a cluster without an instance (developer guide, restoring-aur). */
export const restoreJobHandlers: Backup = {
  StartRestoreJob(input, call) {
    const known = jobByToken(call, 'restore', input.IdempotencyToken);
    if (known) return { RestoreJobId: known.id };
    const point = recoveryPoints(call.world).get(`${call.region}/${input.RecoveryPointArn}`);
    if (!point) {
      throw new AwsError(
        'ResourceNotFoundException',
        `there is no recovery point ${input.RecoveryPointArn} in ${call.region}`,
      );
    }
    if (point.resourceType !== 'Aurora') throw notModelled(`the restore of a ${point.resourceType}`);
    if (input.ResourceType !== undefined && input.ResourceType !== point.resourceType) {
      throw new AwsError('InvalidParameterValueException', `${point.arn} is of type ${point.resourceType}`);
    }
    refuseIncomplete(input.Metadata ?? {});
    const job = newJob(call, {
      kind: 'restore',
      state: 'RUNNING',
      resourceArn: point.resourceArn,
      resourceType: point.resourceType,
      roleArn: input.IamRoleArn ?? '',
      sourceVaultArn: vaultArn(call.world, point.region, point.vault),
      sourceRecoveryPointArn: point.arn,
      token: input.IdempotencyToken,
    });
    begin(call, job, point, input);
    return { RestoreJobId: job.id };
  },

  DescribeRestoreJob(input, call) {
    return describe(findJob(call, 'restore', input.RestoreJobId), call);
  },

  ListRestoreJobs(input, call) {
    const found = jobsOf(call, 'restore')
      .filter((job) => input.ByStatus === undefined || job.state === input.ByStatus)
      .map((job) => describe(job, call));
    const { items, next } = pageOf(call, input, found, PAGES);
    return { RestoreJobs: items, NextToken: next };
  },
};

/** RDS makes the cluster, or says why not: then the job fails, not the call. */
function begin(
  call: Call,
  job: JobRecord,
  point: RecoveryPointRecord,
  input: { Metadata?: Record<string, string> | undefined; CopySourceTagsToRestoredResource?: boolean | undefined },
): void {
  const { world } = call;
  try {
    const cluster = world.transact(() => {
      const { region, id } = partsOfArn(point.arn);
      const tags = snapshots(world).get(`${region}/${id}`)?.tags ?? {};
      const request = restoreRequestOf(input.Metadata ?? {}, point.arn);
      const Tags = input.CopySourceTagsToRestoredResource ? tagList(tags) : [];
      return restoreHandlers.RestoreDBClusterFromSnapshot?.({ ...request, Tags }, call).DBCluster;
    });
    const arn = cluster?.DBClusterArn ?? '';
    putJob(world, { ...job, createdResourceArn: arn });
    endLater(world, job, world.nowMs + elapseMs(world, 'rds.snapshot-restore', arn));
  } catch (error) {
    if (!(error instanceof AwsError) || error.status === 501) throw error;
    const durationMs = Math.min(elapseMs(world, 'backup.job', job.id), MINUTE_MS);
    endLater(world, job, world.nowMs + durationMs, `${error.code}: ${error.message}`);
  }
}

function describe(job: JobRecord, { world, account }: Call) {
  const point = recoveryPoints(world).get(`${job.region}/${job.sourceRecoveryPointArn}`);
  return {
    AccountId: account,
    RestoreJobId: job.id,
    RecoveryPointArn: job.sourceRecoveryPointArn,
    SourceResourceArn: job.resourceArn,
    BackupVaultArn: job.sourceVaultArn,
    ResourceType: job.resourceType,
    IamRoleArn: job.roleArn,
    Status: job.state as RestoreJobStatus,
    StatusMessage: job.message,
    ...(job.state === 'COMPLETED' && { CreatedResourceArn: job.createdResourceArn }),
    ...(point && { RecoveryPointCreationDate: new Date(point.createdMs) }),
    ...jobDates(job),
  };
}
