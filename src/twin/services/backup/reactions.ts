import { SECOND_MS } from '../../../lib/clock.ts';
import { waitsForRegion } from '../../physics/lost-region.ts';
import type { World } from '../../world.ts';
import { clusterByArn, partsOfArn, snapshots } from '../rds/records.ts';
import { beginBackup, completeBackup } from './backup-jobs.ts';
import { completeCopy } from './copy-jobs.ts';
import { endLater, putJob } from './job.ts';
import { expiresNow } from './lifecycle.ts';
import { type JobRecord, jobs, recoveryPoints, vaultByArn } from './records.ts';
import { removePoint } from './recovery-points.ts';

/** What happens to jobs and recovery points as time passes. */
export function reactions(world: World): void {
  world.react('backup.job-begins', (event) => {
    const job = jobs(world).get((event.data as { key: string }).key);
    if (job?.state === 'CREATED' && !waitsForRegion(world, job.region, event)) beginBackup(world, job);
  });
  world.react('backup.job-ends', (event) => {
    const { key, failed } = event.data as { key: string; failed?: string };
    const job = jobs(world).get(key);
    if (job?.state !== 'RUNNING' || waitsForRegion(world, job.region, event)) return;
    if (failed !== undefined) fail(world, job, failed);
    else if (isUnfinished(world, job)) endLater(world, job, event.atMs + SECOND_MS);
    else complete(world, job);
  });
  world.react('backup.point-expires', (event) => {
    const { region } = partsOfArn(event.subject);
    const point = recoveryPoints(world).get(`${region}/${event.subject}`);
    if (!point || waitsForRegion(world, region, event)) return;
    if (expiresNow(world, point)) removePoint(world, point);
  });
}

function complete(world: World, job: JobRecord): void {
  if (job.kind === 'restore') {
    putJob(world, { ...job, state: 'COMPLETED', endedMs: world.nowMs });
    return;
  }
  const vault = vaultByArn(world, job.destinationVaultArn ?? '');
  if (!vault) fail(world, job, 'the vault is not there any more');
  else putJob(world, job.kind === 'backup' ? completeBackup(world, job, vault) : completeCopy(world, job, vault));
}

/** What a job that failed has made so far goes with it. */
function fail(world: World, job: JobRecord, message: string): void {
  const { recoveryPointArn: arn = '', ...rest } = job;
  const { region, kind, id } = partsOfArn(arn);
  if (kind === 'cluster-snapshot') snapshots(world).delete(`${region}/${id}`);
  const state = message === 'the completion window is over' ? 'ABORTED' : 'FAILED';
  putJob(world, { ...rest, state, message, endedMs: world.nowMs });
}

/** True while RDS still works on what a job waits for. */
function isUnfinished(world: World, job: JobRecord): boolean {
  if (job.kind === 'restore') return clusterByArn(world, job.createdResourceArn ?? '')?.status === 'creating';
  const { region, kind, id } = partsOfArn(job.recoveryPointArn ?? '');
  const snapshot = kind === 'cluster-snapshot' ? snapshots(world).get(`${region}/${id}`) : undefined;
  return snapshot !== undefined && snapshot.status !== 'available';
}
