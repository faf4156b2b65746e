import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import type { World } from '../../world.ts';
import { type JobRecord, jobs } from './records.ts';

/** A new job of the call. Its id follows from the request. */
export function newJob(call: Call, wanted: Omit<JobRecord, 'id' | 'region' | 'createdMs'>): JobRecord {
  const id = call
    .newId('', 32, 'job')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    .toUpperCase();
  return putJob(call.world, { ...wanted, id, region: call.region, createdMs: call.world.nowMs });
}

export function putJob(world: World, job: JobRecord): JobRecord {
  jobs(world).put(`${job.region}/${job.id}`, job);
  return job;
}

/** Lets a job end later: completed, or failed with a message. */
export function endLater(world: World, job: JobRecord, atMs: number, failed?: string): JobRecord {
  world.schedule({
    atMs,
    kind: 'backup.job-ends',
    subject: `arn:aws:backup:${job.region}:${world.account}:job:${job.id}`,
    data: { key: `${job.region}/${job.id}`, failed },
  });
  return job;
}

/** The job that a request with the same token has started already (BKP-17). */
export function jobByToken(call: Call, kind: JobRecord['kind'], token: string | undefined): JobRecord | undefined {
  if (token === undefined) return undefined;
  return jobsOf(call, kind).find((job) => job.token === token);
}

export function jobsOf(call: Call, kind: JobRecord['kind']): JobRecord[] {
  return jobs(call.world)
    .values(`${call.region}/`)
    .filter((job) => job.kind === kind);
}

export function findJob(call: Call, kind: JobRecord['kind'], id: string | undefined): JobRecord {
  const job = jobs(call.world).get(`${call.region}/${id}`);
  if (job?.kind === kind) return job;
  throw new AwsError('ResourceNotFoundException', `there is no ${kind} job ${id} in ${call.region}`);
}

/** Backup's name of a resource's type, for the types that stacks select. */
export function resourceTypeOf(arn: string): string {
  if (arn.includes(':rds:') && arn.includes(':cluster:')) return 'Aurora';
  if (arn.includes(':dynamodb:')) return 'DynamoDB';
  return arn.split(':')[2]?.toUpperCase() ?? 'unknown';
}

export function jobDates(job: JobRecord) {
  return {
    CreationDate: new Date(job.createdMs),
    ...(job.endedMs !== undefined && { CompletionDate: new Date(job.endedMs) }),
  };
}
