import type { World } from '../../world.ts';
import { inRegion, instances } from '../ec2/records.ts';
import { recheck } from './targets.ts';

/**
 * Breaks or repairs the application of one instance, as a fault does: health checks find out by and by. Must run inside a
 * transaction. Nothing happens to an instance that does not run.
 */
export function breakApplication(world: World, region: string, instanceId: string): void {
  change(world, region, instanceId, world.nowMs);
}

export function repairApplication(world: World, region: string, instanceId: string): void {
  change(world, region, instanceId, undefined);
}

function change(world: World, region: string, instanceId: string, failedSinceMs: number | undefined): void {
  const key = inRegion(region, instanceId);
  const instance = instances(world).get(key);
  if (instance?.state !== 'running') return;
  const changed = { ...instance, failedSinceMs };
  instances(world).put(key, changed);
  recheck(world, changed);
}
