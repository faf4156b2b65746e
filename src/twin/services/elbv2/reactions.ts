import type { World } from '../../world.ts';
import { interfaceReactions } from './interfaces.ts';
import { loadBalancerReactions } from './load-balancers.ts';
import { targetReactions } from './targets.ts';

/** What the events of load balancing do; registered once, when the twin is assembled. */
export function reactions(world: World): void {
  loadBalancerReactions(world);
  interfaceReactions(world);
  targetReactions(world);
}
