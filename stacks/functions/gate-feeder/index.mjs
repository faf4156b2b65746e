// The gate's feeder (docs/adr/0002): a Lambda function on `rate(1 minute)` that samples every 10 s within its minute. It
// reads this site's flags and puts them as metrics of this region, probes the service's public name, and tells the other sites
// how much the database commits while it writes. Plain JavaScript, the AWS SDK of Lambda's Node runtime, nothing else.
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

const SAMPLE_MS = 10_000;
const SAMPLES = 6;
const PROBE_TIMEOUT_MS = 5_000;
const MINUTE_MS = 60_000;
/** Aurora publishes once a minute, some minutes late. */
const COMMITS_LOOK_BACK_MS = 5 * MINUTE_MS;

/**
 * The runtime's entry point. Now is the scheduled event's own time and what has passed since. What failed is logged, not
 * thrown: Lambda would try again.
 */
export async function handler(event) {
  const settings = settingsOf(process.env);
  const failures = await sampleForAMinute(settings, clientsOf(settings), clockFrom(event));
  for (const failure of failures) console.error(failure);
}

/**
 * Takes six samples, ten seconds apart from the first, and answers what failed of them. A failure costs its own data only:
 * a missing stream is no claim, and a veto stays as it was last heard.
 */
export async function sampleForAMinute(settings, clients, clock) {
  const startMs = clock.nowMs();
  const failures = [];
  for (let number = 0; number < SAMPLES; number++) {
    const waitMs = startMs + number * SAMPLE_MS - clock.nowMs();
    if (waitMs > 0) await clock.sleep(waitMs);
    failures.push(...(await sample(settings, clients, clock.nowMs())));
  }
  return failures;
}

/** One sample. Answers what failed of it; whatever did not fail was put. */
export async function sample(settings, clients, nowMs) {
  const failures = [];
  const attempt = (work) =>
    work().catch((error) => {
      failures.push(error);
    });
  const { site, peers } = settings;
  // the flags first: a slow probe or a slow peer must not make this site's claim late
  const flags = [metric('Claim', { Site: site }, await attempt(() => readFlag(settings, clients, 'claim')))];
  for (const peer of peers) {
    const veto = await attempt(() => readFlag(settings, clients, `veto#${peer.site}`));
    flags.push(metric('Veto', { Site: site, Against: peer.site }, veto));
  }
  await attempt(() => put(clients.cloudwatch(settings.region), settings, flags));
  const reachable = metric('ServiceReachable', { Site: site }, (await clients.probe(settings.serviceUrl)) ? 1 : 0);
  await attempt(() => put(clients.cloudwatch(settings.region), settings, [reachable]));
  const writes = metric('WritesPerSecond', { Site: site }, await attempt(() => commitRate(settings, clients, nowMs)));
  await Promise.all(peers.map((peer) => attempt(() => put(clients.cloudwatch(peer.region), settings, [writes]))));
  return failures;
}

/** The flag's number; `undefined` where the item is not there, which feeds nothing. */
async function readFlag(settings, clients, id) {
  const { Item } = await clients.dynamodb.send(
    new GetItemCommand({ TableName: settings.table, Key: { id: { S: id } }, ConsistentRead: true }),
  );
  return Item?.on?.N === undefined ? undefined : Number(Item.on.N);
}

/** Commits per second of the cluster's writer; `undefined` where no member of the cluster writes. */
async function commitRate(settings, clients, nowMs) {
  const { MetricDataResults } = await clients.cloudwatch(settings.region).send(
    new GetMetricDataCommand({
      StartTime: new Date(nowMs - COMMITS_LOOK_BACK_MS),
      EndTime: new Date(nowMs),
      ScanBy: 'TimestampDescending',
      MetricDataQueries: [
        {
          Id: 'commits',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/RDS',
              MetricName: 'CommitThroughput',
              Dimensions: [
                { Name: 'DBClusterIdentifier', Value: settings.cluster },
                { Name: 'Role', Value: 'WRITER' },
              ],
            },
            Period: 60,
            Stat: 'Average',
          },
        },
      ],
    }),
  );
  return MetricDataResults?.[0]?.Values?.[0];
}

function metric(MetricName, dimensions, Value) {
  return { MetricName, Dimensions: Object.entries(dimensions).map(([Name, text]) => ({ Name, Value: text })), Value };
}

async function put(client, settings, data) {
  const MetricData = data.filter((datum) => datum.Value !== undefined);
  if (MetricData.length === 0) return;
  await client.send(new PutMetricDataCommand({ Namespace: settings.namespace, MetricData }));
}

/** True where the URL answers 2xx in time. Any other answer, and none, is false: that is what the signal says. */
export async function probe(url, fetchUrl = fetch) {
  try {
    const answer = await fetchUrl(url, { redirect: 'manual', signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

/** The settings in the function's environment; throws naming what is missing. */
export function settingsOf(environment) {
  const names = ['AWS_REGION', 'GATE_TABLE', 'SITE', 'NAMESPACE', 'SERVICE_URL', 'PEERS', 'DB_CLUSTER'];
  const missing = names.filter((name) => !environment[name]);
  if (missing.length > 0) throw new Error(`the gate's feeder lacks ${missing.join(', ')} in its environment`);
  return {
    region: environment.AWS_REGION,
    table: environment.GATE_TABLE,
    site: environment.SITE,
    namespace: environment.NAMESPACE,
    serviceUrl: environment.SERVICE_URL,
    cluster: environment.DB_CLUSTER,
    peers: JSON.parse(environment.PEERS),
  };
}

/** A clock that starts at an event of EventBridge; throws where the event has no time, as one made by hand may. */
export function clockFrom(event) {
  const scheduledMs = Date.parse(event?.time);
  if (Number.isNaN(scheduledMs))
    throw new Error(`the gate's feeder needs an event with its time, found ${event?.time}`);
  const startedMs = performance.now();
  return { nowMs: () => scheduledMs + performance.now() - startedMs, sleep };
}

/** One attempt a call, two seconds at most: the next sample is the retry. */
function clientsOf(settings) {
  const options = { maxAttempts: 1, requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000 } };
  const byRegion = new Map();
  const cloudwatch = (region) => {
    if (!byRegion.has(region)) byRegion.set(region, new CloudWatchClient({ region, ...options }));
    return byRegion.get(region);
  };
  return { cloudwatch, dynamodb: new DynamoDBClient({ region: settings.region, ...options }), probe };
}
