/** The schedules that the generator draws, each with what it means of one hour of UTC, told by hand. */
const RUNS: Readonly<Record<string, (at: Date) => boolean>> = {
  'cron(0 * * * ? *)': () => true,
  'cron(0 0/6 * * ? *)': (at) => at.getUTCHours() % 6 === 0,
  'cron(0 5,17 * * ? *)': (at) => [5, 17].includes(at.getUTCHours()),
  'cron(0 6-22 * * ? *)': (at) => at.getUTCHours() >= 6 && at.getUTCHours() <= 22,
  'cron(0 5 * * ? *)': (at) => at.getUTCHours() === 5,
  'cron(0 12 ? * MON-FRI *)': (at) => at.getUTCHours() === 12 && at.getUTCDay() >= 1 && at.getUTCDay() <= 5,
  'cron(0 5 ? * SUN *)': (at) => at.getUTCHours() === 5 && at.getUTCDay() === 0,
  'cron(0 5 1 * ? *)': (at) => at.getUTCHours() === 5 && at.getUTCDate() === 1,
  'cron(0 5 L * ? *)': (at) => at.getUTCHours() === 5 && new Date(at.getTime() + 86_400_000).getUTCDate() === 1,
  'cron(0 5 1 1/3 ? *)': (at) => at.getUTCHours() === 5 && at.getUTCDate() === 1 && at.getUTCMonth() % 3 === 0,
};

export const SCHEDULES: readonly string[] = Object.keys(RUNS);

const HOUR_MS = 3_600_000;
/** Four years, a leap year among them, hour by hour. */
const HOURS = 24 * 366 * 4;
const BEGIN_MS = Date.UTC(2027, 0, 1);
const known = new Map<string, number>();

/** The longest time between two backups of schedules that run beside each other. */
export function worstGapHours(schedules: readonly string[]): number {
  const key = [...new Set(schedules)].sort().join(' ');
  const gap = known.get(key) ?? simulated(key === '' ? [] : [...new Set(schedules)]);
  known.set(key, gap);
  return gap;
}

function simulated(schedules: readonly string[]): number {
  let last: number | undefined;
  let worst = schedules.length === 0 ? Number.POSITIVE_INFINITY : 0;
  for (let hour = 0; hour < HOURS; hour++) {
    const now = new Date(BEGIN_MS + hour * HOUR_MS);
    if (!schedules.some((one) => RUNS[one]?.(now))) continue;
    if (last !== undefined) worst = Math.max(worst, hour - last);
    last = hour;
  }
  return worst;
}

export function hoursOf(duration: string): number {
  return Number(duration.slice(0, -1)) * (duration.endsWith('d') ? 24 : 1);
}
