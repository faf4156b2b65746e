import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { StackResult } from '../../src/engine/index.ts';
import { engineWorld } from './helpers/world.ts';

/** Toy packs (test/engine/packs) through Pulumi's analyzer protocol, in Pulumi's own host. */
const pack = (name: string) => join(import.meta.dirname, 'packs', name);
const toys = (config: Record<string, string | Record<string, string | number>>) => ({
  policyPacks: [{ dir: pack('toys'), config }],
});
const spread = { config: { 'aws:region': 'us-east-1', 'engine:zones': 'ab' } };

const said = ({ violations }: StackResult) =>
  violations.map(({ policy, kind, blocks, urn }) => [
    policy,
    kind,
    blocks ? 'blocks' : 'goes on',
    urn?.split('::').at(-1) ?? 'stack',
  ]);

it('a broken edge rule is told in the first preview, with the place in the program and the remedy', async () => {
  const { run, provider } = engineWorld();
  const preview = await run('zones.ts', { mode: 'preview', ...toys({ 'two-zones': 'mandatory' }) });
  expect(preview.violations).toEqual([
    {
      pack: 'toys@1.2.3',
      policy: 'two-zones',
      kind: 'violation',
      blocks: true,
      urn: 'urn:pulumi:dev::engine::aws:ec2/vpc:Vpc::vpc',
      at: 'zones.ts:7:13',
      severity: 'high',
      message: 'all subnets stand in us-east-1a',
      remedy: 'spread the subnets',
    },
  ]);
  expect(provider.world.size).toBe(0);
  const good = await run('zones.ts', { mode: 'preview', ...spread, ...toys({ 'two-zones': 'mandatory' }) });
  expect(good.violations).toEqual([]);
});

it('a mandatory policy on a resource stops an update before its provider is called; an advisory one is told', async () => {
  const { run, provider } = engineWorld();
  const config = { 'small-networks': { enforcementLevel: 'mandatory', longest: 26 } };
  await expect(run('zones.ts', toys(config))).rejects.toMatchObject({
    code: 'policy.violation',
    exitCode: 1,
    problems: ['subnet-0', 'subnet-1'].map((name) => ({
      at: 'zones.ts:9:3',
      found: expect.stringContaining(name),
      message: 'small-networks (toys@1.2.3): /24 is larger than /26',
    })),
  });
  expect(provider.calls.filter((call) => call.startsWith('create subnet'))).toEqual([]);
  const advised = await run('zones.ts', toys({ 'small-networks': 'advisory' }));
  expect(said(advised)).toEqual([
    ['small-networks', 'violation', 'goes on', 'subnet-0'],
    ['small-networks', 'violation', 'goes on', 'subnet-1'],
  ]);
  expect(advised.violations[0]?.message).toBe('/24 is larger than /28');
});

it('a policy that throws hides no violation of another policy, on resources and on the stack', async () => {
  const { run } = engineWorld();
  const config = {
    'two-zones': 'mandatory',
    'small-networks': 'mandatory',
    'throws-on-resource': 'advisory',
    'throws-on-stack': 'advisory',
  };
  const preview = await run('zones.ts', { mode: 'preview', ...toys(config) });
  expect(said(preview)).toEqual([
    ['small-networks', 'violation', 'blocks', 'subnet-0'],
    ['small-networks', 'violation', 'blocks', 'subnet-1'],
    ['throws-on-resource', 'error', 'blocks', 'subnet-0'],
    ['throws-on-resource', 'error', 'blocks', 'subnet-1'],
    ['throws-on-stack', 'error', 'blocks', 'stack'],
    ['two-zones', 'violation', 'blocks', 'vpc'],
  ]);
  const bug = preview.violations.find(({ policy }) => policy === 'throws-on-stack');
  expect(bug?.message).toContain('a bug of the stack policy');
  expect(bug?.message).not.toContain('node_modules');
});

it('a policy that ends its process hides no violation of another policy, or of another pack', async () => {
  const { run } = engineWorld();
  const preview = await run('zones.ts', {
    mode: 'preview',
    policyPacks: [
      { dir: pack('broken') },
      { dir: pack('toys'), config: { 'ends-the-process': 'advisory', 'two-zones': 'mandatory' } },
    ],
  });
  expect(said(preview)).toEqual([
    [undefined, 'error', 'blocks', 'stack'],
    ['ends-the-process', 'error', 'blocks', 'stack'],
    ['two-zones', 'violation', 'blocks', 'vpc'],
  ]);
  expect(preview.violations[0]).toMatchObject({ pack: 'broken', message: expect.stringContaining('does not load') });
  expect(preview.violations[1]?.message).toContain('exit code 3');
});

it('a policy that reads what is not known yet is undecided in the preview, hides nothing, and decides in the update', async () => {
  const { run, provider } = engineWorld();
  const config = { 'reads-vpc-id': 'mandatory', 'two-zones': 'mandatory' };
  const preview = await run('zones.ts', { mode: 'preview', ...toys(config) });
  expect(said(preview)).toEqual([
    ['reads-vpc-id', 'undecided', 'goes on', 'stack'],
    ['two-zones', 'violation', 'blocks', 'vpc'],
  ]);
  await expect(run('zones.ts', { ...spread, ...toys(config) })).rejects.toMatchObject({
    problems: [{ message: expect.stringContaining('is no home') }, { message: expect.stringContaining('is no home') }],
  });
  expect(provider.world.size).toBe(3);
});

it('a policy of level remediate changes what is made, and the others see the change', async () => {
  const { run, provider } = engineWorld();
  const made = await run('zones.ts', { ...spread, ...toys({ owned: 'remediate' }) });
  expect(said(made)).toEqual([]);
  expect(provider.world.get('subnet-0-1')?.inputs['tags']).toEqual({ owner: 'nobody' });
  const again = await run('zones.ts', { ...spread, ...toys({ owned: 'remediate' }) });
  expect(again.changes).toEqual({ create: 0, update: 0, replace: 0, delete: 0, same: 4 });
  const judged = await run('zones.ts', { mode: 'preview', ...spread, ...toys({ owned: 'mandatory' }) });
  expect(said(judged)).toEqual([
    ['owned', 'violation', 'blocks', 'subnet-0'],
    ['owned', 'violation', 'blocks', 'subnet-1'],
  ]);
});

it('a policy sees name, options, provider and inputs as the CLI gives them', async () => {
  const { run } = engineWorld();
  const { violations } = await run('zones.ts', {
    mode: 'preview',
    ...spread,
    ...toys({ 'sees-its-subject': 'advisory' }),
  });
  expect(JSON.parse(violations[0]?.message ?? '')).toEqual([
    'urn:pulumi:dev::engine::aws:ec2/subnet:Subnet::subnet-0',
    'subnet-0',
    {
      additionalSecretOutputs: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      ignoreChanges: [],
      parent: 'urn:pulumi:dev::engine::pulumi:pulumi:Stack::engine-dev',
      protect: false,
    },
    'us-east-1',
    { cidrBlock: '10.0.0.0/24', availabilityZone: 'us-east-1a' },
  ]);
});

it('what a pack is configured with is checked against its schema and its names', async () => {
  const { run } = engineWorld();
  const bad = { 'small-networks': { enforcementLevel: 'mandatory', longest: 'short' }, 'two-zonez': 'mandatory' };
  await expect(run('zones.ts', { mode: 'preview', ...toys(bad) })).rejects.toMatchObject({
    code: 'policy.config',
    problems: [
      { message: 'toys@1.2.3 has no policy two-zonez', next: 'did you mean two-zones?' },
      { message: expect.stringContaining('small-networks'), found: '/longest must be integer' },
    ],
  });
  await expect(run('zones.ts', { mode: 'preview', policyPacks: [{ dir: pack('nowhere') }] })).rejects.toMatchObject({
    code: 'policy.pack',
  });
});

it('a pack ends with the engine, also when that is killed', async () => {
  const module = join(import.meta.dirname, '..', '..', 'src', 'engine', 'analyzer');
  const script = `
    import { readManifest } from ${JSON.stringify(join(module, 'manifest.ts'))};
    import { openPack } from ${JSON.stringify(join(module, 'pack.ts'))};
    const stack = { project: 'p', stack: 's', config: {}, secretConfigKeys: [], preview: true, environment: {} };
    let pid;
    await openPack(readManifest(${JSON.stringify(pack('toys'))}), {}, stack, (line) => (pid ??= line));
    console.log(pid);`;
  const words = ['--input-type=module', '--eval', script];
  const engine = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(engine.stdout, 'data')) as [Buffer];
  const pid = Number(/^pid (\d+)/.exec(said.toString('utf8'))?.[1]);
  expect(isAlive(pid)).toBe(true);
  engine.kill('SIGKILL');
  while (isAlive(pid)) await new Promise((go) => setTimeout(go, 50));
});

/** Whether a process runs; one that has ended and that nobody has waited for does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const status = `/proc/${pid}/status`;
    return !existsSync(status) || !/^State:\s+[ZX]/m.test(readFileSync(status, 'utf8'));
  } catch {
    return false;
  }
}
