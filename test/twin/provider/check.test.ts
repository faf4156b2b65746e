import { describe, expect, it } from 'vitest';
import { nearest } from '../../../src/lib/nearest.ts';
import { behaviourOf } from '../../../src/twin/provider/behaviour.ts';
import { codeMark, isUnconfirmed } from '../../../src/twin/refusal-rows.ts';
import { fakeTwin, names } from './fake.ts';

const ROLE = names('aws:iam/role:Role', 'app');
const TRUST = '{"Version":"2012-10-17","Statement":[]}';

describe('checked inputs', () => {
  it('get an automatic name of the resource and 7 hex digits, the same in every preview', async () => {
    const { provider } = fakeTwin();
    const first = await provider.check({ ...ROLE, news: { assumeRolePolicy: TRUST } });
    const again = await fakeTwin().provider.check({ ...ROLE, news: { assumeRolePolicy: TRUST } });
    expect(first.inputs['name']).toMatch(/^app-[0-9a-f]{7}$/);
    expect(again).toEqual(first);
    expect(first.inputs['__defaults']).toEqual(['forceDetachPolicies', 'maxSessionDuration', 'name', 'path']);
  });

  it('get another automatic name when the resource is replaced, and keep the old one when it is not', async () => {
    const { provider } = fakeTwin();
    const news = { assumeRolePolicy: TRUST };
    const { inputs } = await provider.check({ ...ROLE, news });
    await provider.create({ ...ROLE, inputs, preview: false });
    expect((await provider.check({ ...ROLE, news, olds: inputs })).inputs['name']).toBe(inputs['name']);
    const replacement = await provider.check({ ...ROLE, news });
    expect(replacement.inputs['name']).toMatch(/^app-[0-9a-f]{7}$/);
    expect(replacement.inputs['name']).not.toBe(inputs['name']);
  });

  it('get an automatic name in place of a given one that was taken away', async () => {
    const { provider } = fakeTwin();
    const { inputs } = await provider.check({ ...ROLE, news: { assumeRolePolicy: TRUST, name: 'given' } });
    const { inputs: after } = await provider.check({ ...ROLE, news: { assumeRolePolicy: TRUST }, olds: inputs });
    expect(after['name']).toMatch(/^app-/);
  });

  it('get no automatic name where a prefix is given; the provider makes one up when it creates', async () => {
    const { provider } = fakeTwin();
    const { inputs } = await provider.check({ ...ROLE, news: { assumeRolePolicy: TRUST, namePrefix: 'app.' } });
    expect(inputs['name']).toBeUndefined();
    const { outputs } = await provider.create({ ...ROLE, inputs, preview: false });
    expect(outputs['namePrefix']).toBe('app.');
  });

  it('get the defaults of the provider, in objects too, under the name of Pulumi', async () => {
    const { provider } = fakeTwin();
    const group = names('aws:ec2/securityGroup:SecurityGroup', 'web');
    expect((await provider.check({ ...group, news: {} })).inputs['description']).toBe('Managed by Pulumi');
    const fleet = names('aws:autoscaling/group:Group', 'fleet');
    const news = { minSize: 1, maxSize: 2, instanceRefresh: { strategy: 'Rolling', preferences: {} } };
    const { inputs } = await provider.check({ ...fleet, news });
    expect(inputs['instanceRefresh']).toMatchObject({ preferences: { minHealthyPercentage: 90 } });
    const target = names('aws:lb/targetGroup:TargetGroup', 'tg');
    expect((await provider.check({ ...target, news: {} })).inputs['deregistrationDelay']).toBe(300);
  });

  it('are not filled with defaults that were planned from a made-up configuration', async () => {
    const { provider } = fakeTwin();
    const certificate = names('aws:acm/certificate:Certificate', 'tls');
    const { inputs } = await provider.check({ ...certificate, news: { domainName: 'a.example.org' } });
    expect(inputs['subjectAlternativeNames']).toBeUndefined();
  });

  it('may leave out an optional input, and fail with every required one that is missing', async () => {
    const { provider } = fakeTwin();
    const { failures } = await provider.check({ ...names('aws:route53/record:Record', 'www'), news: { ttl: 60 } });
    expect(failures.map(({ property }) => property)).toEqual(['name', 'type', 'zoneId']);
  });

  it('fail with every name that the type does not have, and say which was meant', async () => {
    const { provider } = fakeTwin();
    const news = { assumeRolePolicy: TRUST, maxSessionDuraton: 3600, arn: 'x', region: 'us-east-1' };
    const { failures } = await provider.check({ ...ROLE, news });
    expect(failures).toEqual([
      { property: 'arn', reason: 'aws:iam/role:Role computes arn; it cannot be given' },
      {
        property: 'maxSessionDuraton',
        reason: 'aws:iam/role:Role has no input maxSessionDuraton; did you mean maxSessionDuration?',
      },
      { property: 'region', reason: expect.stringContaining('has no input region') },
    ]);
  });

  it('fail where an automatic name is longer than AWS allows', async () => {
    const { provider } = fakeTwin();
    const long = names('aws:lb/targetGroup:TargetGroup', 'a-target-group-with-a-long-name');
    const { failures } = await provider.check({ ...long, news: {} });
    expect(failures).toEqual([{ property: 'name', reason: expect.stringContaining('39 characters, AWS allows 32') }]);
  });
});

describe('the recorded behaviour', () => {
  it('is found by canonical type and nothing else', () => {
    expect(behaviourOf('aws:ec2/vpc:Vpc')?.in['cidrBlock']).toEqual(['opt+comp', 'string', true]);
    expect(behaviourOf('aws:xray/samplingRule:SamplingRule')?.out).toEqual({ arn: 'string', tagsAll: 'map<string>' });
    expect(behaviourOf('aws:ec2/nothing:Nothing')).toBeUndefined();
    expect(behaviourOf('types')).toBeUndefined();
  });

  it('suggests a name only where one is near', () => {
    expect(nearest('cidrblock', ['cidrBlock', 'tags'])).toBe('cidrBlock');
    expect(nearest('colour', ['cidrBlock', 'tags'])).toBeUndefined();
  });
});

describe('the marks of refused codes', () => {
  it('tell confirmed codes from likely ones, row by row', () => {
    expect(codeMark('GDB-03', 'InvalidParameterCombination')).toBe('O');
    expect(isUnconfirmed('GDB-03', 'InvalidParameterCombination')).toBe(false);
    expect(isUnconfirmed('GDB-15', 'DBClusterNotFoundFault')).toBe(true);
    expect(isUnconfirmed('GDB-08', 'DBClusterAlreadyExistsFault')).toBe(false);
    expect(isUnconfirmed(undefined, 'Throttling')).toBe(false);
  });
});
