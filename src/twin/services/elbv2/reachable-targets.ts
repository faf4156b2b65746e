import { isRegionUp, wrongWithImage } from '../../physics/faults.ts';
import type { World } from '../../world.ts';
import { isServing } from '../ec2/instances.ts';
import { inRegion, instances } from '../ec2/records.ts';
import { healthOf, useOf } from './health.ts';
import { type Target, targetsOf } from './records.ts';

/**
 * The targets of a group that take requests now: the balancer sends to them and their application answers. None for a
 * group that is gone, that no listener uses, or whose region is lost.
 */
export function reachableTargets(world: World, targetGroupArn: string): Target[] {
  return routableTargets(world, targetGroupArn).filter((target) => {
    const instance = instances(world).get(inRegion(target.region, target.id));
    return instance !== undefined && isServing(world, instance);
  });
}

/** How many of the targets that take requests answer them with errors although health checks pass. */
export function failingTargets(world: World, targetGroupArn: string): number {
  return reachableTargets(world, targetGroupArn).filter(({ region, id }) => {
    const image = instances(world).get(inRegion(region, id))?.imageId;
    return image !== undefined && wrongWithImage(world, region, image) === 'errors';
  }).length;
}

/** The targets that a balancer sends requests to: the healthy ones; all where none is healthy (fails open, row ELB-02). */
export function routableTargets(world: World, targetGroupArn: string): Target[] {
  const use = useOf(world, targetGroupArn);
  const judged = targetsOf(world, targetGroupArn)
    .filter((target) => isRegionUp(world, target.region))
    .map((target) => ({ target, state: healthOf(world, target, use).state }));
  const healthy = judged.filter(({ state }) => state === 'healthy');
  const open = judged.filter(({ state }) => state === 'unhealthy' || state === 'initial');
  return (healthy.length > 0 ? healthy : open).map(({ target }) => target);
}
