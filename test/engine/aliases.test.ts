import { describe, expect, it } from 'vitest';
import type { Alias } from '../../src/engine/deployment/goal.ts';
import { Olds } from '../../src/engine/deployment/olds.ts';
import { defaultProviderGoal } from '../../src/engine/deployment/providers.ts';
import { engineWorld, steps } from './helpers/world.ts';

const withConfig = (config: Record<string, string>) => ({ config: { 'aws:region': 'us-east-1', ...config } });

it('a type that the SDK renamed keeps its resource and its children; an alias of the program is refused', async () => {
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

  const written = withConfig({ 'engine:aliases': JSON.stringify([{ name: 'other' }]) });
  await expect(run('balancer.ts', { ...written, mode: 'preview' })).rejects.toMatchObject({
    code: 'engine.unsupported-option',
    problems: [{ message: expect.stringContaining('alias that the program wrote') }],
  });
});

describe('an alias', () => {
  const type = 'aws:lb/listener:Listener';
  const urn = `urn:pulumi:dev::engine::${type}::a`;
  const stackUrn = 'urn:pulumi:dev::engine::pulumi:pulumi:Stack::engine-dev';
  const none = { urn: '', name: '', type: '', stack: '', project: '', parent: '', noParent: false };
  const former = { ...none, type: 'aws:elasticloadbalancingv2/listener:Listener' };
  const meet = (alias: Alias) => {
    const goal = defaultProviderGoal('aws', '', {}, []);
    return new Olds([]).meet(urn, { ...goal, type, name: 'a', parent: stackUrn, aliases: [alias] });
  };

  it('that is nothing but a former type is the SDK’s', () => {
    expect(meet(former)).toBe(undefined);
    expect(meet({ ...former, parent: stackUrn })).toBe(undefined);
  });

  it.each<[string, Partial<Alias>]>([
    ['a name', { name: 'b' }],
    ['a URN', { urn: 'urn:x', type: '' }],
    ['a stack', { stack: 'prod' }],
    ['a project', { project: 'other' }],
    ['no parent', { noParent: true }],
    ['another parent', { parent: 'urn:pulumi:dev::engine::my:index:Net::n' }],
    ['nothing at all', { type: '' }],
  ])('with %s was written by the program', (_, change) => {
    expect(() => meet({ ...former, ...change })).toThrow('alias that the program wrote');
  });
});
