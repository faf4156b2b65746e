import { expect, test } from 'vitest';
import { isHealthy } from '../../../../src/twin/services/route53/health.ts';
import { createCheck, flagAlarm, NAMESPACE, type TestTwin, testTwin } from '../../../support/traffic-gate.ts';

const EAST = 'us-east-1';

function putAlarm(twin: TestTwin, threshold: number): void {
  const alarm = { ...flagAlarm('claim', 'Claim', { Site: 'A' }), Threshold: threshold };
  twin.call(EAST, 'cloudwatch', 'PutMetricAlarm', alarm);
}

function feed(twin: TestTwin, Value: number, seconds: number): void {
  for (let passed = 0; passed < seconds; passed += 10) {
    const MetricData = [{ MetricName: 'Claim', Dimensions: [{ Name: 'Site', Value: 'A' }], Value }];
    twin.call(EAST, 'cloudwatch', 'PutMetricData', { Namespace: NAMESPACE, MetricData });
    twin.advance(10);
  }
}

function metricCheck(twin: TestTwin, reference = 'm'): string {
  return createCheck(twin, reference, {
    Type: 'CLOUDWATCH_METRIC',
    AlarmIdentifier: { Name: 'claim', Region: EAST },
    InsufficientDataHealthStatus: 'LastKnownStatus',
  });
}

test('a calculated check counts its healthy children against its threshold', () => {
  const twin = testTwin();
  const up = createCheck(twin, 'up', { Type: 'CALCULATED', HealthThreshold: 0 });
  const down = createCheck(twin, 'down', { Type: 'CALCULATED', HealthThreshold: 1 });
  expect([isHealthy(twin.world, up), isHealthy(twin.world, down)]).toEqual([true, false]);
  putAlarm(twin, 1);
  const children = [metricCheck(twin, 'a'), metricCheck(twin, 'b')];
  for (const [threshold, healthy] of [
    [2, true],
    [3, false],
  ] as const) {
    const config = { Type: 'CALCULATED', HealthThreshold: threshold, ChildHealthChecks: children };
    expect(isHealthy(twin.world, createCheck(twin, `t${threshold}`, config))).toBe(healthy);
  }
});

test('calculated checks do not nest', () => {
  const twin = testTwin();
  const child = createCheck(twin, 'child', { Type: 'CALCULATED', HealthThreshold: 0 });
  const parent = { Type: 'CALCULATED', HealthThreshold: 1, ChildHealthChecks: [child] };
  expect(() => createCheck(twin, 'parent', parent)).toThrow('calculated checks do not nest');
});

test('a disabled check is healthy, an inverted one the opposite of what it sees', () => {
  const twin = testTwin();
  const down = { Type: 'CALCULATED', HealthThreshold: 1 };
  expect(isHealthy(twin.world, createCheck(twin, 'd', { ...down, Disabled: true }))).toBe(true);
  expect(isHealthy(twin.world, createCheck(twin, 'i', { ...down, Inverted: true }))).toBe(true);
});

test('a last known status outlives its data by days', () => {
  const twin = testTwin();
  putAlarm(twin, 1);
  const id = metricCheck(twin);
  feed(twin, 0, 180);
  expect(isHealthy(twin.world, id)).toBe(false);
  twin.advance(3 * 24 * 3600);
  expect(isHealthy(twin.world, id)).toBe(false);
});

test('a changed alarm counts only after the check was updated', () => {
  const twin = testTwin();
  putAlarm(twin, 1);
  const HealthCheckId = metricCheck(twin);
  putAlarm(twin, -1);
  feed(twin, 0, 180);
  expect(isHealthy(twin.world, HealthCheckId)).toBe(false);
  twin.call(EAST, 'route53', 'UpdateHealthCheck', { HealthCheckId });
  expect(isHealthy(twin.world, HealthCheckId)).toBe(true);
});

test('the answers of endpoints are not modelled, and a check without an alarm is refused', () => {
  const twin = testTwin();
  const endpoint = createCheck(twin, 'e', { Type: 'HTTPS', FullyQualifiedDomainName: 'www.orders.example.com' });
  expect(() => isHealthy(twin.world, endpoint)).toThrow('does not model the answers of endpoints');
  expect(() => metricCheck(twin)).toThrow('no alarm claim in us-east-1');
});
