import { expect, test } from 'vitest';
import { longestGapSeconds, readSchedule, type Schedule } from '../../src/lib/schedule.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const FROM = Date.UTC(2027, 0, 1);

/** The fields that a calendar makes hard. That every combination is right: schedule-oracle.test.ts. */
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
  ['cron(0 3 L * ? *)', 31 * DAY],
  ['cron(0 3 1W * ? *)', 33 * DAY],
  ['cron(0 3 ? * 6L *)', 35 * DAY],
  ['cron(0 3 ? * TUE#2 *)', 35 * DAY],
  ['cron(0 3 ? * L *)', 7 * DAY],
  ['cron(0 3 * * ? 2027-2199)', DAY],
])('between two runs of %s pass at most %d s', (expression, seconds) => {
  expect(longestGapSeconds([read(expression)], FROM)).toBe(seconds);
});

test.each([
  ['cron(0 3 * * ? *)', 'America/New_York', 25 * HOUR],
  // 02:30 is leapt over in spring
  ['cron(30 2 * * ? *)', 'America/New_York', 47 * HOUR],
  // 01:00 is shown twice in autumn, and run once
  ['cron(0 * * * ? *)', 'America/New_York', 2 * HOUR],
  ['cron(0 3 * * ? *)', 'Asia/Kolkata', DAY],
  ['cron(0 3 * * ? *)', 'Australia/Lord_Howe', 24.5 * HOUR],
])('between two runs of %s by the clocks of %s pass at most %d s', (expression, place, seconds) => {
  expect(longestGapSeconds([read(expression, place)], FROM)).toBe(seconds);
});

test('several schedules fill each other’s gaps, and of a rate the worst first time is taken', () => {
  const night = read('cron(0 3 * * ? *)');
  expect(longestGapSeconds([night, read('cron(0 15 * * ? *)')], FROM)).toBe(12 * HOUR);
  expect(longestGapSeconds([night, read('rate(8 hours)')], FROM)).toBe(8 * HOUR);
  expect(longestGapSeconds([night, read('rate(3 days)')], FROM)).toBe(DAY);
});

test('of nothing, and of a day that never comes, there is no end', () => {
  expect(longestGapSeconds([], FROM)).toBe(Number.POSITIVE_INFINITY);
  expect(longestGapSeconds([read('cron(0 3 30 FEB ? *)')], FROM)).toBe(Number.POSITIVE_INFINITY);
});

test('what has ended, and what begins in years, leaves the years without it', () => {
  expect(longestGapSeconds([read('cron(0 3 * * ? 2027)')], FROM)).toBeGreaterThan(10 * 365 * DAY);
  expect(longestGapSeconds([read('cron(0 3 * * ? 2030-2199)')], FROM)).toBe((3 * 365 + 1) * DAY + 3 * HOUR);
});

test.each([
  'cron(0 3 * * *)',
  'cron(0 3 * * * *)',
  'cron(0 3 ? * ? *)',
  'cron(60 3 * * ? *)',
  'cron(0 24 * * ? *)',
  'cron(0 3 L-3 * ? *)',
  'cron(0 3 32W * ? *)',
  'cron(0 3 ? * 8L *)',
  'cron(0 3 ? * 3#6 *)',
  'cron(0 3 ? * 3#1,6#3 *)',
  'cron(0 3 * * ? 1969)',
  'cron(5-1 3 * * ? *)',
  'cron(*-5 3 * * ? *)',
  'cron(, 3 * * ? *)',
  'rate(0 hours)',
  'rate(12 weeks)',
  '0 3 * * *',
])('%s is no schedule that is read', (expression) => {
  expect(readSchedule(expression)).toBeUndefined();
});

test('a place that no database of time zones has is not read', () => {
  expect(readSchedule('cron(0 3 * * ? *)', 'Mars/Olympus')).toBeUndefined();
});

function read(expression: string, place?: string): Schedule {
  const schedule = readSchedule(expression, place);
  if (schedule === undefined) throw new Error(`${expression} is not read`);
  return schedule;
}
