import { draw } from '../../../src/lib/chance.ts';
import type { Written } from './simulation.ts';

/** One to three schedules as people and generators write them, by a seed: every form of every field, rates, and places whose clocks change. */
export function randomSchedules(seed: number): readonly Written[] {
  const subject = 'schedule';
  let event = 0;
  const upTo = (count: number) => Math.floor(draw(seed, subject, `${event++}`) * count);
  const one = <T>(...of: readonly T[]) => of[upTo(of.length)] as T;
  const between = (low: number, high: number) => low + upTo(high - low + 1);

  /** A field of numbers: a value, a list, a range, a step, or all. */
  function field(low: number, high: number, names: readonly string[] = []): string {
    const word = (value: number) => (names.length > 0 && upTo(2) === 0 ? (names[value - low] ?? '') : `${value}`);
    const from = between(low, high);
    const to = between(from, high);
    const step = between(1, Math.max(1, Math.min(99, Math.floor((high - low) / 2))));
    return one(
      () => word(from),
      () => '*',
      () => `${word(from)},${word(between(low, high))},${word(between(low, high))}`,
      () => `${word(from)}-${word(to)}`,
      () => `*/${step}`,
      () => `${word(from)}/${step}`,
      () => `${word(from)}-${word(to)}/${step}`,
      () => `${word(from)}-${word(to)},${word(between(low, high))}`,
    )();
  }

  const sparse = (low: number, high: number) => one(`${between(low, high)}`, field(low, high));
  const dayOfMonth = () =>
    one(
      () => '*',
      () => 'L',
      () => `${between(1, 31)}W`,
      () => field(1, 31),
    )();
  const name = () => one(`${between(1, 7)}`, one('SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'));
  const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
  const dayOfWeek = () =>
    one(
      () => 'L',
      () => `${name()}L`,
      () => `${name()}#${between(1, 5)}`,
      () => field(1, 7, WEEKDAYS),
    )();
  const year = () => one('*', '*', '*', '*', '2027', '2028-2199', '2027/2', '2027,2029');
  const month = () => one('*', '*', '*', field(1, 12, MONTHS));
  const cron = () => {
    const days = upTo(2) === 0 ? [dayOfMonth(), month(), '?'] : ['?', month(), dayOfWeek()];
    return `cron(${[sparse(0, 59), sparse(0, 23), ...days, year()].join(' ')})`;
  };
  const rate = () => `rate(${one(`${between(1, 2000)} minutes`, `${between(1, 90)} hours`, `${between(1, 60)} days`)})`;
  const schedule = (): Written => ({ expression: upTo(6) === 0 ? rate() : cron(), timeZone: one(...PLACES) });
  return Array.from({ length: one(1, 1, 2, 3) }, schedule);
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** No change, an hour in the north and in the south, half an hour, a change for one month of the moon, a day ahead of UTC. */
const PLACES = [
  'UTC',
  'UTC',
  'Asia/Kolkata',
  'America/New_York',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Kiritimati',
];
