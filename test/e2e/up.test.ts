import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, withFolder } from '../support/cli.ts';
import { testWith } from '../support/external.ts';

interface Update {
  kind: string;
  stacks: { stack: string; changes: Record<string, number>; resources: { urn: string; op: string }[] }[];
}

const STACKS = ['account-prod', 'orders-prod-base', 'orders-prod-use1', 'orders-prod-usw2', 'orders-prod-link'];

test('up creates every stack in the order of the layers, and a second up changes nothing', async () => {
  await withFolder(async (state) => {
    const first = (await cli(['up', 'orders', '--yes', '--json'], { state })).json<Update>();
    expect(first.kind).toBe('update');
    expect(first.stacks.map((stack) => stack.stack)).toEqual(STACKS);
    for (const { changes } of first.stacks) {
      expect(changes['create']).toBeGreaterThan(5);
      expect([changes['update'], changes['replace'], changes['delete']]).toEqual([0, 0, 0]);
    }
    const before = STACKS.map((stack) => checkpoint(state, stack));

    const second = await cli(['up', 'orders', '--yes', '--json'], { state });
    expect(second.code).toBe(0);
    for (const { stack, changes, resources } of second.json<Update>().stacks) {
      expect(changes, stack).toEqual({ create: 0, update: 0, replace: 0, delete: 0, same: resources.length });
    }
    // outputs that other stacks have changed since, such as the members of the global database, are read anew
    const kept = ({ resources }: { resources: { urn: string; id?: string; inputs?: object }[] }) =>
      resources.map(({ urn, id, inputs }) => ({ urn, id, inputs }));
    expect(STACKS.map((stack) => kept(checkpoint(state, stack)))).toEqual(before.map(kept));

    const preview = await cli(['preview', 'orders', '--expect-no-changes'], { state });
    expect(preview.code).toBe(0);
  });
}, 300_000);

test('what is protected is destroyed only when it is named, and then nothing is left', async () => {
  await withFolder(async (state) => {
    await cli(['up', 'orders', '--yes', '--quiet'], { state });
    const refused = await cli(['destroy', 'orders', '--yes', '--json'], { state });
    expect(refused.code).toBe(2);
    const { errors } = refused.json<{ errors: { code: string; message: string; next: string }[] }>();
    expect(errors[0]?.code).toBe('engine.protected');
    expect(errors[0]?.next).toContain('--unprotect');
    const names = [...new Set(errors.map(({ message }) => /([a-z-]+) is protected/.exec(message)?.[1] ?? ''))];
    expect(names.sort()).toEqual([
      'backups-vault',
      'balancer-balancer',
      'database-cluster',
      'database-global',
      'dns-zone',
      'gate-table',
      'key-key',
    ]);
    const unprotect = names.flatMap((name) => ['--unprotect', name]);
    const gone = await cli(['destroy', 'orders', '--yes', '--json', ...unprotect], { state });
    expect(gone.code, gone.stdout + gone.stderr).toBe(0);
    expect(gone.json<Update>().stacks.map((stack) => stack.stack)).toEqual([
      'orders-prod-link',
      'orders-prod-usw2',
      'orders-prod-use1',
      'orders-prod-base',
    ]);
    // the account is no part of the system
    expect(checkpoint(state, 'account-prod').resources.length).toBeGreaterThan(50);
    expect((await cli(['runs', '--json'], { state })).json()).toEqual({ kind: 'runs', version: 1, runs: [] });
  });
}, 300_000);

testWith('pulumi', 'the Pulumi CLI opens the state and lists the same stacks', async () => {
  await withFolder(async (state) => {
    await cli(['up', 'orders', '--yes', '--quiet'], { state });
    const { execFileSync } = await import('node:child_process');
    const env = {
      ...process.env,
      PULUMI_HOME: join(state, 'pulumi-home'),
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: readFileSync(join(state, 'passphrase'), 'utf8').trim(),
      PULUMI_SKIP_UPDATE_CHECK: '1',
    };
    const pulumi = (...args: string[]) =>
      execFileSync('pulumi', args, { env, encoding: 'utf8', cwd: join(import.meta.dirname, '../..') });
    const listed = JSON.parse(pulumi('stack', 'ls', '--json')) as { name: string }[];
    expect(listed.map((stack) => stack.name.split('/').at(-1)).sort()).toEqual([...STACKS].sort());
    const exported = JSON.parse(pulumi('stack', 'export', '--stack', 'organization/evenkeel/orders-prod-base')) as {
      version: number;
      deployment: { resources: unknown[] };
    };
    expect(exported.version).toBe(3);
    expect(exported.deployment.resources.length).toBe(checkpoint(state, 'orders-prod-base').resources.length);
  });
});

function checkpoint(state: string, stack: string): { resources: { urn: string; id?: string; inputs?: object }[] } {
  const text = readFileSync(join(state, '.pulumi/stacks/evenkeel', `${stack}.json`), 'utf8');
  return JSON.parse(text).checkpoint.latest;
}
