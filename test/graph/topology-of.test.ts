import { describe, expect, it, test } from 'vitest';
import { graphOf } from '../../src/graph/graph.ts';
import { topologyOf } from '../../src/graph/topology-of.ts';
import { EvenkeelError, type Problem } from '../../src/lib/errors.ts';
import { placeInFile } from '../../src/system/place-in-file.ts';
import { changing, foreignResources, SHOP, setting, shopWanted, without } from '../support/foreign-exports.ts';

type Resources = ReturnType<typeof foreignResources>;

const find = (resources: Resources, bindings = {}) => topologyOf(graphOf(resources), shopWanted(bindings));

function problemsOf(resources: Resources, bindings = {}): readonly Problem[] {
  try {
    topologyOf(graphOf(resources), { ...shopWanted(bindings), place: placeInFile(SHOP) });
  } catch (error) {
    if (error instanceof EvenkeelError) return error.problems;
    throw error;
  }
  throw new Error('nothing was refused');
}

const idOf = (resources: Resources, name: string) => resources.find(({ urn }) => urn.endsWith(`::${name}`))?.id ?? '';

describe.each(['aws6', 'aws7', 'cli'] as const)('the topology of stacks that others wrote (%s)', (sdk) => {
  it('is found by types and edges, whatever things are called, however they are laid out', () => {
    const resources = foreignResources(sdk);
    const topology = find(resources);
    expect(topology).toMatchObject({
      system: 'shop',
      environment: 'prod',
      account: '222233334444',
      host: 'www.acme-shop.example.com',
      zone: { name: 'acme-shop.example.com', nameServers: [] },
      globalClusterId: 'ledger-1f3a',
      bound: [],
    });
    expect(topology.sites.map(({ site, region }) => `${site} ${region}`)).toEqual([
      'dublin eu-west-1',
      'main eu-central-1',
    ]);
    const [dublin, main] = topology.sites;
    expect(dublin).toMatchObject({
      stack: 'live',
      cluster: { id: idOf(resources, 'ledger-green') },
      fleet: { group: idOf(resources, 'shop-green'), min: 2, max: 8 },
      balancer: { arn: idOf(resources, 'front-green'), targetGroupArn: idOf(resources, 'tg-green') },
      gate: { site: 'A1', table: idOf(resources, 'switches-green'), namespace: 'Acme/Shopfront' },
      alarms: { serviceUnreachable: 'acme-dark-green' },
    });
    expect(dublin?.cluster.members).toHaveLength(2);
    expect(main?.gate).toEqual({ site: 'B1', table: idOf(resources, 'switches-blue'), namespace: 'Acme/Shopfront' });
    expect(dublin).not.toHaveProperty('vault');
  });

  it('does not depend on the order of the resources or of the stacks', () => {
    const resources = foreignResources(sdk);
    expect(find([...resources].reverse())).toEqual(find(resources));
  });
});

describe('what the edges leave open', () => {
  it('is asked for: the candidates, the place in the system file and the YAML to add; the binding decides', () => {
    const resources = setting(foreignResources('aws6'), 'jobs-green', {
      targetGroupArns: [idOf(foreignResources('aws6'), 'tg-green')],
    });
    const [problem, ...others] = problemsOf(resources);
    const [shop, jobs] = [idOf(resources, 'shop-green'), idOf(resources, 'jobs-green')];
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: 'topology.ambiguous',
      at: `${SHOP}:17:9`,
      message: 'shop prod, site dublin: the auto scaling group behind front-green is not the only one',
      allowed: 'one aws:autoscaling/group:Group in eu-west-1',
    });
    expect(problem?.found).toMatch(/^2: jobs-green \(aws:autoscaling\/group:Group .*; shop-green \(/);
    expect(problem?.next).toContain(
      `bindings:\n               dublin:\n                 fleet: "${jobs}"   # or ${shop}`,
    );
    const bound = find(resources, { dublin: { fleet: shop } });
    expect(bound.sites[0]?.fleet.group).toBe(shop);
    expect(bound.bound).toEqual([{ site: 'dublin', part: 'fleet', urn: expect.stringMatching(/::shop-green$/) }]);
  });

  it('is asked for at each site that has two databases in the network of its fleet', () => {
    const resources = foreignResources('aws7');
    const vpcs = new Map(
      ['green', 'blue'].map((label) => [label, resources.find(({ urn }) => urn.endsWith(`::vpc-${label}`))?.id ?? '']),
    );
    let near = resources;
    for (const [label, vpcId] of vpcs)
      for (const index of [0, 1]) near = setting(near, `lake-sn-${label}-${index}`, { vpcId });
    expect(problemsOf(near).map(({ code, message }) => `${code} ${message}`)).toEqual([
      'topology.ambiguous shop prod, site dublin: the cluster of the global database is not the only one',
      'topology.ambiguous shop prod, site main: the cluster of the global database is not the only one',
    ]);
    const bindings = {
      dublin: { cluster: idOf(near, 'ledger-green') },
      main: { cluster: near.find(({ urn }) => urn.endsWith('::ledger-blue'))?.urn ?? '' },
    };
    expect(find(near, bindings).globalClusterId).toBe('ledger-1f3a');
    const mixed = { ...bindings, main: { cluster: idOf(near, 'numbers-blue') } };
    expect(problemsOf(near, mixed)[0]).toMatchObject({
      message: 'shop prod, site main: the cluster is not in the global database of the other sites',
      found: 'numbers',
      allowed: 'ledger-1f3a',
    });
  });

  it('is refused where a binding names nothing, or a thing of another kind or region, with what it could name', () => {
    const resources = foreignResources('aws6');
    expect(problemsOf(resources, { dublin: { fleet: 'nobody' } })[0]).toMatchObject({
      code: 'topology.binding',
      message: 'shop prod, site dublin: the binding of fleet names nothing that fits',
      found: 'nobody',
      allowed: expect.stringMatching(/one aws:autoscaling\/group:Group in eu-west-1: 2: jobs-green/),
    });
    expect(problemsOf(resources, { dublin: { fleet: idOf(resources, 'shop-blue') } })[0]?.found).toMatch(
      /, which is shop-blue \(aws:autoscaling\/group:Group/,
    );
  });
});

/** What is taken from the shop, and what is then said of site dublin. */
const REFUSED: readonly (readonly [
  what: string,
  change: (all: Resources) => Resources,
  code: string,
  found: RegExp,
])[] = [
  [
    'records that fail over by themselves',
    (all) =>
      setting(all, 'rr-green', { weightedRoutingPolicies: undefined, failoverRoutingPolicies: [{ type: 'PRIMARY' }] }),
    'topology.gate',
    /rr-green has failoverRoutingPolicies: it moves by itself/,
  ],
  [
    'a record that evaluates the health of its target',
    (all) =>
      changing(all, 'rr-green', ({ inputs, outputs }) => {
        const given = (inputs?.['aliases'] ?? []) as readonly object[];
        const aliases = given.map((alias) => ({ ...alias, evaluateTargetHealth: true }));
        return { inputs: { ...inputs, aliases }, outputs: { ...outputs, aliases } };
      }),
    'topology.gate',
    /evaluates the health of its target/,
  ],
  [
    'a record without a health check',
    (all) =>
      setting(
        changing(all, 'rr-green', () => ({ propertyDependencies: {} })),
        'rr-green',
        { healthCheckId: undefined },
      ),
    'topology.gate',
    /rr-green has no health check/,
  ],
  [
    'a gate that opens without one of its children',
    (all) => setting(all, 'hc-green', { childHealthThreshold: 1 }),
    'topology.gate',
    /hc-green opens without some of its 2 children/,
  ],
  [
    'a veto of the other site that its gate does not hear',
    (all) => setting(all, 'block-blue-green', { dimensions: { Site: 'B1', Against: 'C1' } }),
    'topology.gate',
    /no check of its gate hears a veto by main/,
  ],
  [
    'a function that is no feeder',
    (all) =>
      changing(all, 'pulse-green', ({ inputs }) => {
        const given = inputs?.['environment'] as { variables?: Record<string, string> } | undefined;
        const environment = { variables: { ...given?.variables, EVENKEEL_FUNCTION: 'something-else' } };
        return { inputs: { ...inputs, environment }, outputs: { environment, region: 'eu-west-1' } };
      }),
    'topology.incomplete',
    /none/,
  ],
  [
    'no record of the name',
    (all) => without(all, 'rr-green', 'rr-blue', 'rr-nowhere'),
    'topology.incomplete',
    /no record at all/,
  ],
  ['no alarm', (all) => without(all, 'dark-green'), 'topology.incomplete', /none by edges; there is \d/],
  [
    'no fleet behind the target group',
    (all) => without(all, 'shop-tg-green'),
    'topology.incomplete',
    /none by edges; there is 2/,
  ],
  ['no global database', (all) => without(all, 'ledger', 'numbers'), 'topology.incomplete', /none by edges/],
];

test.each(REFUSED)(
  'a system with %s is refused with what is there instead and what to add',
  (_, change, code, found) => {
    const [problem] = problemsOf(change(foreignResources('aws6')));
    expect(problem?.code).toBe(code);
    expect(problem?.found).toMatch(found);
    expect(problem?.next).not.toBe('');
    expect(problem?.at).toMatch(/shop\.yaml:\d+:\d+$/);
  },
);

test('an account that is not that of the environment is told at its place', () => {
  const wanted = shopWanted();
  const other = {
    ...wanted,
    environment: { ...wanted.environment, account: '999988887777' },
    place: placeInFile(SHOP),
  };
  expect(() => topologyOf(graphOf(foreignResources('cli')), other)).toThrow(
    /shop\.yaml:11:14: shop prod: the checkpoints are of another account\n {2}found: {3}222233334444\n {2}allowed: 999988887777/,
  );
});

test('a global database that was founded on a cluster of its own is found by that', () => {
  const arn = idOf(foreignResources('aws6'), 'ledger-green');
  const founded = changing(foreignResources('aws6'), 'ledger', ({ inputs, outputs }) => ({
    inputs: {
      ...inputs,
      engine: undefined,
      sourceDbClusterIdentifier: `arn:aws:rds:eu-west-1:222233334444:cluster:${arn}`,
    },
    outputs: { ...outputs, globalClusterMembers: [] },
  }));
  const alone = setting(
    changing(founded, 'ledger-green', () => ({ propertyDependencies: {} })),
    'ledger-green',
    { globalClusterIdentifier: undefined },
  );
  expect(find(alone).sites[0]?.cluster.id).toBe(arn);
});

test('a provider that does not say its region has that of what it made', () => {
  const resources = foreignResources('aws6').map((one) => {
    if (one.type !== 'pulumi:providers:aws') return one;
    const { region: _in, ...inputs } = one.inputs ?? {};
    const { region: _out, ...outputs } = one.outputs ?? {};
    return { ...one, inputs, outputs };
  });
  expect(find(resources)).toEqual(find(foreignResources('aws6')));
});
