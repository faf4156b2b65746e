import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UNKNOWN } from '../../src/lib/property.ts';
import { MemoryProvider } from './helpers/memory-provider.ts';
import { engineWorld, steps } from './helpers/world.ts';

const NAME = { project: 'engine', stack: 'dev' };
const withConfig = (config: Record<string, string>) => ({ config: { 'aws:region': 'us-east-1', ...config } });

it('creates, keeps, updates, replaces and deletes as the program changes', async () => {
  const { run, provider, backend, folder } = engineWorld();
  const checkpoint = () => readFileSync(join(folder, '.pulumi/stacks/engine/dev.json'), 'utf8');

  const preview = await run('network.ts', { mode: 'preview' });
  expect(steps(preview)).toEqual(['create net', 'create net', 'create net-0', 'create net-1']);
  expect(preview.outputs).toEqual({ vpcId: UNKNOWN });
  expect(provider.world.size).toBe(0);
  expect(backend.stacks()).toEqual([]);

  const first = await run('network.ts');
  expect(steps(first)).toEqual(['create net', 'create net', 'create net-0', 'create net-1']);
  expect(first.changes).toEqual({ create: 5, update: 0, replace: 0, delete: 0, same: 0 });
  expect(first.outputs).toEqual({ vpcId: 'net-1' });
  expect(first.outputChanges).toEqual({ vpcId: 'add' });

  const bytes = checkpoint();
  provider.calls.length = 0;
  const second = await run('network.ts');
  expect(second.changes).toEqual({ create: 0, update: 0, replace: 0, delete: 0, same: 5 });
  expect(second.outputChanges).toEqual({});
  expect(provider.calls).toEqual([]);
  expect(checkpoint()).toBe(bytes);

  const updated = await run('network.ts', withConfig({ 'engine:owner': 'other', 'engine:subnets': '3' }));
  expect(steps(updated)).toEqual(['same net', 'update net', 'same net-0', 'same net-1', 'create net-2']);
  expect(updated.resources.find(({ op }) => op === 'update')?.diff).toEqual({ tags: 'update' });

  provider.calls.length = 0;
  const changed = withConfig({ 'engine:cidr': '10.9.0.0/16', 'engine:subnets': '1' });
  const foreseen = await run('network.ts', { ...changed, mode: 'preview' });
  provider.before = async (operation, name) => {
    // a subnet takes its time, and its VPC may not go before it
    if (operation === 'delete' && name === 'net') expect(provider.world.has('net-0-1')).toBe(false);
    if (name !== 'net') for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  const replaced = await run('network.ts', changed);
  provider.before = () => undefined;
  expect(steps(replaced)).toEqual(['same net', 'replace net', 'replace net-0', 'delete net-1', 'delete net-2']);
  expect(steps(foreseen)).toEqual(steps(replaced));
  expect(replaced.resources.at(2)?.diff).toEqual({ cidrBlock: 'update-replace', tags: 'update' });
  // the new ones first, then the old ones, dependents before what they depend on
  expect(provider.calls.slice(0, 2)).toEqual(['create net', 'create net-0']);
  expect(provider.calls.slice(2, 5).sort()).toEqual(['delete net-0', 'delete net-1', 'delete net-2']);
  expect(provider.calls.slice(5)).toEqual(['delete net']);
  expect([...provider.world.keys()].sort()).toEqual(['net-0-2', 'net-2']);
  expect(backend.exportStack(NAME)?.deployment.resources?.some((one) => one.delete)).toBe(false);

  const foreseenEnd = await run('network.ts', { mode: 'preview-destroy' });
  expect(provider.world.size).toBe(2);
  const destroyed = await run('network.ts', { mode: 'destroy' });
  expect(destroyed.changes).toEqual({ create: 0, update: 0, replace: 0, delete: 4, same: 0 });
  expect(foreseenEnd.changes).toEqual(destroyed.changes);
  expect(destroyed.outputChanges).toEqual({ vpcId: 'delete' });
  expect(provider.world.size).toBe(0);
  expect(backend.exportStack(NAME)?.deployment.resources).toBe(undefined);
});

it('deletes first, dependents before it, where the provider asks for it', async () => {
  const { run, provider } = engineWorld();
  await run('database.ts');
  provider.calls.length = 0;
  const renamed = withConfig({ 'engine:group': 'other' });
  const foreseen = await run('database.ts', { ...renamed, mode: 'preview' });
  expect(provider.calls).toEqual([]);
  const result = await run('database.ts', renamed);
  expect(steps(result)).toEqual(['replace group', 'update bystander', 'replace db']);
  expect(steps(foreseen)).toEqual(steps(result));
  const order = provider.calls.filter((call) => !call.endsWith('bystander'));
  expect(order).toEqual(['delete db', 'delete group', 'create group', 'create db']);
});

it('finishes a deletion that failed the last time', async () => {
  const { run, provider, backend } = engineWorld();
  await run('network.ts');
  provider.before = (operation, name) => {
    if (operation === 'delete' && name === 'net') throw new Error('DependencyViolation: still in use');
  };
  const changed = withConfig({ 'engine:cidr': '10.9.0.0/16' });
  await expect(run('network.ts', changed)).rejects.toMatchObject({
    code: 'engine.step-failed',
    exitCode: 1,
    problems: [
      { message: expect.stringMatching(/::net could not be deleted$/), found: 'DependencyViolation: still in use' },
    ],
  });
  expect(
    backend
      .exportStack(NAME)
      ?.deployment.resources?.filter((one) => one.delete)
      .map((one) => one.id),
  ).toEqual(['net-1']);

  provider.before = () => undefined;
  const next = await run('network.ts', changed);
  expect(steps(next)).toEqual(['same net', 'same net', 'same net-0', 'same net-1', 'delete net']);
  expect(provider.world.has('net-1')).toBe(false);
});

it('gives the same result whatever the order in which registrations arrive and end', async () => {
  const exports = [];
  for (const seed of [1, 2]) {
    const provider = new MemoryProvider();
    let turn = seed;
    provider.before = async () => {
      turn = (turn * 48271) % 2147483647;
      for (let wait = turn % 20; wait > 0; wait--) await new Promise((resolve) => setImmediate(resolve));
    };
    const { run, backend } = engineWorld(provider);
    const result = await run('many.ts', {
      ...withConfig({ 'engine:count': '40' }),
      parallel: 3,
      clock: { nowMs: () => 0 },
    });
    expect(provider.busiest).toBe(3);
    const { secrets_providers: _, ...deployment } = backend.exportStack(NAME)?.deployment ?? {};
    exports.push(JSON.stringify([result, deployment]));
  }
  expect(exports[0]).toBe(exports[1]);
});

it('keeps the layout of a self-managed backend', async () => {
  const { run, folder, backend } = engineWorld();
  await run('network.ts');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map((file) => join(file.parentPath, file.name).slice(folder.length + 1)).sort()).toEqual([
    '.pulumi/meta.yaml',
    '.pulumi/stacks/engine/dev.json',
    'passphrase',
    'salt',
  ]);
  expect(readFileSync(join(folder, '.pulumi/meta.yaml'), 'utf8')).toBe('version: 1\n');
  expect(statSync(join(folder, 'passphrase')).mode & 0o777).toBe(0o600);
  const file = JSON.parse(readFileSync(join(folder, '.pulumi/stacks/engine/dev.json'), 'utf8'));
  expect(file.version).toBe(3);
  expect(file.checkpoint.stack).toBe('organization/engine/dev');
  expect(file.checkpoint.latest.manifest).toEqual({
    time: expect.stringMatching(/^2026-01-01T/),
    // SHA-256 of the version, as the CLI checks it
    magic: 'da41b6ba6f541b05210422a0c7a5cfe6366a0dd710a1faefa2cbf79e60134d0b',
    version: 'v3.270.0',
  });
  expect(file.checkpoint.latest).toEqual(backend.exportStack(NAME)?.deployment);
  expect(file.checkpoint.latest.resources.at(-1)).toEqual({
    urn: 'urn:pulumi:dev::engine::engine:index:Network$aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet::net-1',
    custom: true,
    id: 'net-1-1',
    type: 'aws:ec2/subnet:Subnet',
    inputs: { cidrBlock: '10.0.1.0/24', vpcId: 'net-1' },
    outputs: { cidrBlock: '10.0.1.0/24', vpcId: 'net-1', arn: 'arn:aws:test:us-east-1:000000000000:net-1-1' },
    parent: 'urn:pulumi:dev::engine::engine:index:Network$aws:ec2/vpc:Vpc::net',
    dependencies: ['urn:pulumi:dev::engine::engine:index:Network$aws:ec2/vpc:Vpc::net'],
    provider: expect.stringMatching(
      /^urn:pulumi:dev::engine::pulumi:providers:aws::default_7_48_0::[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    ),
    propertyDependencies: { vpcId: ['urn:pulumi:dev::engine::engine:index:Network$aws:ec2/vpc:Vpc::net'] },
    created: expect.any(String),
    modified: expect.any(String),
    sourcePosition: 'project:///network.ts#18,7',
  });
});
