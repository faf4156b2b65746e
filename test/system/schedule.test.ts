import { expect, test } from 'vitest';
import { longestGapSeconds } from '../../src/system/schedule.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

test.each([
  ['rate(12 hours)', 12 * HOUR],
  ['rate(1 day)', DAY],
  ['rate(90 minutes)', 90 * 60],
  ['cron(0 3 * * ? *)', DAY],
  ['cron(0 3,15 * * ? *)', 12 * HOUR],
  ['cron(0 3,5 * * ? *)', 22 * HOUR],
  ['cron(0 0/6 * * ? *)', 6 * HOUR],
  ['cron(0/15 * * * ? *)', 900],
  ['cron(0 3 ? * MON-FRI *)', 3 * DAY],
  ['cron(0 3 ? * 2 *)', 7 * DAY],
  ['cron(0 3 1 * ? *)', 31 * DAY],
  ['cron(0 3 31 * ? *)', 61 * DAY],
  ['cron(0 3 1 JAN ? *)', 366 * DAY],
  ['cron(0 3 29 FEB ? *)', (4 * 365 + 1) * DAY],
])('between two runs of %s pass at most %d s', (schedule, seconds) => {
  expect(longestGapSeconds(schedule)).toBe(seconds);
});

test('a day that never comes leaves one run at most', () => {
  expect(longestGapSeconds('cron(0 3 30 FEB ? *)')).toBe(Number.POSITIVE_INFINITY);
});

test.each([
  'cron(0 3 * * *)',
  'cron(0 3 * * * *)',
  'cron(0 3 ? * ? *)',
  'cron(60 3 * * ? *)',
  'cron(0 24 * * ? *)',
  'cron(0 3 L * ? *)',
  'cron(0 3 * * ? 2027)',
  'cron(5-1 3 * * ? *)',
  'cron(*-5 3 * * ? *)',
  'cron(, 3 * * ? *)',
  'rate(0 hours)',
  'rate(12 weeks)',
  '0 3 * * *',
])('%s is no schedule that is read', (schedule) => {
  expect(longestGapSeconds(schedule)).toBeUndefined();
});
