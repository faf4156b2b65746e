import type { World } from '../../world.ts';
import { instanceReactions } from './instances.ts';
import { natGatewayReactions } from './nat-gateways.ts';

/** What EC2's events do; registered once, when the twin is assembled. */
export function reactions(world: World): void {
  natGatewayReactions(world);
  instanceReactions(world);
}
