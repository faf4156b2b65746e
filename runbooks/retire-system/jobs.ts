import type { Seen, StepIo } from 'evenkeel/runbook';
import { allPages } from './found.ts';

/** A job that failed is started again, so often in all; then a person must look. */
export const MOST_JOBS = 3;

export interface Job {
  readonly id: string;
  readonly state: string;
  readonly message: string | undefined;
  readonly createdMs: number;
}

export function isUnderWay(jobs: readonly Job[]): boolean {
  return jobs.some(({ state }) => state === 'CREATED' || state === 'PENDING' || state === 'RUNNING');
}

/** Why what jobs were to make is not there. */
export function unfinished(jobs: readonly Job[]): Seen {
  const [newest] = [...jobs].sort((a, b) => b.createdMs - a.createdMs);
  if (isUnderWay(jobs) || (newest?.state !== 'FAILED' && newest?.state !== 'ABORTED')) {
    return { holds: false, detail: 'not complete yet' };
  }
  const detail = `job ${newest.id} is ${newest.state}: ${newest.message ?? 'AWS does not say why'}`;
  return { holds: false, detail, ruledOut: true };
}

/** The restores of a point: AWS cannot be asked for those of one point alone. */
export async function restoresOf(io: StepIo, region: string, pointArn: string | undefined): Promise<Job[]> {
  const pages = await allPages((from) => io.call('backup.ListRestoreJobs', region, from));
  return pages
    .flatMap(({ RestoreJobs = [] }) => RestoreJobs)
    .filter(({ RecoveryPointArn }) => RecoveryPointArn === pointArn)
    .map(({ RestoreJobId = '', Status = '', StatusMessage, CreationDate }): Job => {
      return { id: RestoreJobId, state: Status, message: StatusMessage, createdMs: CreationDate?.getTime() ?? 0 };
    });
}
