import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { AnyHandlers, ServiceName } from '../../src/twin/call.ts';
import { Dispatcher } from '../../src/twin/dispatch.ts';
import { acm } from '../../src/twin/services/acm/index.ts';
import { reactions as acmReactions } from '../../src/twin/services/acm/reactions.ts';
import { cloudwatch } from '../../src/twin/services/cloudwatch/index.ts';
import { dynamodb } from '../../src/twin/services/dynamodb/index.ts';
import { reactions as dynamodbReactions } from '../../src/twin/services/dynamodb/reactions.ts';
import { connectFeeders, type FeederSenses } from '../../src/twin/services/events/feeder.ts';
import { events } from '../../src/twin/services/events/index.ts';
import { reactions as eventsReactions } from '../../src/twin/services/events/reactions.ts';
import { lambda } from '../../src/twin/services/lambda/index.ts';
import { reactions as lambdaReactions } from '../../src/twin/services/lambda/reactions.ts';
import { possibleAnswers } from '../../src/twin/services/route53/dns.ts';
import { route53 } from '../../src/twin/services/route53/index.ts';
import { reactions as route53Reactions } from '../../src/twin/services/route53/reactions.ts';
import { World } from '../../src/twin/world.ts';

export const ACCOUNT = '111122223333';
export const HOST = 'www.orders.example.com';
export const NAMESPACE = 'Evenkeel/orders-prod';
export const START_MS = Date.UTC(2026, 0, 1);

/** A twin of the services of this folder's tests, and a way to call them. */
export interface TestTwin {
  readonly world: World;
  readonly dispatcher: Dispatcher;
  call<Output = Record<string, unknown>>(
    region: string,
    service: ServiceName,
    operation: string,
    input: object,
  ): Output;
  advance(seconds: number): void;
}

export function testTwin(
  seed = '7',
  senses: FeederSenses = { probeService: () => true, commitRate: () => undefined },
): TestTwin {
  const world = new World({ seed, account: ACCOUNT, nowMs: START_MS });
  for (const react of [route53Reactions, dynamodbReactions, lambdaReactions, eventsReactions, acmReactions])
    react(world);
  connectFeeders(world, senses);
  const services = { route53, cloudwatch, dynamodb, lambda, events, acm } as Readonly<Record<string, AnyHandlers>>;
  const dispatcher = new Dispatcher(world, services);
  return {
    world,
    dispatcher,
    call: <Output>(region: string, service: ServiceName, operation: string, input: object) =>
      dispatcher.dispatch({ region, service, operation, input }) as Output,
    advance: (seconds) => world.advanceTo(world.nowMs + seconds * 1000),
  };
}

export interface GateSite {
  readonly site: string;
  readonly region: string;
}

export interface Gate extends TestTwin {
  readonly sites: readonly GateSite[];
  readonly zoneId: string;
  /** Writes a flag as the operator does, or takes it away. */
  setFlag(site: string, id: string, on: 0 | 1 | undefined): void;
  /** Sites (or `sink`) that Route 53 could answer now, sorted. */
  answers(): string[];
}

/** The traffic gate of docs/adr/0002 over some sites, with all its flags at 0 and no time passed yet. */
export function buildGate(sites: readonly GateSite[], seed?: string, senses?: FeederSenses): Gate {
  const twin = testTwin(seed, senses);
  const gate: Gate = {
    ...twin,
    sites,
    zoneId: createZone(twin),
    setFlag: (site, id, on) => setFlag(twin, regionOf(sites, site), id, on),
    answers: () =>
      possibleAnswers(twin.world, HOST, 'A')
        .map((answer) => answer.setIdentifier ?? '')
        .sort(),
  };
  for (const site of sites) buildSite(gate, site);
  twin.world.complete('');
  for (const site of sites) {
    gate.setFlag(site.site, 'claim', 0);
    for (const peer of peersOf(gate, site)) gate.setFlag(site.site, `veto#${peer.site}`, 0);
  }
  const records = [...sites.map((site) => siteRecord(gate, site)), sinkRecord()];
  twin.call('us-east-1', 'route53', 'ChangeResourceRecordSets', {
    HostedZoneId: gate.zoneId,
    ChangeBatch: { Changes: records.map((ResourceRecordSet) => ({ Action: 'CREATE', ResourceRecordSet })) },
  });
  twin.world.complete('');
  return gate;
}

export function createZone(twin: TestTwin, name = 'orders.example.com'): string {
  const created = twin.call<{ HostedZone: { Id: string } }>('us-east-1', 'route53', 'CreateHostedZone', {
    Name: name,
    CallerReference: name,
  });
  twin.world.complete('');
  return created.HostedZone.Id.replace('/hostedzone/', '');
}

export function createCheck(twin: TestTwin, reference: string, config: object): string {
  const created = twin.call<{ HealthCheck: { Id: string } }>('us-east-1', 'route53', 'CreateHealthCheck', {
    CallerReference: reference,
    HealthCheckConfig: config,
  });
  return created.HealthCheck.Id;
}

export function flagAlarm(name: string, metric: string, dimensions: Record<string, string>): PutMetricAlarmInput {
  return {
    AlarmName: name,
    Namespace: NAMESPACE,
    MetricName: metric,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: metric === 'Claim' ? 'LessThanThreshold' : 'GreaterThanOrEqualToThreshold',
  };
}

function regionOf(sites: readonly GateSite[], name: string): string {
  const found = sites.find(({ site }) => site === name);
  if (!found) throw new Error(`no site ${name}`);
  return found.region;
}

function peersOf(gate: Gate, site: GateSite): GateSite[] {
  return gate.sites.filter((peer) => peer.site !== site.site);
}

function setFlag(twin: TestTwin, region: string, id: string, on: 0 | 1 | undefined): void {
  const Key = { id: { S: id } };
  if (on === undefined) twin.call(region, 'dynamodb', 'DeleteItem', { TableName: 'gate', Key });
  else twin.call(region, 'dynamodb', 'PutItem', { TableName: 'gate', Item: { ...Key, on: { N: String(on) } } });
}

function buildSite(gate: Gate, site: GateSite): void {
  const { call } = gate;
  const peers = peersOf(gate, site);
  call(site.region, 'dynamodb', 'CreateTable', {
    TableName: 'gate',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  createFeeder(gate, site, peers);
  call(site.region, 'cloudwatch', 'PutMetricAlarm', flagAlarm('claim', 'Claim', { Site: site.site }));
  for (const peer of peers) {
    const alarm = flagAlarm(`veto-${peer.site}`, 'Veto', { Site: site.site, Against: peer.site });
    call(site.region, 'cloudwatch', 'PutMetricAlarm', alarm);
  }
}

/** A feeder as the stacks deploy it: function, rule, permission, target. */
export function createFeeder(twin: TestTwin, site: GateSite, peers: readonly GateSite[]): void {
  const { FunctionArn } = twin.call<{ FunctionArn: string }>(site.region, 'lambda', 'CreateFunction', {
    FunctionName: 'gate-feeder',
    Role: `arn:aws:iam::${ACCOUNT}:role/feeder`,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code: { ZipFile: new Uint8Array([1]) },
    Environment: { Variables: feederEnvironment(site, peers) },
  });
  const { RuleArn } = twin.call<{ RuleArn: string }>(site.region, 'events', 'PutRule', {
    Name: 'gate-feeder',
    ScheduleExpression: 'rate(1 minute)',
  });
  twin.call(site.region, 'lambda', 'AddPermission', {
    FunctionName: 'gate-feeder',
    StatementId: 'rule',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: RuleArn,
  });
  const Targets = [{ Id: 'feeder', Arn: FunctionArn }];
  twin.call(site.region, 'events', 'PutTargets', { Rule: 'gate-feeder', Targets });
}

export function feederEnvironment(site: GateSite, peers: readonly GateSite[]): Record<string, string> {
  return {
    EVENKEEL_FUNCTION: 'gate-feeder@1',
    SITE: site.site,
    GATE_TABLE: 'gate',
    NAMESPACE,
    SERVICE_URL: `https://${HOST}/healthz`,
    DB_CLUSTER: `orders-prod-${site.site}`,
    PEERS: JSON.stringify(peers),
  };
}

function siteRecord(gate: Gate, site: GateSite): ResourceRecordSet {
  const claim = createCheck(gate, `claim-${site.site}`, {
    Type: 'CLOUDWATCH_METRIC',
    AlarmIdentifier: { Name: 'claim', Region: site.region },
    InsufficientDataHealthStatus: 'Unhealthy',
  });
  const vetoes = peersOf(gate, site).map((peer) =>
    createCheck(gate, `veto-${peer.site}-${site.site}`, {
      Type: 'CLOUDWATCH_METRIC',
      AlarmIdentifier: { Name: `veto-${site.site}`, Region: peer.region },
      InsufficientDataHealthStatus: 'LastKnownStatus',
    }),
  );
  const children = [claim, ...vetoes];
  const HealthCheckId = createCheck(gate, `gate-${site.site}`, {
    Type: 'CALCULATED',
    ChildHealthChecks: children,
    HealthThreshold: children.length,
  });
  return {
    Name: HOST,
    Type: 'A',
    SetIdentifier: site.site,
    Weight: 1,
    HealthCheckId,
    AliasTarget: {
      HostedZoneId: 'Z35SXDOTRQ7X7K',
      DNSName: `${site.site}-1.${site.region}.elb.amazonaws.com`,
      EvaluateTargetHealth: false,
    },
  };
}

function sinkRecord(): ResourceRecordSet {
  return {
    Name: HOST,
    Type: 'A',
    SetIdentifier: 'sink',
    Weight: 0,
    TTL: 5,
    ResourceRecords: [{ Value: '192.0.2.1' }],
  };
}
