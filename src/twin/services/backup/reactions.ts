import { drawHex } from '../../../lib/chance.ts';
import { waitsForRegion } from '../../physics/lost-region.ts';
import type { World } from '../../world.ts';
import { lifecycleProblem } from './jobs.ts';
import { type JobRecord, jobs, recoveryPoints, vaultByArn } from './records.ts';

/** A job ends: a recovery point appears in the destination vault, or the job fails with the reason. */
export function reactions(world: World): void {
  world.react('backup.job-ends', (event) => {
    const { key } = event.data as { key: string };
    const job = jobs(world).get(key);
    if (job?.state !== 'RUNNING' || waitsForRegion(world, job.region, event)) return;
    const vault = vaultByArn(world, job.destinationVaultArn);
    const problem = lifecycleProblem(vault, job.deleteAfterDays);
    if (problem !== undefined || !vault) {
      jobs(world).put(key, { ...job, state: 'FAILED', message: problem, endedMs: world.nowMs });
      return;
    }
    const arn = `arn:aws:backup:${vault.region}:${world.account}:recovery-point:${drawHex(world.seed, job.id, 'recovery-point', 32)}`;
    recoveryPoints(world).put(`${vault.region}/${arn}`, {
      arn,
      region: vault.region,
      vault: vault.name,
      resourceArn: job.resourceArn,
      resourceType: resourceType(job),
      roleArn: job.roleArn,
      status: 'COMPLETED',
      createdMs: world.nowMs,
      deleteAfterDays: job.deleteAfterDays,
    });
    jobs(world).put(key, { ...job, state: 'COMPLETED', recoveryPointArn: arn, endedMs: world.nowMs });
  });
}

/** Backup's name of a resource's type, for the types that stacks select. */
function resourceType({ resourceArn }: JobRecord): string {
  if (resourceArn.includes(':rds:') && resourceArn.includes(':cluster:')) return 'Aurora';
  if (resourceArn.includes(':dynamodb:')) return 'DynamoDB';
  return resourceArn.split(':')[2]?.toUpperCase() ?? 'unknown';
}
