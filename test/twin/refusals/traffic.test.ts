import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import { EndpointUnreachable } from '../../../src/twin/aws-error.ts';
import { strike } from '../../../src/twin/physics/faults.ts';
import { listeners } from '../../../src/twin/services/elbv2/records.ts';
import { registerAliasHealth, resolveDns } from '../../../src/twin/services/route53/dns.ts';
import { RefusalTests } from '../../support/refusal-rows.ts';
import {
  ACCOUNT,
  createCheck,
  createZone,
  flagAlarm,
  NAMESPACE,
  type TestTwin,
  testTwin,
} from '../../support/traffic-gate.ts';
import { coverage } from './traffic.ts';

const rows = new RefusalTests(['R53', 'ACM', 'DDB', 'CW'], coverage);
const HOME = 'us-east-1';
const NAME = 'www.orders.example.com';
const BALANCER = { HostedZoneId: 'Z35SXDOTRQ7X7K', DNSName: 'use1-1.us-east-1.elb.amazonaws.com' };
const HOUR_S = 3600;

interface Zone {
  readonly twin: TestTwin;
  readonly zoneId: string;
  /** Applies changes and lets them reach the name servers. */
  change(...changes: [action: string, record: ResourceRecordSet][]): void;
  answer(): string[];
}

function zone(twin = testTwin()): Zone {
  const zoneId = createZone(twin);
  return {
    twin,
    zoneId,
    change: (...changes) => {
      const Changes = changes.map(([Action, ResourceRecordSet]) => ({ Action, ResourceRecordSet }));
      twin.call(HOME, 'route53', 'ChangeResourceRecordSets', { HostedZoneId: zoneId, ChangeBatch: { Changes } });
      twin.world.complete('');
    },
    answer: () => {
      const input = { HostedZoneId: zoneId, RecordName: NAME, RecordType: 'A' };
      return twin.call<{ RecordData: string[] }>(HOME, 'route53', 'TestDNSAnswer', input).RecordData;
    },
  };
}

function record(last: number, more: Partial<ResourceRecordSet> = {}): ResourceRecordSet {
  return { Name: NAME, Type: 'A', TTL: 60, ResourceRecords: [{ Value: `192.0.2.${last}` }], ...more };
}
const primary = (HealthCheckId: string) => record(1, { SetIdentifier: 'p', Failover: 'PRIMARY', HealthCheckId });
const secondary = (more: object) => record(2, { SetIdentifier: 's', Failover: 'SECONDARY', ...more });
const weighted = (last: number, Weight: number, more: object = {}) =>
  record(last, { SetIdentifier: `w${last}`, Weight, ...more });

/** A check without children: healthy while its threshold is 0. */
function check(twin: TestTwin, healthy: boolean, reference = `c-${healthy}`): string {
  return createCheck(twin, reference, { Type: 'CALCULATED', ChildHealthChecks: [], HealthThreshold: healthy ? 0 : 1 });
}
function setHealthy(twin: TestTwin, HealthCheckId: string, healthy: boolean): void {
  twin.call(HOME, 'route53', 'UpdateHealthCheck', { HealthCheckId, HealthThreshold: healthy ? 0 : 1 });
}

rows.shows('R53-01', () => {
  const { twin, change, answer } = zone();
  change(
    ['CREATE', primary(check(twin, false))],
    ['CREATE', secondary({ HealthCheckId: check(twin, false, 'other') })],
  );
  expect(answer()).toEqual(['192.0.2.1']);
});
rows.shows('R53-02', () => {
  const { twin, change, answer } = zone();
  change(['CREATE', primary(check(twin, false))], ['CREATE', secondary({})]);
  expect(answer()).toEqual(['192.0.2.2']);
});
rows.shows('R53-03', () => {
  const { twin, change, answer } = zone();
  const id = check(twin, false);
  change(['CREATE', primary(id)], ['CREATE', secondary({ HealthCheckId: check(twin, true) })]);
  expect(answer()).toEqual(['192.0.2.2']);
  setHealthy(twin, id, true);
  expect(answer()).toEqual(['192.0.2.1']);
});
rows.shows('R53-04', () => {
  const { twin, zoneId, change } = zone();
  const HealthCheckId = check(twin, false);
  change(['CREATE', weighted(1, 1, { HealthCheckId })], ['CREATE', weighted(2, 1, { HealthCheckId })]);
  expect(choices(twin, zoneId)).toEqual(['192.0.2.1', '192.0.2.2']);
});
rows.shows('R53-05', () => {
  const { twin, zoneId, change } = zone();
  change(['CREATE', weighted(1, 1, { HealthCheckId: check(twin, false) })], ['CREATE', weighted(2, 1)]);
  expect(choices(twin, zoneId)).toEqual(['192.0.2.2']);
});
rows.shows('R53-06', () => {
  const { twin, zoneId, change } = zone();
  const HealthCheckId = check(twin, true);
  change(['CREATE', weighted(1, 1, { HealthCheckId })], ['CREATE', weighted(9, 0)]);
  expect(choices(twin, zoneId)).toEqual(['192.0.2.1']);
  setHealthy(twin, HealthCheckId, false);
  expect(choices(twin, zoneId)).toEqual(['192.0.2.9']);
});
rows.shows('R53-07', () => {
  const { twin, zoneId, change } = zone();
  registerAliasHealth(() => false);
  const AliasTarget = { ...BALANCER, EvaluateTargetHealth: true };
  change(['CREATE', alias(AliasTarget, { SetIdentifier: 'pilot', Weight: 1 })], ['CREATE', weighted(2, 1)]);
  expect(choices(twin, zoneId)).toEqual(['192.0.2.2']);
  registerAliasHealth(() => true);
  expect(choices(twin, zoneId).length).toBe(2);
});
rows.refuses('R53-08', 'InvalidChangeBatch', 'C', () => {
  const target = { HostedZoneId: 'Z2FDTNDATAQYW2', DNSName: 'd1.cloudfront.net', EvaluateTargetHealth: true };
  zone().change(['CREATE', alias(target)]);
});
rows.shows('R53-09', () => {
  for (const [checkHealthy, targetHealthy] of [
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ] as const) {
    const { twin, zoneId, change } = zone();
    registerAliasHealth(() => targetHealthy);
    const HealthCheckId = check(twin, checkHealthy);
    const AliasTarget = { ...BALANCER, EvaluateTargetHealth: true };
    change(
      ['CREATE', alias(AliasTarget, { SetIdentifier: 'both', Weight: 1, HealthCheckId })],
      ['CREATE', weighted(9, 0)],
    );
    expect(choices(twin, zoneId).includes('192.0.2.9')).toBe(!(checkHealthy && targetHealthy));
  }
});
rows.shows('R53-10', () => {
  const { twin, healthy } = withMetric();
  const fresh = metricCheck(twin, 'fresh', { InsufficientDataHealthStatus: 'Unhealthy' });
  const inverted = metricCheck(twin, 'inverted', { InsufficientDataHealthStatus: 'Unhealthy', Inverted: true });
  expect([healthy(fresh), healthy(inverted)]).toEqual([true, false]);
  twin.advance(120);
  expect([healthy(fresh), healthy(inverted)]).toEqual([false, true]);
});
rows.shows('R53-11', () => {
  const { twin, healthy } = withMetric();
  const settings = ['Healthy', 'Unhealthy', 'LastKnownStatus'];
  const [lenient = '', strict = '', last = ''] = settings.map((status) =>
    metricCheck(twin, status, { InsufficientDataHealthStatus: status }),
  );
  putClaim(twin, 0);
  twin.advance(119);
  expect([lenient, strict, last].map(healthy)).toEqual([false, false, false]);
  twin.call(HOME, 'cloudwatch', 'SetAlarmState', { AlarmName: 'claim', StateValue: 'OK', StateReason: 'by hand' });
  expect(stateOf(twin)).toBe('OK');
  expect(healthy(strict)).toBe(false);
  twin.advance(180);
  expect([lenient, strict, last].map(healthy)).toEqual([true, false, false]);
});
rows.shows('R53-14', () => {
  const { twin, zoneId, change } = zone();
  const batch = () => change(['CREATE', record(1)], ['DELETE', record(2, { Name: 'gone.orders.example.com' })]);
  expect(batch).toThrow(/not found/);
  expect(names(twin, zoneId)).toEqual(['orders.example.com.', 'orders.example.com.']);
});
for (const [what, again] of [
  ['a second CREATE', ['CREATE', record(1)]],
  ['a DELETE with other values', ['DELETE', record(2)]],
  ['a DELETE of nothing', ['DELETE', record(1, { Name: 'gone.orders.example.com' })]],
] as const) {
  rows.refuses('R53-15', 'InvalidChangeBatch', 'V', () => {
    const made = zone();
    made.change(['CREATE', record(1)]);
    try {
      made.change([again[0], again[1]]);
    } finally {
      expect({ what, answer: made.answer() }).toEqual({ what, answer: ['192.0.2.1'] });
    }
  });
}
rows.refuses('R53-18', 'InvalidChangeBatch', 'C', () => zone().change(['CREATE', many(1001)]));
rows.refuses('R53-18', 'InvalidChangeBatch', 'C', () => zone().change(['UPSERT', many(501)]));
rows.refuses('R53-18', 'InvalidChangeBatch', 'C', () => {
  const Value = `"${'x'.repeat(16_000)}"`;
  zone().change(['UPSERT', record(1, { Type: 'TXT', ResourceRecords: [{ Value }] })]);
});
test('a batch of 1000 values is taken', () => {
  const made = zone();
  made.change(['CREATE', many(1000)]);
  expect(made.answer().length).toBe(1000);
});
rows.shows('R53-19', () => {
  const found = new Set<string>();
  for (let seed = 0; seed < 20; seed++) {
    const { twin, zoneId, change } = zone(testTwin(String(seed)));
    const HealthCheckId = check(twin, true);
    change(['CREATE', weighted(1, 1, { HealthCheckId })], ['CREATE', weighted(9, 0)]);
    twin.call(HOME, 'route53', 'DeleteHealthCheck', { HealthCheckId });
    for (const answer of choices(twin, zoneId)) found.add(answer);
  }
  expect([...found].sort()).toEqual(['192.0.2.1', '192.0.2.9']);
});
rows.refuses('R53-20', 'HealthCheckAlreadyExists', 'V', () => {
  const twin = testTwin();
  check(twin, true, 'one');
  check(twin, false, 'one');
});
rows.refuses('R53-20', 'HealthCheckAlreadyExists', 'V', () => {
  const twin = testTwin();
  const HealthCheckId = check(twin, true, 'one');
  twin.call(HOME, 'route53', 'DeleteHealthCheck', { HealthCheckId });
  check(twin, true, 'one');
});
test('the same caller reference with the same settings is the same health check', () => {
  const twin = testTwin();
  expect(check(twin, true, 'one')).toBe(check(twin, true, 'one'));
});
rows.refuses('R53-21', 'TooManyHealthChecks', 'V', () => {
  const twin = testTwin();
  for (let number = 0; number < 200; number++) check(twin, true, `c${number}`);
  check(twin, true, 'one more');
});
rows.refuses('R53-22', 'HealthCheckVersionMismatch', 'V', () => {
  const twin = testTwin();
  const HealthCheckId = check(twin, true);
  twin.call(HOME, 'route53', 'UpdateHealthCheck', { HealthCheckId, HealthCheckVersion: 1, Disabled: true });
  twin.call(HOME, 'route53', 'UpdateHealthCheck', { HealthCheckId, HealthCheckVersion: 1, Disabled: false });
});
rows.shows('R53-23', () => {
  const twin = testTwin();
  const HealthCheckId = createCheck(twin, 'e', { Type: 'HTTPS', FullyQualifiedDomainName: NAME, RequestInterval: 30 });
  twin.call(HOME, 'route53', 'UpdateHealthCheck', { HealthCheckId, RequestInterval: 10, FailureThreshold: 1 });
  const { HealthCheck } = twin.call<{ HealthCheck: { HealthCheckConfig: object } }>(HOME, 'route53', 'GetHealthCheck', {
    HealthCheckId,
  });
  expect(HealthCheck.HealthCheckConfig).toMatchObject({ RequestInterval: 30, FailureThreshold: 1 });
});
rows.refuses('R53-24', 'HostedZoneNotEmpty', 'V', () => {
  const { twin, zoneId, change } = zone();
  change(['CREATE', record(1)]);
  twin.call(HOME, 'route53', 'DeleteHostedZone', { Id: zoneId });
});
rows.shows('R53-25', () => {
  const { twin, change, answer } = zone();
  const HealthCheckId = metricCheck(withMetric(twin).twin, 'm', { InsufficientDataHealthStatus: 'Unhealthy' });
  change(['CREATE', weighted(1, 1, { HealthCheckId })], ['CREATE', weighted(9, 0)]);
  putClaim(twin, 1);
  twin.advance(100);
  expect(answer()).toEqual(['192.0.2.1']);
  twin.world.transact(() => strike(twin.world, { kind: 'region-loss', region: HOME }));
  expect(() => change(['UPSERT', record(3)])).toThrow(EndpointUnreachable);
  const ask = () => resolveDns(twin.world, NAME, 'A', { subject: 'client' })?.answers;
  expect(ask()).toEqual(['192.0.2.1']);
  twin.advance(120);
  expect(ask()).toEqual(['192.0.2.9']);
});
rows.refuses('R53-26', 'InvalidChangeBatch', 'C', () => {
  zone().change(['CREATE', alias({ ...BALANCER, EvaluateTargetHealth: false }, { TTL: 60 })]);
});

rows.refuses('ACM-01', 'ResourceInUseException', 'V', () => {
  const twin = testTwin();
  const CertificateArn = requestCertificate(twin);
  const region = HOME;
  const balancer = `arn:aws:elasticloadbalancing:${region}:${ACCOUNT}:loadbalancer/app/orders/1`;
  twin.world.transact(() =>
    listeners(twin.world).put(`${region}/listener/app/orders/1/2`, {
      arn: balancer.replace('loadbalancer', 'listener').concat('/2'),
      region,
      loadBalancerArn: balancer,
      protocol: 'HTTPS',
      port: 443,
      certificateArn: CertificateArn,
      defaultActions: [],
      tags: {},
    }),
  );
  twin.call(HOME, 'acm', 'DeleteCertificate', { CertificateArn });
});
rows.shows('ACM-02', () => {
  const twin = testTwin();
  const first = requestCertificate(twin, 'token');
  twin.advance(HOUR_S - 1);
  expect(requestCertificate(twin, 'token')).toBe(first);
  twin.advance(1);
  expect(requestCertificate(twin, 'token')).not.toBe(first);
});
rows.shows('ACM-03', () => {
  const twin = testTwin();
  const CertificateArn = requestCertificate(twin);
  const status = () =>
    twin.call<{ Certificate: { Status: string } }>(HOME, 'acm', 'DescribeCertificate', { CertificateArn }).Certificate
      .Status;
  twin.advance(72 * HOUR_S - 1);
  expect(status()).toBe('PENDING_VALIDATION');
  twin.advance(121);
  expect(status()).toBe('VALIDATION_TIMED_OUT');
});

rows.refuses('DDB-01', 'ResourceInUseException', 'V', () => {
  const twin = testTwin();
  const TableName = 'gate';
  twin.call(HOME, 'dynamodb', 'CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
  twin.advance(120);
  twin.call(HOME, 'dynamodb', 'UpdateTable', { TableName, DeletionProtectionEnabled: true });
  twin.call(HOME, 'dynamodb', 'UpdateTable', { TableName, DeletionProtectionEnabled: false });
});

rows.shows('CW-01', () => {
  const { twin } = withMetric();
  putClaim(twin, 1);
  twin.advance(100);
  expect(stateOf(twin)).toBe('OK');
  twin.call(HOME, 'cloudwatch', 'SetAlarmState', { AlarmName: 'claim', StateValue: 'ALARM', StateReason: 'by hand' });
  expect(stateOf(twin)).toBe('ALARM');
  putClaim(twin, 1);
  twin.advance(40);
  expect(stateOf(twin)).toBe('OK');
});
rows.shows('CW-02', () => {
  const { twin } = withMetric();
  putClaim(twin, 1);
  twin.advance(100);
  expect(stateOf(twin)).toBe('OK');
  twin.advance(100);
  expect(stateOf(twin)).toBe('INSUFFICIENT_DATA');
});
rows.refuses('CW-04', 'ResourceNotFound', 'V', () => {
  const { twin } = withMetric();
  try {
    twin.call(HOME, 'cloudwatch', 'DeleteAlarms', { AlarmNames: ['no such alarm', 'claim'] });
  } finally {
    expect(twin.call(HOME, 'cloudwatch', 'DescribeAlarms', {})).toMatchObject({ MetricAlarms: [] });
  }
});

rows.complete();

function alias(AliasTarget: NonNullable<ResourceRecordSet['AliasTarget']>, more: object = {}): ResourceRecordSet {
  return { Name: NAME, Type: 'A', AliasTarget, ...more };
}

function many(count: number): ResourceRecordSet {
  const ResourceRecords = Array.from({ length: count }, (_, n) => ({ Value: `10.0.${n >> 8}.${n & 255}` }));
  return record(1, { ResourceRecords });
}

/** What a hundred resolvers get. */
function choices(twin: TestTwin, zoneId: string): string[] {
  const answers = Array.from({ length: 100 }, (_, n) =>
    resolveDns(twin.world, NAME, 'A', { subject: `r${n}`, zoneId }),
  );
  return [...new Set(answers.map((answer) => answer?.answers[0] ?? ''))].sort();
}

function names(twin: TestTwin, HostedZoneId: string): string[] {
  const listed = twin.call<{ ResourceRecordSets: ResourceRecordSet[] }>(HOME, 'route53', 'ListResourceRecordSets', {
    HostedZoneId,
  });
  return listed.ResourceRecordSets.map(({ Name }) => Name ?? '');
}

/** A twin with the alarm `claim` at us-east-1. */
function withMetric(twin = testTwin()) {
  twin.call(HOME, 'cloudwatch', 'PutMetricAlarm', flagAlarm('claim', 'Claim', { Site: 'A' }));
  const healthy = (HealthCheckId: string) => {
    const answer = twin.call<{ HealthCheckObservations: { StatusReport: { Status: string } }[] }>(
      HOME,
      'route53',
      'GetHealthCheckStatus',
      { HealthCheckId },
    );
    return answer.HealthCheckObservations[0]?.StatusReport.Status.startsWith('Success') ?? false;
  };
  return { twin, healthy };
}

function metricCheck(twin: TestTwin, reference: string, more: object): string {
  const AlarmIdentifier = { Name: 'claim', Region: HOME };
  return createCheck(twin, reference, { Type: 'CLOUDWATCH_METRIC', AlarmIdentifier, ...more });
}

function putClaim(twin: TestTwin, Value: number): void {
  const MetricData = [{ MetricName: 'Claim', Dimensions: [{ Name: 'Site', Value: 'A' }], Value }];
  twin.call(HOME, 'cloudwatch', 'PutMetricData', { Namespace: NAMESPACE, MetricData });
}

function stateOf(twin: TestTwin): string {
  const { MetricAlarms } = twin.call<{ MetricAlarms: { StateValue: string }[] }>(HOME, 'cloudwatch', 'DescribeAlarms', {
    AlarmNames: ['claim'],
  });
  return MetricAlarms[0]?.StateValue ?? '';
}

function requestCertificate(twin: TestTwin, IdempotencyToken?: string): string {
  const input = { DomainName: NAME, ValidationMethod: 'DNS', IdempotencyToken };
  return twin.call<{ CertificateArn: string }>(HOME, 'acm', 'RequestCertificate', input).CertificateArn;
}
