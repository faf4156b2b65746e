import { describe, expect, it } from 'vitest';
import { UNKNOWN } from '../../src/lib/property.ts';
import {
  every,
  type Finding,
  fail,
  has,
  missing,
  must,
  pass,
  Resource,
  requires,
  rule,
  some,
  together,
} from '../../src/policy/index.ts';
import { scopeOf } from '../../src/policy/scope.ts';
import { graphWith, resource, urnOf } from '../support/checkpoint.ts';

const KEY = 'aws:kms/key:Key';
const DATABASE = 'aws:rds/instance:Instance';
const SUBNET = 'aws:ec2/subnet:Subnet';
const GROUP = 'aws:rds/subnetGroup:SubnetGroup';
const TABLE = 'aws:ec2/routeTable:RouteTable';
const NAT = 'aws:ec2/natGateway:NatGateway';

function databaseOf(inputs: Record<string, unknown>, parts: Record<string, unknown> = {}): Resource {
  const graph = graphWith(resource(KEY, 'key', { inputs: {} }), resource(DATABASE, 'db', { inputs, ...parts }));
  const [node] = graph.byType(DATABASE);
  if (node === undefined) throw new Error('no database');
  return new Resource(node);
}

const context = (one: Resource) => {
  const estate = scopeOf(undefined, graphWith());
  return [one, {}, { estate, stack: estate, nowMs: 0 }] as const;
};
const said = (finding: Finding) => ('message' in finding ? `${finding.verdict} ${finding.message}` : finding.verdict);

describe('a check of one property', () => {
  const ask = (inputs: Record<string, unknown>, ...[path, wanted, options]: Parameters<typeof requires>) =>
    said(requires(path, wanted, options)(...context(databaseOf(inputs, { id: 'db' }))));

  it('passes by a value, a bound, one of some, or anything but one; numbers and switches may be text', () => {
    expect(ask({ storageEncrypted: true }, 'storageEncrypted', true)).toBe('pass');
    expect(ask({ days: '7' }, 'days', { atLeast: 7 })).toBe('pass');
    expect(ask({ days: 8 }, 'days', { atMost: 7 })).toBe('fail has days 8; at most 7 is wanted');
    expect(ask({ mode: 'b' }, 'mode', { oneOf: ['a', 'b'] })).toBe('pass');
    expect(ask({ mode: 'false' }, 'mode', { not: 'false' })).toBe('fail has mode false; anything but false is wanted');
    expect(ask({ on: 'true' }, 'on', true)).toBe('pass');
  });

  it('says what is not set, or takes what AWS documents to hold then', () => {
    expect(ask({}, 'storageEncrypted', true)).toBe('fail has storageEncrypted not set; true is wanted');
    expect(ask({}, 'days', { atLeast: 1 }, { default: 1 })).toBe('pass');
    expect(ask({}, 'days', (): number => 2, { default: 1, message: 'keeps too little' })).toBe('fail keeps too little');
  });

  it('of several tells every failure', () => {
    const both = together(requires('a', true), requires('b', true));
    expect(said(both(...context(databaseOf({}, { id: 'db' }))))).toBe(
      'fail has a not set; true is wanted; has b not set; true is wanted',
    );
  });
});

describe('whether a program gives a property', () => {
  const edge = { propertyDependencies: { kmsKeyId: [urnOf(KEY, 'key')] } };

  it('is known in the first preview, where only the value is not', () => {
    expect(databaseOf({ kmsKeyId: UNKNOWN }, edge).isGiven('kmsKeyId')).toBe(true);
    expect(databaseOf({}).isGiven('kmsKeyId')).toBe(false);
    expect(said(requires('kmsKeyId', 'given')(...context(databaseOf({}))))).toBe('fail has no kmsKeyId');
  });

  it('is not known of an unknown that no edge explains where inputs are not told: AWS may compute it', () => {
    const told = { kmsKeyId: UNKNOWN };
    expect(() => databaseOf(told, { outputs: told }).isGiven('kmsKeyId')).toThrow('kmsKeyId: not computed yet');
    expect(databaseOf(told, { outputs: {} }).isGiven('kmsKeyId')).toBe(true);
  });

  it('decides whether AWS’s default holds of what is not there yet', () => {
    const planned = databaseOf({}, { outputs: { zone: UNKNOWN } });
    expect(planned.readOr('zone', 'any')).toBe('any');
    expect(() =>
      databaseOf({ zone: UNKNOWN }, { propertyDependencies: { zone: [urnOf(KEY, 'key')] } }).readOr('zone', 'any'),
    ).toThrow();
    expect(databaseOf({ zone: 'b' }, { id: 'db' }).readOr('zone', 'any')).toBe('b');
  });
});

describe('what is only perhaps meant', () => {
  const one = databaseOf({}, { id: 'db' });

  it('can neither fail nor be enough', () => {
    expect(every([one, one.perhaps()], () => fail('is red')).verdict).toBe('fail');
    expect(every([one.perhaps()], () => fail('is red'))).toMatchObject({ verdict: 'unknown', comesLater: true });
    expect(some([one.perhaps()], pass).verdict).toBe('unknown');
    expect(some([one.perhaps(), one], pass).verdict).toBe('pass');
  });

  it('is no companion: whether one is there is undecided', () => {
    const subnets = [resource(SUBNET, 'a', { inputs: {} }), resource(SUBNET, 'b', { inputs: {} })];
    const group = (subnetIds: unknown, ...names: string[]) =>
      resource(GROUP, 'group', {
        inputs: { subnetIds },
        propertyDependencies: { subnetIds: names.map((name) => urnOf(SUBNET, name)) },
      });
    const first = (...groups: ReturnType<typeof group>[]) => {
      const [node] = graphWith(...subnets, ...groups).byType(SUBNET);
      if (node === undefined) throw new Error('no subnet');
      return new Resource(node);
    };
    expect(has(first(), GROUP, 'subnetIds')).toBe(false);
    expect(has(first(group([UNKNOWN], 'a')), GROUP, 'subnetIds')).toBe(true);
    expect(() => has(first(group([UNKNOWN], 'a', 'b')), GROUP, 'subnetIds')).toThrow('not computed yet');
  });
});

describe('an edge from inside a list', () => {
  const nats = [resource(NAT, 'one', { id: 'nat-1' }), resource(NAT, 'two', { inputs: {} })];
  const routesOf = (routes: unknown[], ...names: string[]) => {
    const edges = names.map((name) => urnOf(NAT, name));
    const graph = graphWith(
      ...nats,
      resource(TABLE, 'table', { inputs: { routes }, propertyDependencies: { routes: edges } }),
    );
    const [node] = graph.byType(TABLE);
    if (node === undefined) throw new Error('no table');
    return new Resource(node).list('routes').map((route) => {
      const nat = route.to('natGatewayId', NAT);
      return nat === undefined ? 'none' : nat.isSeen ? nat.name : 'one or another';
    });
  };

  it('is that of its own item', () => {
    expect(routesOf([{ natGatewayId: 'nat-1' }, { natGatewayId: UNKNOWN }, {}], 'one', 'two')).toEqual([
      'one',
      'two',
      'none',
    ]);
    expect(routesOf([{ natGatewayId: UNKNOWN }, { natGatewayId: UNKNOWN }], 'one', 'two')).toEqual([
      'one or another',
      'one or another',
    ]);
  });
});

it('leads where AWS says, whose order of a list may be another than the program’s', () => {
  const nat = (name: string) => resource('aws:ec2/natGateway:NatGateway', name, { id: name });
  const routes = [{ natGatewayId: 'a' }, { natGatewayId: 'b' }];
  const table = resource(TABLE, 'table', { id: 'table', inputs: { routes }, outputs: { routes: routes.toReversed() } });
  const [node] = graphWith(nat('a'), nat('b'), table).byType(TABLE);
  const found = node && new Resource(node).list('routes').map((route) => route.to('natGatewayId', NAT)?.name);
  expect(found).toEqual(['b', 'a']);
});

describe('what a rule is written with', () => {
  it('tells what is missing as a failure of all stacks, as unknown of one', () => {
    const scope = (isWhole: boolean) => scopeOf(undefined, graphWith(), isWhole);
    expect(said(missing(scope(true), 'no trail is there'))).toBe('fail no trail is there');
    expect(said(missing(scope(false), 'no trail is there'))).toBe(
      'unknown no trail is there, as far as this stack tells',
    );
    expect([must(true, 'is red'), must(() => false, 'is red', 'colour')]).toEqual([pass(), fail('is red', 'colour')]);
  });

  it('refuses a rule without a check, and one that checks another type than it judges', () => {
    const base = {
      id: 'T-1',
      title: 't',
      why: 'w',
      remedy: 'r',
      severity: 'low',
      types: [KEY],
      decidedAt: 'deployed',
      cannotSee: [],
      parameters: {},
    } as const;
    expect(() => rule(base)).toThrow('T-1 has no check');
    expect(() => rule({ ...base, check: { [NAT]: pass } })).toThrow(`T-1 judges ${KEY}, and checks ${NAT}`);
  });
});
