import type { TrafficRun } from './run-document.ts';

/** False where no client was at work. */
export function hasTraffic(traffic: readonly TrafficRun[]): boolean {
  return traffic.some(([, , attempted]) => attempted > 0);
}

/** What clients missed, in seconds of their own traffic. */
export interface Interruptions {
  /** The longest time in which no write succeeded. */
  readonly longestSeconds: number;
  /** All time in which some write failed. */
  readonly impairedSeconds: number;
}

/** Seconds without an attempt say nothing and end no interruption. */
export function interruptionsOf(traffic: readonly TrafficRun[]): Interruptions {
  let [longest, current, impaired] = [0, 0, 0];
  for (const [, seconds, attempted, succeeded] of traffic) {
    if (attempted === 0) continue;
    if (succeeded < attempted) impaired += seconds;
    current = succeeded === 0 ? current + seconds : 0;
    longest = Math.max(longest, current);
  }
  return { longestSeconds: longest, impairedSeconds: impaired };
}
