import type { World } from '../../world.ts';
import { quietRhythm } from './quiet.ts';
import { TICK, tick } from './ticks.ts';

/** `events.tick`: a sample of a function on a schedule; passed over where it would change nothing. */
export function reactions(world: World): void {
  world.react(TICK, (event) => tick(world, (event.data as { key: string }).key));
  world.passOver(TICK, quietRhythm(world));
}
