/** What a cron expression of AWS says: at which minutes of which days, by the clocks of some place. */
export interface Cron {
  /** Minutes since midnight, in order. */
  readonly times: readonly number[];
  /** Whether it is every day of every year. */
  readonly isDaily: boolean;
  /** Whether it runs on a day, which is given as midnight UTC of that date. */
  isRunDay(day: Date): boolean;
}

/**
 * Reads what stands between the brackets of `cron(…)`: minutes, hours, day of month, month, day of week, year. `undefined` where
 * it is not understood. Source: "Cron expressions", Amazon EventBridge User Guide (read 2026-11): one of the two days is `?`; `L`,
 * `W` and `#` stand alone in their field.
 */
export function readCron(inside: string): Cron | undefined {
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = '', ...more] = inside.split(' ');
  if (more.length > 0 || (dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const minutes = valuesOf(minute, 0, 59);
  const hours = valuesOf(hour, 0, 23);
  const months = valuesOf(month, 1, 12, MONTHS);
  const years = valuesOf(year, 1970, 2199);
  const isDay = dayOfWeek === '?' ? dayOfMonthOf(dayOfMonth) : dayOfWeekOf(dayOfWeek);
  if (!minutes || !hours || !months || !years || !isDay) return undefined;
  const times = [...hours].flatMap((h) => [...minutes].map((m) => h * 60 + m)).sort((a, b) => a - b);
  const isDaily = [dayOfMonth, dayOfWeek].includes('*') && month === '*' && year === '*';
  const isRunDay = (day: Date) =>
    isDaily || (years.has(day.getUTCFullYear()) && months.has(day.getUTCMonth() + 1) && isDay(day));
  return { times, isDaily, isRunDay };
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

type IsDay = (day: Date) => boolean;

/** `L` is the month's last day, `15W` the weekday that is nearest to the 15th and in its month. */
function dayOfMonthOf(field: string): IsDay | undefined {
  if (field === 'L') return (day) => day.getUTCDate() === daysIn(day);
  const nearest = /^([1-9]|[12]\d|3[01])W$/.exec(field)?.[1];
  if (nearest !== undefined) return (day) => day.getUTCDate() === weekdayNear(day, Number(nearest));
  const values = valuesOf(field, 1, 31);
  return values && ((day) => values.has(day.getUTCDate()));
}

/** `6L` and `FRIL` are the month's last Friday, `6#3` its third; `L` alone is Saturday. */
function dayOfWeekOf(field: string): IsDay | undefined {
  const [, name = '', which] = /^([1-7]|[A-Z]{3})(L|#[1-5])$/.exec(field === 'L' ? '7#' : field) ?? [];
  if (which !== undefined) {
    const weekday = numberOf(name, 1, WEEKDAYS);
    if (Number.isNaN(weekday)) return undefined;
    return (day) => day.getUTCDay() + 1 === weekday && (which === 'L' ? isLastOf(day) : nthOf(day) === which);
  }
  const values = valuesOf(field === 'L' ? '7' : field, 1, 7, WEEKDAYS);
  return values && ((day) => values.has(day.getUTCDay() + 1));
}

function isLastOf(day: Date): boolean {
  return day.getUTCDate() + 7 > daysIn(day);
}

function nthOf(day: Date): string {
  return `#${Math.ceil(day.getUTCDate() / 7)}`;
}

function daysIn(day: Date): number {
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
}

/** The date of the weekday nearest to a date of the day's month; 0 where the month has no such date. */
function weekdayNear(day: Date, date: number): number {
  const last = daysIn(day);
  if (date > last) return 0;
  const weekday = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), date)).getUTCDay();
  if (weekday === 6) return date === 1 ? 3 : date - 1;
  if (weekday === 0) return date === last ? date - 2 : date + 1;
  return date;
}

/** The values that a field stands for: lists, ranges, steps and names; `undefined` where it is not understood. */
function valuesOf(field: string, low: number, high: number, names: readonly string[] = []): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [, from = '', to, step] =
      /^([A-Z]{3}|\d{1,4}|[*?])(?:-([A-Z]{3}|\d{1,4}))?(?:\/([1-9]\d?))?$/.exec(part) ?? [];
    const open = from === '*' || from === '?';
    const first = open ? low : numberOf(from, low, names);
    // a step without an end goes to the last value: 5/15 is 5, 20, 35, 50
    const last = to !== undefined ? numberOf(to, low, names) : open || step !== undefined ? high : first;
    if (from === '' || (open && to !== undefined) || !(first >= low && last <= high && first <= last)) return undefined;
    for (let value = first; value <= last; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}

function numberOf(text: string, low: number, names: readonly string[]): number {
  const index = names.indexOf(text);
  return index >= 0 ? low + index : Number(text);
}
