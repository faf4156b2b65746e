import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alarmStateOf, judge } from '../../../../src/twin/services/cloudwatch/alarm-state.ts';
import type { AlarmWatch, MissingData } from '../../../../src/twin/services/cloudwatch/records.ts';
import { alarmTable } from '../../../../src/twin/services/cloudwatch/records.ts';
import { flagAlarm, NAMESPACE, START_MS, testTwin } from '../../../support/traffic-gate.ts';

const EAST = 'us-east-1';

function watch(m: number, n: number, missingData: MissingData): Omit<AlarmWatch, 'series'> {
  return {
    statistic: 'Maximum',
    periodSeconds: 60,
    evaluationPeriods: n,
    datapointsToAlarm: m,
    threshold: 1,
    comparison: 'GreaterThanOrEqualToThreshold',
    missingData,
  };
}

/** `X` breaches, `0` does not, `-` is missing. */
function points(pattern: string): (number | undefined)[] {
  return [...pattern].map((sign) => (sign === 'X' ? 1 : sign === '0' ? 0 : undefined));
}

test.each([
  // pattern, M, breaching, missing, notBreaching
  ['000', 3, 'OK', 'OK', 'OK'],
  ['XXX', 3, 'ALARM', 'ALARM', 'ALARM'],
  ['0XX', 3, 'OK', 'OK', 'OK'],
  ['0XX', 2, 'ALARM', 'ALARM', 'ALARM'],
  ['---', 3, 'ALARM', 'INSUFFICIENT_DATA', 'OK'],
  ['-X-', 3, 'ALARM', 'ALARM', 'OK'],
  ['0-X', 2, 'ALARM', 'OK', 'OK'],
  ['0--', 3, 'OK', 'OK', 'OK'],
  ['--X', 1, 'ALARM', 'ALARM', 'ALARM'],
] as const)('%s with %i breaching to alarm is %s, %s or %s by how missing data is treated', (pattern, m, ...states) => {
  const treatments = ['breaching', 'missing', 'notBreaching'] as const;
  expect(treatments.map((missing) => judge(points(pattern), watch(m, pattern.length, missing)))).toEqual(states);
});

test('without missing points, the three treatments agree, and M of N breaching is what counts', () => {
  const values = fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 6 }), (data, wanted) => {
      const m = Math.min(wanted, data.length);
      const state = data.filter((value) => value === 1).length >= m ? 'ALARM' : 'OK';
      for (const missing of ['breaching', 'missing', 'notBreaching'] as const) {
        expect(judge(data, watch(m, data.length, missing))).toBe(state);
      }
    }),
  );
});

test('an alarm follows its data a period later, says since when, and is not moved by a period that is not over', () => {
  const twin = testTwin();
  twin.call(EAST, 'cloudwatch', 'PutMetricAlarm', flagAlarm('claim', 'Claim', { Site: 'A' }));
  const state = () => {
    const alarm = alarmTable(twin.world).get(`${EAST}/claim`);
    return alarm && alarmStateOf(twin.world, alarm).state;
  };
  const put = (Value: number) => {
    const MetricData = [{ MetricName: 'Claim', Dimensions: [{ Name: 'Site', Value: 'A' }], Value }];
    twin.call(EAST, 'cloudwatch', 'PutMetricData', { Namespace: NAMESPACE, MetricData });
  };
  expect(state()).toBe('INSUFFICIENT_DATA');
  put(0);
  twin.advance(59);
  expect(state()).toBe('INSUFFICIENT_DATA');
  twin.advance(41);
  expect(state()).toBe('ALARM');
  put(1);
  twin.advance(19);
  expect(state()).toBe('ALARM');
  twin.advance(41);
  expect(state()).toBe('OK');
  const { MetricAlarms } = twin.call<{ MetricAlarms: { StateUpdatedTimestamp: Date }[] }>(
    EAST,
    'cloudwatch',
    'DescribeAlarms',
    {},
  );
  const sinceMs = MetricAlarms[0]?.StateUpdatedTimestamp.getTime() ?? 0;
  expect(sinceMs).toBeGreaterThanOrEqual(START_MS + 120_000);
  expect(sinceMs).toBeLessThanOrEqual(twin.world.nowMs);
});

test.each([
  [{ TreatMissingData: 'ignore' }, 'alarms that ignore missing data'],
  [{ Period: 10 }, 'alarm periods of 10 seconds'],
  [{ ExtendedStatistic: 'p99' }, 'alarms on percentiles'],
  [{ Metrics: [] }, 'alarms on metric maths'],
])('what is not modelled of alarms is an error, never a guess: %o', (change, what) => {
  const input = { ...flagAlarm('claim', 'Claim', { Site: 'A' }), ...change };
  expect(() => testTwin().call(EAST, 'cloudwatch', 'PutMetricAlarm', input)).toThrow(`the twin does not model ${what}`);
});
