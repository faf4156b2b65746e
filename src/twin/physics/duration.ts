import { drawSeconds } from '../../lib/chance.ts';
import { SECOND_MS } from '../../lib/clock.ts';
import { TIMINGS, type TimingName } from '../../operations/timings.ts';
import type { World } from '../world.ts';

/**
 * How long something takes in this world, in milliseconds: a keyed draw from the timing table, so that the same
 * subject and event take as long in a resumed run. `event` tells repeated happenings to one subject apart.
 */
export function elapseMs(world: World, timing: TimingName, subject: string, event = ''): number {
  if (world.instant) return 0;
  const { p50, p99 } = TIMINGS[timing];
  return Math.round(drawSeconds(world.seed, subject, `${timing}#${event}`, p50, p99) * SECOND_MS);
}
