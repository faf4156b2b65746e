import { describe, expect, it } from 'vitest';
import { formerUrns } from '../../src/engine/deployment/former-urns.ts';
import type { Alias } from '../../src/engine/deployment/goal.ts';
import { engineWorld, steps } from './helpers/world.ts';

const withConfig = (config: Record<string, string>) => ({ config: { 'aws:region': 'us-east-1', ...config } });

it('a type that the SDK renamed keeps its resource and its children', async () => {
  const { run, provider, backend } = engineWorld();
  await run('balancer.ts', withConfig({ 'engine:former': 'true' }));
  const calls = provider.calls.length;
  const renamed = await run('balancer.ts', withConfig({}));
  expect(steps(renamed)).toEqual(['same balancer', 'same child']);
  expect(provider.calls.length).toBe(calls);
  const urns = backend.exportStack({ project: 'engine', stack: 'dev' })?.deployment.resources?.map((one) => one.urn);
  expect(urns?.slice(-2)).toEqual([
    'urn:pulumi:dev::engine::aws:lb/loadBalancer:LoadBalancer::balancer',
    'urn:pulumi:dev::engine::aws:lb/loadBalancer:LoadBalancer$aws:ec2/vpc:Vpc::child',
  ]);
});

/** What Pulumi makes of each form is recorded (`conformance/cases/aliases.ts`); this is how they combine. */
describe('the URNs that a resource may have had', () => {
  const stackUrn = 'urn:pulumi:dev::engine::pulumi:pulumi:Stack::engine-dev';
  const group = 'urn:pulumi:dev::engine::my:index:Group::new';
  const none: Alias = { urn: '', name: '', type: '', stack: '', project: '', parent: '', noParent: false };
  const former = (aliases: readonly Partial<Alias>[], parent: string = stackUrn, name = 'a') => {
    const prefix = parent === stackUrn ? '' : 'my:index:Group$';
    const goal = { type: 'my:index:T', name, parent, aliases: aliases.map((alias) => ({ ...none, ...alias })) };
    const found = (urn: string) => (urn === group ? 'urn:pulumi:dev::engine::my:index:Old::old' : undefined);
    const urns = formerUrns(`urn:pulumi:dev::engine::${prefix}my:index:T::${name}`, goal, found);
    return urns.map((urn) => urn.replace('urn:pulumi:', ''));
  };

  it.each<[string, Partial<Alias>, string]>([
    ['a URN', { urn: 'urn:pulumi:x::y::z:z:z::w' }, 'x::y::z:z:z::w'],
    ['a name', { name: 'b' }, 'dev::engine::my:index:T::b'],
    ['a type', { type: 'my:index:U', parent: stackUrn }, 'dev::engine::my:index:U::a'],
    ['a stack', { stack: 'prod' }, 'prod::engine::my:index:T::a'],
    ['a project', { project: 'other' }, 'dev::other::my:index:T::a'],
    [
      'another parent',
      { parent: 'urn:pulumi:dev::engine::my:index:Net::n' },
      'dev::engine::my:index:Net$my:index:T::a',
    ],
    ['a parent that was renamed', { parent: group }, 'dev::engine::my:index:Old$my:index:T::a'],
    ['no parent', { noParent: true }, 'dev::engine::my:index:T::a'],
  ])('of %s', (_, alias, urn) => {
    expect(former([alias])).toEqual([urn]);
  });

  it('follow a renamed parent, by its type and, where it begins with it, by its name', () => {
    expect(former([], group)).toEqual(['dev::engine::my:index:Old$my:index:T::a']);
    expect(former([], group, 'new-part')).toEqual(['dev::engine::my:index:Old$my:index:T::old-part']);
    expect(former([{ name: 'b' }], group)).toEqual([
      'dev::engine::my:index:Group$my:index:T::b',
      'dev::engine::my:index:Old$my:index:T::a',
      'dev::engine::my:index:Old$my:index:T::b',
    ]);
  });
});
