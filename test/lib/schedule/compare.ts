import { longestGapSeconds, readSchedule } from '../../../src/lib/schedule.ts';
import { randomSchedules } from './random.ts';
import { STRETCH, simulatedGapSeconds, type Written } from './simulation.ts';

/** How the two answer the random schedules of a seed; `undefined` where they agree. */
export function disagreement(seed: number): string | undefined {
  const written = randomSchedules(seed);
  const told = gapOf(written);
  const seen = simulatedGapSeconds(written);
  const isAnyRate = written.some(({ expression }) => expression.startsWith('rate'));
  // another first minute of a rate is never worse than the worst
  const other = isAnyRate ? simulatedGapSeconds(written, seed * 7919) : seen;
  if (told === seen && other <= told) return undefined;
  return `seed ${seed}: ${JSON.stringify(written)}: told ${told}, simulated ${seen}, with another first minute ${other}`;
}

function gapOf(written: readonly Written[]): number {
  const schedules = written.map(({ expression, timeZone }) => {
    const schedule = readSchedule(expression, timeZone);
    if (schedule === undefined) throw new Error(`${expression} is not read`);
    return schedule;
  });
  return longestGapSeconds(schedules, STRETCH.fromMs, STRETCH.days);
}
