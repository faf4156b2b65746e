import { longestGapSeconds, readSchedule, type Schedule, Undecided } from 'evenkeel/policy';

/** The schedule that a text of AWS means, by the clocks of a place. Undecided where it cannot be read. */
export function scheduleFrom(text: string, place = 'UTC'): Schedule {
  const schedule = readSchedule(text, place);
  if (schedule === undefined) throw new Undecided('schedule', `${text} (${place}) is no schedule that can be read`);
  return schedule;
}

/**
 * The longest time between two runs, in seconds, as the clocks of its own place count it: a day on which they change is a day.
 * Undecided where the text cannot be read.
 */
export function gapSeconds(text: string, nowMs: number): number {
  return longestGapSeconds([scheduleFrom(text)], nowMs);
}
