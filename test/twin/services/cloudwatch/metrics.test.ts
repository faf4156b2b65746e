import { expect, test } from 'vitest';
import { strike } from '../../../../src/twin/physics/faults.ts';
import {
  putMetric,
  RETENTION_MS,
  registerComputedMetric,
  statisticOf,
} from '../../../../src/twin/services/cloudwatch/metrics.ts';
import { datapointTable } from '../../../../src/twin/services/cloudwatch/records.ts';
import { START_MS, testTwin } from '../../../support/traffic-gate.ts';

const EAST = 'us-east-1';
const MINUTE_MS = 60_000;
const series = { region: EAST, namespace: 'n', name: 'm', dimensions: { Site: 'A' } };

function put(twin: ReturnType<typeof testTwin>, value: number, atMs = twin.world.nowMs): boolean {
  return twin.world.transact(() => putMetric(twin.world, EAST, 'n', 'm', { Site: 'A' }, value, atMs));
}

test('samples of one minute are one data point with maximum, minimum, sum and count', () => {
  const twin = testTwin();
  for (const value of [3, 1, 8]) put(twin, value);
  expect(datapointTable(twin.world).values()).toEqual([{ startMs: START_MS, max: 8, min: 1, sum: 12, count: 3 }]);
  const read = (statistic: 'Average' | 'SampleCount') =>
    statisticOf(twin.world, series, statistic, START_MS, MINUTE_MS);
  expect([read('Average'), read('SampleCount')]).toEqual([4, 3]);
});

test('a repeated sample of the same value leaves the maximum as it was', () => {
  const twin = testTwin();
  put(twin, 1);
  put(twin, 1);
  expect(statisticOf(twin.world, series, 'Maximum', START_MS, MINUTE_MS)).toBe(1);
});

test('a series keeps three hours, counted from its newest minute', () => {
  const twin = testTwin();
  for (let minute = 0; minute < 400; minute++) put(twin, minute, START_MS + minute * MINUTE_MS);
  const kept = datapointTable(twin.world).values();
  expect(kept.length).toBe(RETENTION_MS / MINUTE_MS);
  expect(kept[0]?.max).toBe(220);
});

test('a lost region takes no data', () => {
  const twin = testTwin();
  twin.world.transact(() => strike(twin.world, { kind: 'region-loss', region: EAST }));
  expect(put(twin, 1)).toBe(false);
  expect(datapointTable(twin.world).values()).toEqual([]);
});

test('GetMetricData reads what was put and what AWS computes, the newest first, and no minute that is not over', () => {
  const twin = testTwin();
  registerComputedMetric('AWS/RDS/TestLag', (_world, region, dimensions, atMs) =>
    region === EAST && dimensions['DBClusterIdentifier'] === 'orders' ? (atMs - START_MS) / 1000 : undefined,
  );
  twin.advance(150);
  const ask = (Dimensions: object[], ScanBy?: string) =>
    twin.call<{ MetricDataResults: { Values: number[]; Timestamps: Date[] }[] }>(EAST, 'cloudwatch', 'GetMetricData', {
      StartTime: new Date(START_MS),
      EndTime: new Date(twin.world.nowMs),
      ScanBy,
      MetricDataQueries: [
        {
          Id: 'lag',
          MetricStat: {
            Metric: { Namespace: 'AWS/RDS', MetricName: 'TestLag', Dimensions },
            Period: 60,
            Stat: 'Maximum',
          },
        },
      ],
    }).MetricDataResults[0]?.Values;
  expect(ask([{ Name: 'DBClusterIdentifier', Value: 'orders' }])).toEqual([120, 60]);
  expect(ask([{ Name: 'DBClusterIdentifier', Value: 'orders' }], 'TimestampAscending')).toEqual([60, 120]);
  expect(ask([{ Name: 'DBClusterIdentifier', Value: 'other' }])).toEqual([]);
});

test('expressions and namespaces of AWS are refused', () => {
  const twin = testTwin();
  const query = { StartTime: new Date(0), EndTime: new Date(1), MetricDataQueries: [{ Id: 'e', Expression: 'a+b' }] };
  expect(() => twin.call(EAST, 'cloudwatch', 'GetMetricData', query)).toThrow('does not model');
  const datum = { Namespace: 'AWS/RDS', MetricData: [{ MetricName: 'CPU', Value: 1 }] };
  expect(() => twin.call(EAST, 'cloudwatch', 'PutMetricData', datum)).toThrow('reserved for AWS');
});
