import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StackOptions } from '../../src/engine/index.ts';
import { engineWorld, steps } from './helpers/world.ts';

const NAME = { project: 'engine', stack: 'dev' };
const RUN = join(import.meta.dirname, 'helpers', 'crash-run.ts');

type World = ReturnType<typeof engineWorld>;

/** Runs in a process of its own until it says `ready`, and answers how to kill it. */
async function startAndWait(folder: string, mode: string, operation: string, name: string, config = {}) {
  const child = spawn(process.execPath, [RUN, folder, mode, operation, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], CONFIG: JSON.stringify(config) },
  });
  const said = String((await once(child.stdout, 'data'))[0]);
  expect(said).toBe('ready\n');
  return async () => {
    child.kill('SIGKILL');
    await once(child, 'close');
  };
}

function readWorld({ folder, provider }: World): void {
  provider.world.clear();
  for (const [id, one] of JSON.parse(readFileSync(join(folder, 'world.json'), 'utf8'))) provider.world.set(id, one);
}

const namesOf = ({ backend }: World) =>
  backend.exportStack(NAME)?.deployment.resources?.map((one) => one.urn.split('::').at(-1));

describe('a run that is killed', () => {
  it('while it creates loses no finished step, and names what it may have made', async () => {
    const world = engineWorld();
    const { folder, run, backend, provider } = world;
    const kill = await startAndWait(folder, 'update', 'create', 'net-1');
    const locked = { code: 'engine.locked', problems: [{ found: expect.stringMatching(/process \d+/) }] };
    await expect(run('network.ts')).rejects.toMatchObject(locked);
    await expect(run('network.ts', { mode: 'preview' })).rejects.toMatchObject(locked);
    await kill();
    const journal = join(folder, '.pulumi/stacks/engine/dev.journal');
    expect(existsSync(journal)).toBe(true);
    expect(existsSync(join(folder, '.pulumi/stacks/engine/dev.json'))).toBe(false);
    // a line that the crash cut off
    appendFileSync(journal, '{"kind":"step","put":[{"urn":"urn:pul');

    readWorld(world);
    expect([...provider.world.keys()].sort()).toEqual(['net-0-1', 'net-1', 'net-1-1']);
    expect(backend.stacks()).toEqual([NAME]);
    expect(namesOf(world)).toContain('net');
    const pending = {
      code: 'engine.pending-creation',
      exitCode: 3,
      problems: [{ message: expect.stringMatching(/began to create urn:.*::net-1; whether it was made is not known/) }],
    };
    await expect(run('network.ts', { mode: 'preview' })).rejects.toMatchObject(pending);
    expect(existsSync(journal)).toBe(true);
    // the dead owner's lock is taken over; the journal is folded even though the run is refused
    await expect(run('network.ts')).rejects.toMatchObject(pending);
    expect(existsSync(journal)).toBe(false);
    const { deployment } = backend.exportStack(NAME) ?? {};
    expect(
      deployment?.pending_operations?.map(({ type, resource }) => [type, resource.urn.split('::').at(-1)]),
    ).toEqual([['creating', 'net-1']]);
    expect(readdirSync(join(folder, '.pulumi/locks/organization/engine/dev'))).toEqual([]);

    // told its id, the engine takes it over as the provider reads it
    const resolvePending: StackOptions['resolvePending'] = () => ({ id: 'net-1-1' });
    const creations = provider.calls.filter((call) => call.startsWith('create'));
    const resumed = await run('network.ts', { resolvePending });
    expect(steps(resumed).filter((step) => /net-\d/.test(step))).toEqual(['same net-0', 'same net-1']);
    expect(provider.calls.filter((call) => call.startsWith('create'))).toEqual(creations);
    expect(backend.exportStack(NAME)?.deployment.pending_operations).toBe(undefined);
  });

  it('while it creates goes on when told that nothing was made', async () => {
    const world = engineWorld();
    await (await startAndWait(world.folder, 'update', 'create', 'net'))();
    readWorld(world);
    world.provider.world.clear();
    const resumed = await world.run('network.ts', { resolvePending: () => 'none' });
    expect(resumed.changes).toMatchObject({ create: 3, same: 2 });
  });

  it('while it replaces and deletes goes on by itself: the resource is read', async () => {
    const world = engineWorld();
    const { folder, run, provider } = world;
    await run('network.ts');
    writeFileSync(join(folder, 'world.json'), JSON.stringify([...provider.world]));
    const config = { 'aws:region': 'us-east-1', 'engine:cidr': '10.9.0.0/16' };
    await (await startAndWait(folder, 'update', 'delete', 'net-0', { 'engine:cidr': '10.9.0.0/16' }))();
    readWorld(world);
    expect(world.backend.exportStack(NAME)?.deployment.pending_operations?.[0]?.type).toBe('deleting');

    provider.calls.length = 0;
    const resumed = await run('network.ts', { config });
    expect(resumed.changes).toMatchObject({ same: 5 });
    expect(provider.calls).toContain('read net-0');
    expect(provider.calls.filter((call) => call.startsWith('delete'))).not.toContain('delete net-0');
    expect(provider.world.size).toBe(3);
    expect(world.backend.exportStack(NAME)?.deployment.resources?.some((one) => one.delete)).toBe(false);
  });

  it('while it updates goes on by itself: what the world has is what was done', async () => {
    const world = engineWorld();
    const { folder, run, provider } = world;
    await run('network.ts');
    writeFileSync(join(folder, 'world.json'), JSON.stringify([...provider.world]));
    await (await startAndWait(folder, 'update', 'update', 'net', { 'engine:owner': 'other' }))();
    readWorld(world);
    expect(world.backend.exportStack(NAME)?.deployment.pending_operations?.[0]?.type).toBe('updating');
    provider.calls.length = 0;
    const config = { 'aws:region': 'us-east-1', 'engine:owner': 'other' };
    expect((await run('network.ts', { config })).changes).toMatchObject({ same: 5 });
    expect(provider.calls).toEqual(['read net']);
  });

  it('between the fold and the end of its journal is not folded twice; a journal that cannot be read is refused', async () => {
    const { run, folder } = engineWorld();
    const journal = join(folder, '.pulumi/stacks/engine/dev.journal');
    await run('network.ts');
    const before = readFileSync(join(folder, '.pulumi/stacks/engine/dev.json'));
    const { createHash } = await import('node:crypto');
    const hash = createHash('sha256').update(before).digest('hex');
    const head = { kind: 'head', version: 1, base: 'another', saltLine: 'x' };
    const lines = [head, { kind: 'step', drop: ['urn:x'] }, { kind: 'folded', result: hash }];
    writeFileSync(journal, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    expect((await run('network.ts')).changes.same).toBe(5);
    expect(existsSync(journal)).toBe(false);

    // a journal of another checkpoint that holds no step has nothing to lose
    writeFileSync(journal, `${JSON.stringify(head)}\n`);
    expect((await run('network.ts')).changes.same).toBe(5);
    writeFileSync(journal, 'not json\n');
    await expect(run('network.ts')).rejects.toMatchObject({ code: 'engine.journal-damaged' });
  });
});

describe('the lock', () => {
  const lockOf = (pid: number, host: string, timestamp = '2126-01-01T00:00:00Z') =>
    JSON.stringify({ pid, username: 'someone', hostname: host, timestamp });

  it('of a live owner, or of one on another machine, is respected, the CLI’s too', async () => {
    const { run, folder, backend, clock } = engineWorld();
    const { release } = await backend.openStack(NAME, clock);
    await expect(run('network.ts')).rejects.toMatchObject({
      code: 'engine.locked',
      problems: [{ found: expect.stringContaining(`process ${process.pid}`) }],
    });
    release();
    const path = join(folder, '.pulumi/locks/organization/engine/dev/1.json');
    writeFileSync(path, lockOf(2 ** 22 + 1, 'elsewhere'));
    await expect(run('network.ts')).rejects.toMatchObject({ code: 'engine.locked' });
    writeFileSync(path, lockOf(process.pid, hostname()));
    await expect(run('network.ts')).rejects.toMatchObject({ code: 'engine.locked' });
    // the CLI's lock does not say when its process began: a process that has the id now and began later is another one
    writeFileSync(path, lockOf(process.pid, hostname(), '2001-01-01T00:00:00Z'));
    writeFileSync(`${path}.attrs`, '{}');
    backend.assertUnlocked(NAME);
    expect([existsSync(path), existsSync(`${path}.attrs`)]).toEqual([false, false]);
    writeFileSync(path, lockOf(2 ** 22 + 1, hostname()));
    expect((await run('network.ts')).changes.create).toBe(5);
    expect(existsSync(path)).toBe(false);
  });

  it('of a process whose id another one has now is taken over', async () => {
    const { backend, folder, clock } = engineWorld();
    (await backend.openStack(NAME, clock)).release();
    const path = join(folder, '.pulumi/locks/organization/engine/dev/1.json');
    const recycled = { ...JSON.parse(lockOf(process.pid, hostname())), processStart: 'long ago' };
    writeFileSync(path, JSON.stringify(recycled));
    (await backend.openStack(NAME, clock)).release();
    expect(existsSync(path)).toBe(false);
  });
});

it('an interrupted run finishes what is under way, records it, and can be run again', async () => {
  const world = engineWorld();
  const stop = new AbortController();
  world.provider.before = (operation, name) => {
    if (operation === 'create' && name === 'net') stop.abort();
  };
  await expect(world.run('network.ts', { signal: stop.signal })).rejects.toMatchObject({
    code: 'engine.interrupted',
    exitCode: 4,
  });
  expect(namesOf(world)).toEqual(expect.arrayContaining(['net']));
  expect([...world.provider.world.keys()]).toEqual(['net-1']);
  expect((await world.run('network.ts')).changes).toMatchObject({ create: 2, same: 3 });
});
