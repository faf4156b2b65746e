import type { World } from '../../world.ts';
import { refreshReactions } from './refreshing.ts';
import { scalingReactions } from './scaling.ts';

/** What the events of auto scaling do; registered once, when the twin is assembled. */
export function reactions(world: World): void {
  scalingReactions(world);
  refreshReactions(world);
}
