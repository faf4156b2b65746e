/**
 * Schedules of AWS, run minute by minute over a stretch of days: each minute asks what the clocks of the place show and whether every
 * field holds. Written apart from `src/lib`, and slow; it knows nothing of days that are alike.
 */
export interface Written {
  readonly expression: string;
  readonly timeZone: string;
}

export const STRETCH = { fromMs: Date.UTC(2027, 4, 20), days: 800 };
const MINUTES = STRETCH.days * 1440;

/** What a place's clocks show at every minute of the stretch. */
interface Clocks {
  /** Minute of the day. */
  readonly shows: Uint16Array;
  /** Index into `days`. */
  readonly day: Uint16Array;
  /** 1 where the same was shown before: the clocks were put back. */
  readonly isAgain: Uint8Array;
  readonly days: readonly Date[];
}

/** The longest time without a run, in seconds; the ends of the stretch count as runs. Of a rate the worst first minute is taken. */
export function simulatedGapSeconds(all: readonly Written[], rateFirstMinute?: number): number {
  const isRun = new Uint8Array(MINUTES);
  const rates: number[] = [];
  for (const { expression, timeZone } of all) {
    const [, kind, inside = ''] = /^(\w+)\((.*)\)$/.exec(expression) ?? [];
    if (kind === 'cron') runCron(inside.split(' '), clocksOf(timeZone), isRun);
    else rates.push(minutesOf(inside));
  }
  const first = rateFirstMinute ?? longest(isRun).from;
  for (const rate of rates) for (let at = first % rate; at < MINUTES; at += rate) isRun[at] = 1;
  return isRun.includes(1) ? longest(isRun).minutes * 60 : Number.POSITIVE_INFINITY;
}

function longest(isRun: Uint8Array): { readonly from: number; readonly minutes: number } {
  let [last, from, minutes] = [0, 0, 0];
  for (let at = 0; at <= MINUTES; at++) {
    if (at < MINUTES && isRun[at] === 0) continue;
    if (at - last > minutes) [from, minutes] = [last, at - last];
    last = at;
  }
  return { from, minutes };
}

function minutesOf(rate: string): number {
  const [count = '', unit = ''] = rate.split(' ');
  return Number(count) * (unit.startsWith('day') ? 1440 : unit.startsWith('hour') ? 60 : 1);
}

function runCron(fields: readonly string[], clocks: Clocks, isRun: Uint8Array): void {
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  const isTime = Array.from(
    { length: 1440 },
    (_, at) => holds(minute, at % 60, 59) && holds(hour, (at - (at % 60)) / 60, 23),
  );
  const isDay = clocks.days.map(
    (day) =>
      holds(year, day.getUTCFullYear(), 2199) &&
      holds(month, day.getUTCMonth() + 1, 12, MONTHS) &&
      isDayOfMonth(dayOfMonth, day) &&
      isDayOfWeek(dayOfWeek, day),
  );
  for (let at = 0; at < MINUTES; at++) {
    if (isTime[clocks.shows[at] ?? 0] && isDay[clocks.day[at] ?? 0] && clocks.isAgain[at] === 0) isRun[at] = 1;
  }
}

const MONTHS = ' JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const WEEKDAYS = ' SUN MON TUE WED THU FRI SAT'.split(' ');

/** Whether a field of numbers or names stands for a value. */
function holds(field: string, value: number, most: number, names: readonly string[] = []): boolean {
  const number = (text: string) => (names.includes(text) ? names.indexOf(text) : Number(text));
  return field.split(',').some((part) => {
    const [range = '', step] = part.split('/');
    if (range === '*' || range === '?') {
      const least = most === 59 || most === 23 ? 0 : most === 2199 ? 1970 : 1;
      return step === undefined || (value - least) % Number(step) === 0;
    }
    const [from = '', to] = range.split('-');
    const end = to === undefined ? (step === undefined ? number(from) : most) : number(to);
    return value >= number(from) && value <= end && (value - number(from)) % Number(step ?? 1) === 0;
  });
}

function isDayOfMonth(field: string, day: Date): boolean {
  const isNext = (days: number) => addDays(day, days).getUTCMonth() !== day.getUTCMonth();
  if (field === 'L') return isNext(1);
  if (!field.endsWith('W')) return holds(field, day.getUTCDate(), 31);
  // walk from the date named: the first weekday of its month that is met, the day before, the day after, then two away
  const named = addDays(day, Number(field.slice(0, -1)) - day.getUTCDate());
  if (named.getUTCMonth() !== day.getUTCMonth()) return false;
  const nearest = [0, -1, 1, -2, 2]
    .map((days) => addDays(named, days))
    .find((one) => one.getUTCMonth() === named.getUTCMonth() && ![0, 6].includes(one.getUTCDay()));
  return nearest?.getTime() === day.getTime();
}

function isDayOfWeek(field: string, day: Date): boolean {
  const weekday = day.getUTCDay() + 1;
  if (field === 'L') return weekday === 7;
  if (field.endsWith('L')) {
    return holds(field.slice(0, -1), weekday, 7, WEEKDAYS) && addDays(day, 7).getUTCMonth() !== day.getUTCMonth();
  }
  const [name = '', nth] = field.split('#');
  if (!holds(name, weekday, 7, WEEKDAYS)) return false;
  if (nth === undefined) return true;
  let count = 0;
  for (let one = day; one.getUTCMonth() === day.getUTCMonth(); one = addDays(one, -7)) count++;
  return count === Number(nth);
}

function addDays(day: Date, days: number): Date {
  return new Date(day.getTime() + days * 86_400_000);
}

const known = new Map<string, Clocks>();

/** Asks the time of the place at every quarter of an hour: no place changes its clocks in between. */
function clocksOf(timeZone: string): Clocks {
  const clocks = known.get(timeZone) ?? read(timeZone);
  known.set(timeZone, clocks);
  return clocks;
}

function read(timeZone: string): Clocks {
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...numeric });
  const [shows, day, isAgain] = [new Uint16Array(MINUTES), new Uint16Array(MINUTES), new Uint8Array(MINUTES)];
  const days: Date[] = [];
  let latest = 0;
  for (let quarter = 0; quarter < MINUTES; quarter += 15) {
    const parts = format.formatToParts(STRETCH.fromMs + quarter * 60_000);
    const part = (name: string) => Number(parts.find(({ type }) => type === name)?.value);
    const date = Date.UTC(part('year'), part('month') - 1, part('day'));
    if (days.at(-1)?.getTime() !== date) days.push(new Date(date));
    for (let at = quarter; at < quarter + 15; at++) {
      shows[at] = part('hour') * 60 + part('minute') + at - quarter;
      day[at] = days.length - 1;
      const shown = date / 60_000 + (shows[at] ?? 0);
      isAgain[at] = shown <= latest ? 1 : 0;
      latest = Math.max(latest, shown);
    }
  }
  return { shows, day, isAgain, days };
}
