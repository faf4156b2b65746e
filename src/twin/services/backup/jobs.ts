import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { elapseMs } from '../../physics/duration.ts';
import type { Backup } from './api.ts';
import { type JobRecord, jobs, recoveryPoints, type VaultRecord, vaultArn, vaultByArn } from './records.ts';
import { findVault } from './vaults.ts';

const MIN_START_WINDOW_MINUTES = 60;

export const jobHandlers: Backup = {
  StartBackupJob(input, call) {
    const vault = findVault(call, input.BackupVaultName);
    if ((input.StartWindowMinutes ?? MIN_START_WINDOW_MINUTES) < MIN_START_WINDOW_MINUTES) {
      throw new AwsError(
        'InvalidParameterValueException',
        `StartWindowMinutes must be ${MIN_START_WINDOW_MINUTES} or more`,
        { row: 'BKP-15' },
      );
    }
    const known = byToken(call, 'backup', input.IdempotencyToken);
    const job =
      known ??
      start(call, {
        kind: 'backup',
        resourceArn: input.ResourceArn ?? '',
        roleArn: input.IamRoleArn ?? '',
        destinationVaultArn: vault.arn,
        deleteAfterDays: input.Lifecycle?.DeleteAfterDays,
        token: input.IdempotencyToken,
      });
    return { BackupJobId: job.id, BackupVaultArn: vault.arn, CreationDate: new Date(job.createdMs), IsParent: false };
  },

  DescribeBackupJob(input, call) {
    const job = find(call, 'backup', input.BackupJobId);
    return {
      AccountId: call.account,
      BackupJobId: job.id,
      BackupVaultArn: job.destinationVaultArn,
      BackupVaultName: job.destinationVaultArn.split(':').at(-1),
      RecoveryPointArn: job.recoveryPointArn,
      ResourceArn: job.resourceArn,
      IamRoleArn: job.roleArn,
      State: job.state,
      StatusMessage: job.message,
      CreationDate: new Date(job.createdMs),
      ...(job.endedMs !== undefined && { CompletionDate: new Date(job.endedMs) }),
    };
  },

  StartCopyJob(input, call) {
    const source = findVault(call, input.SourceBackupVaultName);
    const point = recoveryPoints(call.world).get(`${call.region}/${input.RecoveryPointArn}`);
    if (point?.vault !== source.name) {
      throw new AwsError(
        'ResourceNotFoundException',
        `there is no recovery point ${input.RecoveryPointArn} in ${source.name}`,
      );
    }
    const known = byToken(call, 'copy', input.IdempotencyToken);
    const job =
      known ??
      start(call, {
        kind: 'copy',
        resourceArn: point.resourceArn,
        roleArn: input.IamRoleArn ?? '',
        sourceVault: source.name,
        destinationVaultArn: input.DestinationBackupVaultArn ?? '',
        sourceRecoveryPointArn: point.arn,
        deleteAfterDays: input.Lifecycle?.DeleteAfterDays ?? point.deleteAfterDays,
        token: input.IdempotencyToken,
      });
    return { CopyJobId: job.id, CreationDate: new Date(job.createdMs), IsParent: false };
  },

  DescribeCopyJob(input, call) {
    const job = find(call, 'copy', input.CopyJobId);
    return {
      CopyJob: {
        AccountId: call.account,
        CopyJobId: job.id,
        SourceBackupVaultArn: vaultArn(call.world, job.region, job.sourceVault ?? ''),
        SourceRecoveryPointArn: job.sourceRecoveryPointArn,
        DestinationBackupVaultArn: job.destinationVaultArn,
        DestinationRecoveryPointArn: job.recoveryPointArn,
        ResourceArn: job.resourceArn,
        IamRoleArn: job.roleArn,
        State: job.state,
        StatusMessage: job.message,
        CreationDate: new Date(job.createdMs),
        ...(job.endedMs !== undefined && { CompletionDate: new Date(job.endedMs) }),
      },
    };
  },
};

/** Why a vault does not take a point of this lifecycle: the job fails, the call does not (BKP-04). */
export function lifecycleProblem(
  vault: VaultRecord | undefined,
  deleteAfterDays: number | undefined,
): string | undefined {
  if (!vault) return 'the destination vault does not exist';
  const { minRetentionDays = 0, maxRetentionDays = Number.POSITIVE_INFINITY } = vault.lock ?? {};
  if (!vault.lock) return undefined;
  const days = deleteAfterDays ?? Number.POSITIVE_INFINITY;
  if (days >= minRetentionDays && days <= maxRetentionDays) return undefined;
  return `${vault.name} is locked to a retention of ${minRetentionDays} to ${maxRetentionDays} days`;
}

function start(call: Call, wanted: Omit<JobRecord, 'id' | 'region' | 'state' | 'createdMs'>): JobRecord {
  const { world, region } = call;
  const id = call
    .newId('', 32, 'job')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    .toUpperCase();
  const job: JobRecord = { ...wanted, id, region, state: 'RUNNING', createdMs: world.nowMs };
  jobs(world).put(`${region}/${id}`, job);
  const subject = `${vaultByArn(world, wanted.destinationVaultArn)?.arn ?? wanted.destinationVaultArn}/${id}`;
  world.schedule({
    atMs: world.nowMs + elapseMs(world, 'backup.job', id),
    kind: 'backup.job-ends',
    subject,
    data: { key: `${region}/${id}` },
  });
  return job;
}

function byToken(call: Call, kind: JobRecord['kind'], token: string | undefined): JobRecord | undefined {
  if (token === undefined) return undefined;
  return jobs(call.world)
    .values(`${call.region}/`)
    .find((job) => job.kind === kind && job.token === token);
}

function find(call: Call, kind: JobRecord['kind'], id: string | undefined): JobRecord {
  const job = jobs(call.world).get(`${call.region}/${id}`);
  if (job?.kind !== kind)
    throw new AwsError('ResourceNotFoundException', `there is no ${kind} job ${id} in ${call.region}`);
  return job;
}
