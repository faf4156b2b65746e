/**
 * The longest time between two runs of a schedule in AWS Backup's form, in seconds: what a restore may lose at most.
 * `undefined` where the text is no such schedule, or holds what is not read here (`L`, `W`, `#`, a year): form after
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function longestGapSeconds(schedule: string): number | undefined {
  const [, kind, inside = ''] = /^(cron|rate)\(([^()]+)\)$/.exec(schedule) ?? [];
  if (kind === 'rate') return rateSeconds(inside);
  return kind === 'cron' ? cronGapSeconds(inside) : undefined;
}

function rateSeconds(inside: string): number | undefined {
  const [, count = '', unit = ''] = /^([1-9][0-9]*) (minute|hour|day)s?$/.exec(inside) ?? [];
  const seconds: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };
  const one = seconds[unit];
  return one === undefined ? undefined : Number(count) * one;
}

function cronGapSeconds(inside: string): number | undefined {
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year, ...more] = inside.split(' ');
  // exactly one of the two days is open
  if (year !== '*' || more.length > 0 || (dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const minutes = fieldValues(minute, 0, 59);
  const hours = fieldValues(hour, 0, 23);
  const daysOfMonth = fieldValues(dayOfMonth, 1, 31);
  const months = fieldValues(month, 1, 12, MONTHS);
  const daysOfWeek = fieldValues(dayOfWeek, 1, 7, WEEKDAYS);
  if (!minutes || !hours || !daysOfMonth || !months || !daysOfWeek) return undefined;
  const times = [...hours].flatMap((h) => [...minutes].map((m) => h * 3600 + m * 60)).sort((a, b) => a - b);
  const days = DAYS.filter(
    (day) =>
      months.has(day.getUTCMonth() + 1) && daysOfMonth.has(day.getUTCDate()) && daysOfWeek.has(day.getUTCDay() + 1),
  );
  return longestGap(times, days);
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Nine years from 2027, 29 February twice: every gap that a calendar makes is among them. */
const DAYS = Array.from({ length: 9 * 365 + 2 }, (_, index) => new Date(Date.UTC(2027, 0, 1 + index)));

function longestGap(times: readonly number[], days: readonly Date[]): number {
  const [firstTime = 0] = times;
  const lastTime = times.at(-1) ?? 0;
  const within = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const between = days.slice(1).map((day, index) => {
    const before = days[index] ?? day;
    return (day.getTime() - before.getTime()) / 1000 - lastTime + firstTime;
  });
  return days.length < 2 ? Number.POSITIVE_INFINITY : Math.max(...within, ...between);
}

/** The values that a field of a cron expression stands for; `undefined` where it is not understood. */
function fieldValues(field: string, low: number, high: number, names: readonly string[] = []): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [, from = '', to, step] =
      /^([A-Z]{3}|\d{1,2}|[*?])(?:-([A-Z]{3}|\d{1,2}))?(?:\/([1-9]\d?))?$/.exec(part) ?? [];
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
