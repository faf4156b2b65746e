import type { World, WorldEvent } from '../world.ts';
import { activeFault } from './faults.ts';

/**
 * Puts an event off to the end of its region's loss and answers true; false where the region is up. Nothing of a lost
 * region happens, it happens afterwards. Provisioning (`world.instant`) never waits.
 */
export function waitsForRegion(world: World, region: string, event: WorldEvent): boolean {
  const loss = world.instant ? undefined : activeFault(world, 'region-loss', region);
  if (!loss) return false;
  const { kind, subject, data, tick } = event;
  world.schedule({ atMs: loss.toMs, kind, subject, data, ...(tick && { tick }) });
  return true;
}
