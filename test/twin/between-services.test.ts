import { expect, test } from 'vitest';
import { startStream } from '../../src/twin/services/rds/replication.ts';
import { resolveDns } from '../../src/twin/services/route53/dns.ts';
import { assembleTwin } from '../../src/twin/twin.ts';

const FROM = { seed: '1', account: '111122223333', nowMs: Date.UTC(2026, 0, 1) };
const EAST = 'us-east-1';
const WEST = 'us-west-2';
const arnOf = (region: string) => `arn:aws:rds:${region}:${FROM.account}:cluster:orders`;

test('CloudWatch has the lag of an Aurora copy in the copy’s region, one point a minute, and none of the writer', () => {
  const { world, dispatcher } = assembleTwin(FROM);
  world.transact(() => startStream(world, arnOf(WEST), arnOf(EAST)));
  world.advanceTo(FROM.nowMs + 300_000);
  const lag = (region: string, dimensions: Record<string, string>) => {
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    const Metric = { Namespace: 'AWS/RDS', MetricName: 'AuroraGlobalDBReplicationLag', Dimensions };
    const input = {
      StartTime: new Date(FROM.nowMs),
      EndTime: new Date(world.nowMs),
      MetricDataQueries: [{ Id: 'lag', MetricStat: { Metric, Period: 60, Stat: 'Maximum' } }],
    };
    const answer = dispatcher.dispatch({ service: 'cloudwatch', operation: 'GetMetricData', region, input });
    return (answer as { MetricDataResults: { Values: number[] }[] }).MetricDataResults[0]?.Values ?? [];
  };
  const found = lag(WEST, { DBClusterIdentifier: 'orders' });
  expect(found.length).toBe(5);
  expect(found.every((value) => value > 0 && value < 10_000)).toBe(true);
  expect(lag(EAST, { DBClusterIdentifier: 'orders' })).toEqual([]);
  expect(lag(WEST, { DBClusterIdentifier: 'orders', SourceRegion: EAST })).toEqual([]);
});

test('an alias that evaluates its target is unhealthy where no balancer stands behind the name', () => {
  const { world, dispatcher } = assembleTwin(FROM);
  const call = (operation: string, input: object) =>
    dispatcher.dispatch({ service: 'route53', operation, region: EAST, input }) as { HostedZone: { Id: string } };
  const { HostedZone } = call('CreateHostedZone', { Name: 'orders.example.com', CallerReference: 'z' });
  const name = { Name: 'www.orders.example.com', Type: 'A' };
  const DNSName = 'gone-1.us-east-1.elb.amazonaws.com';
  const AliasTarget = { HostedZoneId: 'Z35SXDOTRQ7X7K', DNSName, EvaluateTargetHealth: true };
  const sets = [
    { ...name, SetIdentifier: 'gone', Weight: 1, AliasTarget },
    { ...name, SetIdentifier: 'sink', Weight: 0, TTL: 5, ResourceRecords: [{ Value: '192.0.2.1' }] },
  ];
  const Changes = sets.map((ResourceRecordSet) => ({ Action: 'CREATE', ResourceRecordSet }));
  call('ChangeResourceRecordSets', { HostedZoneId: HostedZone.Id, ChangeBatch: { Changes } });
  world.complete('');
  expect(resolveDns(world, name.Name, 'A', { subject: 'client' })?.setIdentifier).toBe('sink');
});
