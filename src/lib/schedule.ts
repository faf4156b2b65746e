import { clockSpans } from './clock-changes.ts';
import { type Cron, readCron } from './cron.ts';

/** When something is done over and over: at a rate whose first time nobody knows, or at minutes of days by a place's clocks. */
export type Schedule = { readonly everySeconds: number } | (Cron & { readonly timeZone: string });

/**
 * Reads AWS's form, `cron(0 3 * * ? *)` or `rate(12 hours)`, and the IANA's name of the place whose clocks are meant. `undefined`
 * where either is not understood.
 */
export function readSchedule(expression: string, timeZone = 'UTC'): Schedule | undefined {
  const [, kind, inside = ''] = /^(cron|rate)\(([^()]+)\)$/.exec(expression) ?? [];
  if (kind === 'rate') return rateOf(inside);
  const cron = kind === 'cron' ? readCron(inside) : undefined;
  return cron && isPlace(timeZone) ? { ...cron, timeZone } : undefined;
}

/** A stretch of time that is looked at. */
export interface Stretch {
  readonly fromMs: number;
  readonly days: number;
}

/**
 * The longest time without a run of any of the schedules, in seconds: what a restore from what they make may lose at most. Looked
 * for from an instant on, over `days`, or over as many as hold every gap that a calendar makes within twelve years; the times
 * before the first run and after the last count. Of a rate the first time is not known, so the worst is taken. A minute that the
 * clocks leap over is not run, one that they show twice is run once ("Schedule types", Amazon EventBridge Scheduler User Guide,
 * read 2026-11). Of no schedule, or of one that never runs, it is infinite.
 */
export function longestGapSeconds(schedules: readonly Schedule[], fromMs: number, days?: number): number {
  const rates = schedules.flatMap((one) => ('everySeconds' in one ? [one.everySeconds] : []));
  const crons = schedules.flatMap((one) => ('everySeconds' in one ? [] : [one]));
  const stretch = { fromMs, days: days ?? daysFor(crons) };
  return Math.min(
    ...rates,
    longestWithout(
      crons.map((cron) => runsOf(cron, stretch)),
      stretch,
    ),
  );
}

function rateOf(inside: string): Schedule | undefined {
  const [, count = '', unit = ''] = /^([1-9][0-9]*) (minute|hour|day)s?$/.exec(inside) ?? [];
  const seconds: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };
  const one = seconds[unit];
  return one === undefined ? undefined : { everySeconds: Number(count) * one };
}

function isPlace(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

type ClockSchedule = Extract<Schedule, Cron>;

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** What runs every day has all its gaps within two, or within two years where clocks change; else the calendar's 29 February decides. */
function daysFor(crons: readonly ClockSchedule[]): number {
  if (crons.some(({ isDaily }) => !isDaily)) return 12 * 366;
  return crons.some(({ timeZone }) => timeZone !== 'UTC') ? 2 * 366 : 3;
}

function longestWithout(all: readonly Iterator<number, undefined>[], { fromMs, days }: Stretch): number {
  const next = all.map((runs) => runs.next().value);
  let lastMs = fromMs;
  let longestMs = 0;
  let isRun = false;
  for (;;) {
    let first = -1;
    for (const [index, ms] of next.entries())
      if (ms !== undefined && (first < 0 || ms < (next[first] ?? 0))) first = index;
    const ms = next[first];
    if (ms === undefined) break;
    longestMs = Math.max(longestMs, ms - lastMs);
    lastMs = ms;
    isRun = true;
    next[first] = all[first]?.next().value;
  }
  return isRun ? Math.max(longestMs, fromMs + days * DAY_MS - lastMs) / 1000 : Number.POSITIVE_INFINITY;
}

/** The instants of a schedule in a stretch, in order. */
function* runsOf(
  { times, isRunDay, timeZone }: ClockSchedule,
  { fromMs, days }: Stretch,
): Generator<number, undefined> {
  let shownMs = Number.NEGATIVE_INFINITY;
  for (const span of clockSpans(timeZone, fromMs, fromMs + days * DAY_MS)) {
    const firstMs = Math.max(span.fromMs + span.aheadMs, shownMs);
    const endMs = span.toMs + span.aheadMs;
    for (let dayMs = Math.floor(firstMs / DAY_MS) * DAY_MS; dayMs < endMs; dayMs += DAY_MS) {
      if (!isRunDay(new Date(dayMs))) continue;
      for (const minute of times) {
        const ms = dayMs + minute * MINUTE_MS;
        if (ms >= firstMs && ms < endMs) yield ms - span.aheadMs;
      }
    }
    shownMs = Math.max(shownMs, endMs);
  }
  return undefined;
}
