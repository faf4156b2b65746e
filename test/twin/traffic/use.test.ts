import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphOf } from '../../../src/graph/graph.ts';
import type { Topology } from '../../../src/graph/topology.ts';
import { topologyOf } from '../../../src/graph/topology-of.ts';
import { HOUR_MS, SECOND_MS } from '../../../src/lib/clock.ts';
import { startTraffic, stopTraffic, trafficSeconds } from '../../../src/twin/traffic/clients.ts';
import { lateClients } from '../../../src/twin/traffic/late-client.ts';
import { playFaults } from '../../../src/twin/traffic/play.ts';
import { declareService } from '../../../src/twin/traffic/service.ts';
import { type Twin, twinOf } from '../../../src/twin/twin.ts';
import type { Snapshot } from '../../../src/twin/world.ts';
import { EAST, WEST } from '../../support/network-world.ts';
import { bringOrdersUp, type OrdersUp } from '../../support/orders-up.ts';

const DAY_MS = 24 * HOUR_MS;
let orders: OrdersUp;
let topology: Topology;
let snapshot: Snapshot;
beforeAll(async () => {
  orders = await bringOrdersUp();
  topology = topologyOf(graphOf(await orders.resources()), orders.wanted);
  snapshot = orders.twin.world.dump();
});
afterAll(() => orders?.remove());

function again(): Twin {
  const twin = twinOf(snapshot);
  declareService(twin.world, topology, 2);
  twin.world.advanceTo(twin.world.nowMs + HOUR_MS);
  return twin;
}

/** Sums over the last day, as a runbook reads them; absent where CloudWatch has no data. */
function use({ world, dispatcher }: Twin): { requests: number | undefined; queries: number | undefined } {
  const sum = (region: string, Namespace: string, MetricName: string, Name: string, Value = '') => {
    const { MetricDataResults } = dispatcher.dispatch({
      service: 'cloudwatch',
      operation: 'GetMetricData',
      region,
      input: {
        StartTime: new Date(world.nowMs - DAY_MS),
        EndTime: new Date(world.nowMs),
        MetricDataQueries: [
          {
            Id: 'sum',
            MetricStat: {
              Metric: { Namespace, MetricName, Dimensions: [{ Name, Value }] },
              Period: 3600,
              Stat: 'Sum',
            },
          },
        ],
      },
    }) as { MetricDataResults: { Values: number[] }[] };
    const { Values = [] } = MetricDataResults[0] ?? {};
    return Values.length === 0 ? undefined : Values.reduce((total, value) => total + value, 0);
  };
  const counts = topology.sites.flatMap(({ region, balancer }) => {
    const dimension = balancer.arn.split(':loadbalancer/')[1];
    return sum(region, 'AWS/ApplicationELB', 'RequestCount', 'LoadBalancer', dimension) ?? [];
  });
  return {
    requests: counts.length === 0 ? undefined : counts.reduce((total, count) => total + count, 0),
    queries: sum('us-east-1', 'AWS/Route53', 'DNSQueries', 'HostedZoneId', topology.zone.id),
  };
}

test('nobody: no data of requests or questions, which is not a count of nought', () => {
  const twin = again();
  twin.world.advanceTo(twin.world.nowMs + DAY_MS);
  expect(use(twin)).toEqual({ requests: undefined, queries: undefined });
});

test('clients: every request that a balancer took, and every question that their resolvers asked', () => {
  const twin = again();
  const { world } = twin;
  startTraffic(world, topology.host, { cohorts: 8, writesPerSecond: 16 });
  world.advanceTo(world.nowMs + 10 * 60 * SECOND_MS);
  stopTraffic(world, topology.host);
  const lookups = world.table<{ lookups: number }>('traffic.cohort').values();
  const attempted = trafficSeconds(world, topology.host).reduce((sum, second) => sum + second.attempted, 0);
  world.advanceTo(world.nowMs + HOUR_MS);
  expect(use(twin)).toEqual({
    requests: attempted,
    queries: lookups.reduce((sum, cohort) => sum + cohort.lookups, 0),
  });
});

test('light traffic acts once in its span with the writes of all of it, and costs a tick each time', () => {
  const twin = again();
  const { world } = twin;
  startTraffic(world, topology.host, { cohorts: 3, writesPerSecond: 0.01, everySeconds: 600 });
  world.advanceTo(world.nowMs + 6 * HOUR_MS - 1);
  stopTraffic(world, topology.host);
  const seconds = trafficSeconds(world, topology.host);
  expect(seconds.map(({ attempted, succeeded }) => [attempted, succeeded])).toEqual(
    Array.from({ length: 36 }, () => [6, 6]),
  );
  expect(use(twin).requests).toBe(36 * 6);
});

describe('somebody whom nobody thought of', () => {
  function begun(asks: 'dns' | 'request') {
    const twin = again();
    const { world } = twin;
    const service = declareService(world, topology, 2);
    const late = {
      kind: 'late-client',
      where: 'all',
      asks,
      everySeconds: 3600,
      atSeconds: 86_400,
      forSeconds: 86_400,
    } as const;
    const zeroMs = world.nowMs;
    playFaults(world, service, [late], zeroMs, twin.ports, {});
    world.advanceTo(zeroMs + DAY_MS - 1);
    expect(use(twin)).toEqual({ requests: undefined, queries: undefined });
    return { twin, zeroMs };
  }

  test('who asks DNS is seen at Route 53 and nowhere else', () => {
    const { twin, zeroMs } = begun('dns');
    twin.world.advanceTo(zeroMs + 2 * DAY_MS);
    expect(use(twin)).toEqual({ requests: undefined, queries: 24 });
  });

  test('who sends requests is seen at the balancer too, until the gates are closed; then in DNS alone', () => {
    const { twin, zeroMs } = begun('request');
    twin.world.advanceTo(zeroMs + DAY_MS + 12 * HOUR_MS - 1);
    expect(use(twin)).toMatchObject({ requests: 12, queries: 12 });
    for (const region of [EAST, WEST]) {
      const [table] = twin.world.table<{ name: string }>('dynamodb.table').values(`${region}/`);
      const Item = { id: { S: 'claim' }, on: { N: '0' } };
      twin.dispatcher.dispatch({
        service: 'dynamodb',
        operation: 'PutItem',
        region,
        input: { TableName: table?.name, Item },
      });
    }
    twin.world.advanceTo(twin.world.nowMs + 11 * HOUR_MS);
    const [client] = lateClients(twin.world).values();
    expect(client?.asked).toBe(23);
    expect(use(twin)).toEqual({ requests: client?.served, queries: 23 });
    expect(client?.served).toBeLessThanOrEqual(13);
  });
});
