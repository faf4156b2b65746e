import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResourceState } from '../../src/engine/index.ts';
import { isAwsType } from '../../src/graph/canonical-type.ts';
import { graphOf, readGraph } from '../../src/graph/graph.ts';
import { topologyOf } from '../../src/graph/topology-of.ts';
import { HOUR_MS } from '../../src/lib/clock.ts';
import { materialise } from '../../src/twin/materialise.ts';
import { inertResources } from '../../src/twin/provider/inert.ts';
import { assembleTwin, type Twin } from '../../src/twin/twin.ts';
import { bringOrdersUp, type OrdersUp, SEED, START_MS } from '../support/orders-up.ts';

let orders: OrdersUp;
/** Of everything that the world was brought up from, the account's own layer too. */
let resources: ResourceState[];
let stacks: string[];

beforeAll(async () => {
  orders = await bringOrdersUp();
  stacks = [orders.accountStack, ...orders.stacks];
  resources = await orders.resources(stacks);
});
afterAll(() => orders.remove());

const newTwin = (seed = SEED) => assembleTwin({ seed, account: orders.account, nowMs: START_MS });

/** Records by place. Without times, and without the numbers of events and of equal requests, which count calls and not things. */
function recordsOf({ world }: Twin): Record<string, unknown> {
  const counted = new Set(['world.event', 'world.request-count']);
  const records = world.dump().records.filter(({ table }) => !counted.has(table));
  return Object.fromEntries(records.map(({ table, key, record }) => [`${table} ${key}`, withoutTimes(record)]));
}

const exported = () =>
  stacks.map((stack) => ({
    name: stack,
    checkpoint: orders.backend.exportStack({ project: 'evenkeel', stack }),
  }));

function withoutTimes(record: unknown): unknown {
  return JSON.parse(JSON.stringify(record), (key, value: unknown) => (/Ms$/.test(key) ? 'time' : value));
}

function eventsOf({ world }: Twin): string[] {
  return world
    .table('world.event')
    .values()
    .map((event) => JSON.stringify(withoutTimes(event)))
    .sort();
}

/** What the world that was brought up keeps without behaviour. */
const inertOfOrders = () => urnsOf(inertResources(orders.twin.world));

function urnsOf(of: readonly { readonly urn: string }[]): string[] {
  return of.map(({ urn }) => urn).sort();
}

describe('a world that is made from the checkpoints of a system', () => {
  it('is, record for record and event for event, the one that bringing it up made', () => {
    const twin = newTwin();
    const result = materialise(graphOf(resources), twin);
    expect(recordsOf(twin)).toEqual(recordsOf(orders.twin));
    expect(eventsOf(twin)).toEqual(eventsOf(orders.twin));
    expect(twin.world.nowMs).toBe(START_MS);
    expect(urnsOf(result.limits)).toEqual(inertOfOrders());
    expect(new Set(result.limits.map(({ kind }) => kind))).toEqual(new Set(['inert']));
    expect(result.created).toBe(resources.filter(({ type }) => isAwsType(type)).length);
  });

  it('has as many records of each kind with another seed, and says what it calls the things of the checkpoints', () => {
    const twin = newTwin('8');
    const { renamed } = materialise(graphOf(resources), twin);
    const counts = (of: Twin) => {
      const kinds = new Map<string, number>();
      for (const place of Object.keys(recordsOf(of))) {
        const [table = ''] = place.split(' ');
        kinds.set(table, (kinds.get(table) ?? 0) + 1);
      }
      return [...kinds].sort();
    };
    expect(counts(twin)).toEqual(counts(orders.twin));
    const topology = topologyOf(graphOf(resources), orders.wanted);
    const arn = topology.sites[0]?.balancer.arn ?? '';
    expect(renamed(arn)).toMatch(/^arn:aws:elasticloadbalancing:us-east-1:/);
    expect(renamed(arn)).not.toBe(arn);
    expect(JSON.stringify(twin.world.dump())).not.toContain(arn);
    expect(renamed(topology.globalClusterArn)).toBe(topology.globalClusterArn);
  });

  it('has the roles that were last seen: who writes, the sizes of the fleets, the flags of the gate', async () => {
    const { sites, globalClusterId } = topologyOf(graphOf(resources), orders.wanted);
    const [east, west] = sites;
    if (east === undefined || west === undefined) throw new Error('orders has two sites');
    const live = newTwin();
    materialise(graphOf(resources), live);
    const call = (region: string, service: 'rds' | 'autoscaling' | 'dynamodb', operation: string, input: object) =>
      live.dispatcher.dispatch({ region, service, operation, input });
    call(east.region, 'rds', 'SwitchoverGlobalCluster', {
      GlobalClusterIdentifier: globalClusterId,
      TargetDbClusterIdentifier: west.cluster.arn,
    });
    call(west.region, 'autoscaling', 'SetDesiredCapacity', {
      AutoScalingGroupName: west.fleet.group,
      DesiredCapacity: 5,
    });
    const item = { id: { S: 'claim' }, on: { N: '1' } };
    call(west.region, 'dynamodb', 'PutItem', { TableName: west.gate.table, Item: item });
    live.world.advanceTo(START_MS + HOUR_MS);

    const again = newTwin('9');
    const seen = graphOf(await refreshed(live));
    materialise(seen, again);
    expect(again.ports.writerOf(again.world, globalClusterId)).toBe(west.cluster.arn);
    const groups = again.dispatcher.dispatch({
      region: west.region,
      service: 'autoscaling',
      operation: 'DescribeAutoScalingGroups',
      input: {},
    }) as { AutoScalingGroups: { DesiredCapacity: number; Instances: object[] }[] };
    expect(groups.AutoScalingGroups[0]).toMatchObject({ DesiredCapacity: 5 });
    expect(groups.AutoScalingGroups[0]?.Instances).toHaveLength(5);
    const claim = again.dispatcher.dispatch({
      region: west.region,
      service: 'dynamodb',
      operation: 'GetItem',
      input: { TableName: west.gate.table, Key: { id: { S: 'claim' } } },
    });
    expect(claim).toMatchObject({ Item: item });
    expect(topologyOf(seen, orders.wanted).sites.map(({ site }) => site)).toEqual(sites.map(({ site }) => site));
  });

  it('makes up the secrets that only applications read, where they stay closed, and lists them', () => {
    const graph = readGraph(exported());
    const wanted = topologyOf(graph, orders.wanted);
    expect(wanted).toEqual(topologyOf(graphOf(resources), orders.wanted));
    const twin = newTwin();
    const { limits } = materialise(graph, twin, { restsOn: wanted.restsOn });
    const [inert, others] = [
      limits.filter(({ kind }) => kind === 'inert'),
      limits.filter(({ kind }) => kind !== 'inert'),
    ];
    expect(urnsOf(inert)).toEqual(inertOfOrders());
    expect(inert.filter(({ isUnknown }) => isUnknown)).toEqual([]);
    expect(others.map(({ kind, type, property, isUnknown }) => [kind, type, property, isUnknown])).toEqual([
      ['made-up', 'aws:secretsmanager/secretVersion:SecretVersion', 'secretString', false],
      ['made-up', 'aws:rds/cluster:Cluster', 'masterPassword', false],
    ]);
    const withoutSecrets = (of: Twin) =>
      Object.keys(recordsOf(of)).filter((place) => !/secretsmanager|request/.test(place));
    expect(withoutSecrets(twin)).toEqual(withoutSecrets(orders.twin));
  });

  it('needs the other secrets: it names the resource, the input and how to open it', () => {
    const [sealed] = resources.filter(({ type }) => type === 'aws:ec2/vpc:Vpc');
    const cidrBlock = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270', ciphertext: 'v1:a:b' };
    const graph = graphOf(
      resources.map((one) => (one === sealed ? { ...one, inputs: { ...one.inputs, cidrBlock } } : one)),
    );
    expect(() => materialise(graph, newTwin())).toThrow(
      /secret input that the rehearsal needs cannot be read\n {2}found: {3}ciphertext in cidrBlock[\s\S]*PULUMI_CONFIG_PASSPHRASE/,
    );
  });

  it('has the hosted zone that the stacks found there and did not make', () => {
    const made = resources.find(({ type }) => type === 'aws:route53/zone:Zone');
    const twin = newTwin();
    const { renamed } = materialise(graphOf(resources.filter((one) => one !== made)), twin);
    const zones = twin.world.table<{ id: string; name: string }>('route53.zone').values();
    expect(zones.map(({ name }) => name)).toEqual(['orders.example.com.']);
    expect(renamed(made?.id ?? '')).toBe(zones[0]?.id);
    expect(twin.ports.answerable(twin.world, 'www.orders.example.com')).toHaveLength(2);
  });

  it('lists what the twin does not know, and what that costs the proof', () => {
    const network = resources.find(({ type }) => type === 'aws:ec2/vpc:Vpc');
    if (network === undefined) throw new Error('orders has a network');
    const topic = {
      ...network,
      urn: `${network.urn}-topic`,
      type: 'aws:sns/topic:Topic',
      id: 'arn:x',
      inputs: { name: 't' },
      outputs: {},
      dependencies: [],
      propertyDependencies: {},
    };
    const random = { ...topic, urn: `${network.urn}-random`, type: 'random:index/randomId:RandomId' };
    const { restsOn } = topologyOf(graphOf(resources), orders.wanted);
    const known = materialise(graphOf(resources), newTwin(), { restsOn }).limits;
    const { limits } = materialise(graphOf([...resources, topic, random]), newTwin(), { restsOn });
    const isAdded = ({ urn }: { urn: string }) => [topic.urn, random.urn].includes(urn);
    expect(limits.filter((limit) => !isAdded(limit))).toEqual(known);
    expect(limits.filter(isAdded)).toEqual([
      {
        kind: 'left-out',
        urn: random.urn,
        type: random.type,
        cost: expect.stringMatching(/no resource of AWS/),
        isUnknown: false,
      },
      {
        kind: 'inert',
        urn: topic.urn,
        type: topic.type,
        cost: expect.stringMatching(/without endpoint or behaviour/),
        isUnknown: false,
      },
    ]);
  });
});

/** The checkpoints as they would be after reading every resource from a world. */
async function refreshed(live: Twin): Promise<ResourceState[]> {
  return Promise.all(
    resources.map(async (state) => {
      if (!isAwsType(state.type)) return state;
      const { urn, type, id = '', inputs, outputs } = state;
      const provider = resources.find((one) => one.urn === state.provider?.replace(/::[^:]*$/, ''));
      const config = provider?.inputs ?? {};
      const read = await live.provider.read({ urn, type, name: '', config, id, inputs, outputs });
      if (read === undefined) throw new Error(`${urn} is gone`);
      return { ...state, inputs: read.inputs, outputs: read.outputs };
    }),
  );
}
