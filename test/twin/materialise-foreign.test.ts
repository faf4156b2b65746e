import { describe, expect, it } from 'vitest';
import type { CheckpointResource } from '../../src/graph/checkpoint.ts';
import { graphOf } from '../../src/graph/graph.ts';
import { topologyOf } from '../../src/graph/topology-of.ts';
import { materialise } from '../../src/twin/materialise.ts';
import { whyUnfed } from '../../src/twin/services/events/feeder.ts';
import { assembleTwin } from '../../src/twin/twin.ts';
import { changing, foreignResources, setting, shopWanted, without } from '../support/foreign-exports.ts';
import { START_MS } from '../support/orders-up.ts';

/** A world of stacks that others wrote, and what is said of it. */
function made(resources: readonly CheckpointResource[], seed = '1') {
  const graph = graphOf(resources);
  const topology = topologyOf(graph, shopWanted());
  const twin = assembleTwin({ seed, account: topology.account, nowMs: START_MS });
  const { restsOn, zone } = topology;
  return { twin, topology, ...materialise(graph, twin, { restsOn, zones: { [zone.id]: zone.name } }) };
}

const limitsOf = (resources: readonly CheckpointResource[], kind: string) =>
  made(resources).limits.filter((limit) => limit.kind === kind);

describe('a world of stacks that others wrote', () => {
  it('is the same, byte for byte, whatever order the stacks come in, and again from the same', () => {
    const resources = foreignResources('aws6');
    const stacks = Map.groupBy(resources, ({ urn }) => urn.split('::')[0]);
    const turned = [...stacks.values()].reverse().flat();
    expect(made(turned).twin.world.dump()).toEqual(made(resources).twin.world.dump());
  });

  it('has what the program of version 6 asked for, in the terms of version 7', () => {
    const { twin } = made(foreignResources('aws6'));
    const { Addresses } = twin.dispatcher.dispatch({
      region: 'eu-west-1',
      service: 'ec2',
      operation: 'DescribeAddresses',
      input: {},
    }) as { Addresses: { Domain: string }[] };
    expect(Addresses.map(({ Domain }) => Domain)).toEqual(['vpc']);
  });

  it('has the zone, certificates and keys that other teams keep, which are listed', () => {
    const { twin, limits } = made(foreignResources('aws7'));
    const zones = twin.world.table<{ name: string }>('route53.zone').values();
    expect(zones.map(({ name }) => name)).toEqual(['acme-shop.example.com.']);
    expect(twin.ports.answerable(twin.world, 'www.acme-shop.example.com')).toHaveLength(2);
    const stands = limits.filter(({ cost }) => cost.includes('stands for it'));
    expect(stands.map(({ urn }) => urn.split('::').at(-1)).sort()).toEqual([
      'https-blue',
      'https-green',
      'ledger-blue',
      'ledger-green',
    ]);
  });

  it('is refused with the id of what no checkpoint holds, where the proof rests on it', () => {
    const resources = foreignResources('aws7');
    const vpc = resources.find(({ urn }) => urn.endsWith('::vpc-green'))?.id ?? '';
    expect(() => made(without(resources, 'vpc-green'))).toThrow(
      new RegExp(
        `${vpc}[\\s\\S]*, which no checkpoint holds\\n {2}next: {4}give the checkpoint of the stack that made it`,
      ),
    );
  });

  it('keeps what it refuses or cannot make, where the proof does not rest on it', () => {
    const resources = setting(foreignResources('aws7'), 'lake-sn-blue-1', { cidrBlock: '192.168.0.0/24' });
    const refused = limitsOf(resources, 'inert').filter(({ type }) => type === 'aws:ec2/subnet:Subnet');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.cost).toMatch(
      /^kept without behaviour, and nothing that the runbook relies on needs it: AWS refuses this/,
    );
    expect(refused[0]?.isUnknown).toBe(false);
  });

  it('says of a property that is not modelled what it costs, and that the answer is unknown where it could change it', () => {
    const scaling = { serverlessv2ScalingConfiguration: { minCapacity: 1, maxCapacity: 8 } };
    const resources = setting(setting(foreignResources('aws6'), 'ledger-blue', scaling), 'numbers-blue', scaling);
    const told = limitsOf(resources, 'not-modelled').map(({ urn, property, isUnknown }) => [
      urn.split('::').at(-1),
      property,
      isUnknown,
    ]);
    expect(told).toEqual([
      ['ledger-blue', 'serverlessv2ScalingConfiguration', true],
      ['numbers-blue', 'serverlessv2ScalingConfiguration', false],
    ]);
  });

  it('makes the answer unknown where the proof rests on something that needs a type without behaviour', () => {
    const resources = foreignResources('aws6');
    const policy = resources.find(({ urn }) => urn.endsWith('::shop-cpu-green'));
    const needing = changing(resources, 'shop-green', ({ dependencies = [] }) => ({
      dependencies: [...dependencies, policy?.urn ?? ''],
    }));
    const unknown = made(needing).limits.filter(({ isUnknown }) => isUnknown);
    expect(unknown.map(({ urn }) => urn)).toEqual([policy?.urn]);
    expect(unknown[0]?.cost).toMatch(/what the runbook relies on needs it: whether that works is not shown/);
  });

  it('tells a gate that nothing feeds', () => {
    const { twin, topology } = made(without(foreignResources('aws6'), 'tick-to-green'));
    const why = topology.sites.map(({ region, gate }) => whyUnfed(twin.world, region, gate));
    expect(why).toEqual([
      expect.stringMatching(/^pulse-green-.*: no enabled rate\(…\) rule may invoke it$/),
      undefined,
    ]);
    expect(whyUnfed(twin.world, 'eu-west-1', { site: 'Z9', namespace: 'N' })).toMatch(
      /no function of eu-west-1 feeds Z9/,
    );
  });
});
