import { expect, it } from 'vitest';
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

  for (const alias of [{ name: 'other' }, 'urn:pulumi:dev::engine::aws:ec2/vpc:Vpc::x', { project: 'other' }]) {
    const written = withConfig({ 'engine:aliases': JSON.stringify([alias]) });
    await expect(run('balancer.ts', { ...written, mode: 'preview' })).rejects.toMatchObject({
      code: 'engine.unsupported-option',
      problems: [{ message: expect.stringContaining('alias that the program wrote') }],
    });
  }
});
