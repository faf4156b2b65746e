import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PropertyMap, secret, UNKNOWN } from '../../../src/lib/property.ts';
import { behaviourOf } from '../../../src/twin/provider/behaviour.ts';
import { diffInputs } from '../../../src/twin/provider/diff.ts';
import { isSame } from '../../../src/twin/provider/same.ts';

function diff(type: string, oldInputs: PropertyMap, newInputs: PropertyMap, oldOutputs: PropertyMap = oldInputs) {
  return diffInputs(type, behaviourOf(type), { oldInputs, oldOutputs, newInputs, config: { region: 'us-east-1' } });
}
const VPC = 'aws:ec2/vpc:Vpc';
const GROUP = 'aws:ec2/securityGroup:SecurityGroup';
const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';

describe('a changed input', () => {
  it('replaces where the provider was seen to replace, and updates where it was not', () => {
    expect(diff(VPC, { cidrBlock: '10.0.0.0/16' }, { cidrBlock: '10.1.0.0/16' })).toEqual({
      changes: 'some',
      detailed: { cidrBlock: { kind: 'update-replace' } },
      replaces: ['cidrBlock'],
      deleteBeforeReplace: false,
    });
    expect(diff(VPC, {}, { enableDnsSupport: false }).detailed).toEqual({ enableDnsSupport: { kind: 'add' } });
    expect(diff(VPC, { tags: { a: '1', 'x:y': '2' } }, { tags: { a: '2' } }).detailed).toEqual({
      'tags.a': { kind: 'update' },
      'tags["x:y"]': { kind: 'delete' },
    });
  });

  it('replaces in one direction only where the record says so', () => {
    const tenancy = (from: string, to: string) =>
      diff(VPC, { instanceTenancy: from }, { instanceTenancy: to }).replaces;
    expect(tenancy('default', 'dedicated')).toEqual(['instanceTenancy']);
    expect(tenancy('dedicated', 'default')).toEqual([]);
  });

  it('replaces depending on another input where the record found which', () => {
    const subnets = (type: string) =>
      diff(BALANCER, { loadBalancerType: type, subnets: ['a', 'b'] }, { loadBalancerType: type, subnets: ['a'] });
    expect(subnets('network').replaces).toEqual(['subnets']);
    expect(subnets('network').detailed).toEqual({
      'subnets[1]': { kind: 'delete-replace', note: 'through subnetMappings' },
    });
    expect(subnets('application').replaces).toEqual([]);
  });

  it('is an update that says so where the record does not know', () => {
    const { detailed, replaces } = diff(
      'aws:autoscaling/group:Group',
      {},
      { instanceMaintenancePolicy: { minHealthyPercentage: 90 } },
    );
    expect(replaces).toEqual([]);
    expect(Object.values(detailed)[0]?.note).toMatch(/not recorded .*taken for an update/);
    expect(diff('aws:arcregionswitch/plan:Plan', {}, { name: 'x' }).detailed).toEqual({
      name: { kind: 'add', note: 'nothing is recorded of this type; taken for an update' },
    });
  });

  it('is no change where it is unset and AWS or the provider fills it in', () => {
    expect(diff(VPC, { enableDnsHostnames: true }, {}).changes).toBe('none');
    expect(diff(VPC, { enableDnsSupport: true }, {}).changes).toBe('some');
  });

  it('is no change where it is given for the first time as AWS has it already', () => {
    expect(diff(VPC, {}, { enableDnsHostnames: true }, { enableDnsHostnames: true }).changes).toBe('none');
    expect(diff(VPC, {}, { region: 'us-east-1' }, { region: 'us-east-1' }).changes).toBe('none');
    expect(diff(VPC, {}, { region: 'us-west-2' }, { region: 'us-east-1' }).replaces).toEqual(['region']);
    expect(diff(VPC, { region: 'us-east-1' }, {}).changes).toBe('none');
  });

  it('is a change while it is not known yet, and may replace', () => {
    expect(diff(VPC, { cidrBlock: '10.0.0.0/16' }, { cidrBlock: UNKNOWN }).replaces).toEqual(['cidrBlock']);
    expect(diff(VPC, { tags: { a: 'b' } }, { tags: UNKNOWN }).detailed).toEqual({ tags: { kind: 'update' } });
  });

  it('is compared by value where it is secret', () => {
    const cluster = 'aws:rds/cluster:Cluster';
    expect(diff(cluster, { masterPassword: secret('a') }, { masterPassword: secret('a') }).changes).toBe('none');
    expect(diff(cluster, { masterPassword: 'a' }, { masterPassword: secret('a') }).changes).toBe('none');
    expect(diff(cluster, { masterPassword: secret('a') }, { masterPassword: secret('b') }).changes).toBe('some');
  });

  it('is judged inside objects by what is recorded of the member', () => {
    const type = 'aws:rds/cluster:Cluster';
    const restore = (at: string) => ({ restoreToPointInTime: { restoreToTime: at } });
    expect(diff(type, restore('1'), restore('2')).detailed).toEqual({
      'restoreToPointInTime.restoreToTime': { kind: 'update-replace' },
    });
    const scaling = (max: number) => ({ serverlessv2ScalingConfiguration: { maxCapacity: max, minCapacity: 1 } });
    expect(diff(type, scaling(2), scaling(4)).replaces).toEqual([]);
  });

  it('deletes first where a name that the program gave stays the same, not where it was automatic', () => {
    const role = (path: string, filled: string[]) => ({ name: 'app', path, __defaults: filled });
    const given = diff('aws:iam/role:Role', role('/a/', []), role('/b/', []));
    expect(given).toMatchObject({ replaces: ['path'], deleteBeforeReplace: true });
    const automatic = diff('aws:iam/role:Role', role('/a/', ['name']), role('/b/', ['name']));
    expect(automatic).toMatchObject({ replaces: ['path'], deleteBeforeReplace: false });
  });
});

describe('equal meaning', () => {
  const rule = (port: number) => ({ protocol: 'tcp', fromPort: port, toPort: port, cidrBlocks: ['10.0.0.0/8'] });

  it('holds for sets in any order, and an added rule is one change', () => {
    expect(diff(GROUP, { ingress: [rule(80), rule(443)] }, { ingress: [rule(443), rule(80)] }).changes).toBe('none');
    const { detailed } = diff(GROUP, { ingress: [rule(80)] }, { ingress: [rule(443), rule(80)] });
    expect(detailed).toEqual({ 'ingress[0]': { kind: 'add' } });
    expect(diff(GROUP, { ingress: [rule(80)] }, { ingress: [rule(81)] }).detailed).toEqual({
      'ingress[0].fromPort': { kind: 'update' },
      'ingress[0].toPort': { kind: 'update' },
    });
  });

  it('does not hold where an element was taken away, though AWS would fill in an empty list', () => {
    const { detailed } = diff(GROUP, { ingress: [rule(80), rule(443)] }, { ingress: [rule(443)] });
    expect(detailed).toEqual({ 'ingress[0]': { kind: 'delete' } });
  });

  it('does not hold for lists in another order', () => {
    const policies = (...list: string[]) => ({ terminationPolicies: list });
    expect(diff('aws:autoscaling/group:Group', policies('a', 'b'), policies('b', 'a')).changes).toBe('some');
  });

  it('counts how often an element of a set occurs', () => {
    expect(isSame(VPC, 'subnets', ['a', 'a', 'b'], ['a', 'b', 'b'])).toBe(false);
  });

  it('holds for policies by what they say', () => {
    const one = '{"Statement":{"Effect":"Allow","Action":"a:B","Resource":["x","y"]},"Version":"1"}';
    const other = '{ "Version": "1", "Statement": [{"Resource": ["y","x"], "Action": ["a:B"], "Effect": "Allow"}] }';
    expect(isSame('aws:iam/rolePolicy:RolePolicy', 'policy', one, other)).toBe(true);
    expect(isSame('aws:iam/rolePolicy:RolePolicy', 'policy', one, other.replace('Allow', 'Deny'))).toBe(false);
  });

  it('holds for nothing given and nothing in it, but not for a false or a zero', () => {
    for (const empty of [undefined, null, '', [], {}]) expect(isSame(VPC, 'x', undefined, empty)).toBe(true);
    expect(isSame(VPC, 'x', undefined, false)).toBe(false);
    expect(isSame(VPC, 'x', undefined, 0)).toBe(false);
  });

  it('is an equivalence on everything that is known', () => {
    const json = fc.jsonValue() as fc.Arbitrary<PropertyMap>;
    fc.assert(fc.property(json, (value) => isSame(VPC, 'x', value, structuredClone(value))));
    fc.assert(fc.property(json, json, (a, b) => isSame(VPC, 'x', a, b) === isSame(VPC, 'x', b, a)));
  });
});
