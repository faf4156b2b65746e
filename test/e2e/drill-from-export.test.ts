import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../src/lib/errors.ts';
import type { RunDocument } from '../../src/reports/run-document.ts';
import { type CliResult, cli, withFolder } from '../support/cli.ts';
import { exportsOf, PASSPHRASE, SHOP } from '../support/foreign-exports.ts';

const filesOf = (paths: readonly string[]) => paths.flatMap((path) => ['--file', path]);

const WITH_PASSPHRASE = { PULUMI_CONFIG_PASSPHRASE: PASSPHRASE };

const errorsOf = (result: CliResult) => result.json<{ errors: Problem[] }>().errors;

/** What a document says beside the command that it is of. */
function withoutReplay(result: CliResult): object {
  const { replay: _, ...document } = result.json<RunDocument>();
  return document;
}

describe.each(['aws6', 'aws7', 'cli'] as const)('stacks that others wrote (%s)', (sdk) => {
  test('are drilled from their exports, and what the twin does not show of them is listed with its cost', async () => {
    await withFolder(async (state) => {
      const args = ['drill', ...filesOf(exportsOf(sdk)), '--system', SHOP, '--json'];
      const result = await cli(args, { state, env: WITH_PASSPHRASE });
      const document = result.json<RunDocument>();
      expect(result.code, result.stderr).toBe(0);
      expect(document).toMatchObject({
        system: 'shop',
        outcome: 'recovered',
        sites: { lost: 'dublin', winner: 'main' },
      });
      expect(document.violations).toEqual([]);
      expect(document.measured.acknowledgedWrites).toBeGreaterThan(10_000);
      const kinds = new Map<string, number>();
      for (const { kind, type, isUnknown } of document.limits) {
        expect(isUnknown).toBe(false);
        const bare = type.replace(/V2/g, '');
        kinds.set(`${kind} ${bare}`, (kinds.get(`${kind} ${bare}`) ?? 0) + 1);
      }
      expect(Object.fromEntries(kinds)).toEqual({
        'inert aws:autoscaling/policy:Policy': 2,
        'inert aws:cloudwatch/logGroup:LogGroup': 2,
        'inert aws:rds/clusterParameterGroup:ClusterParameterGroup': 2,
        'inert aws:s3/bucket:Bucket': 2,
        'inert aws:sns/topic:Topic': 2,
        'inert aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': 2,
        // the CLI recorded nothing of another package
        ...(sdk !== 'cli' && { 'left-out random:index/randomPet:RandomPet': 2 }),
        // certificates and keys that other teams keep
        'made-up aws:lb/listener:Listener': 2,
        'made-up aws:rds/cluster:Cluster': 2,
      });
    });
  });
});

test('secrets that no passphrase opens are made up and listed, and the answer is the same', async () => {
  await withFolder(async (state) => {
    const args = ['drill', ...filesOf(exportsOf('aws6')), '--system', SHOP];
    const open = await cli([...args, '--json'], { state, env: WITH_PASSPHRASE });
    const closed = await cli([...args, '--json'], { state, env: { PULUMI_CONFIG_PASSPHRASE: 'wrong' } });
    expect(closed.stderr).toContain(
      'its secrets stay closed: not opened by the passphrase of PULUMI_CONFIG_PASSPHRASE',
    );
    const [a, b] = [open.json<RunDocument>(), closed.json<RunDocument>()];
    // the data of a launch template is part of what its id is drawn from, so that chance differs
    const answer = ({ outcome, sites, violations, blocked, steps }: RunDocument) => [
      outcome,
      sites,
      violations,
      blocked,
      steps.map(({ key, outcome: end }) => `${key} ${end}`),
    ];
    expect(answer(b)).toEqual(answer(a));
    const secrets = b.limits.filter(({ cost }) => cost.includes('could not be decrypted'));
    expect(secrets.map(({ property }) => property).sort()).toEqual([
      'masterPassword',
      'masterPassword',
      'userData',
      'userData',
    ]);
    const text = await cli([...args, '--quiet'], { state });
    expect(text.stdout).toContain('The checkpoints are of more than the twin shows');
    expect(text.stdout).toContain('aws:autoscaling/policy:Policy');
  });
});

test('the same system gives the same result from its state folder and from its exports, in any order', async () => {
  await withFolder(async (state) => {
    expect((await cli(['up', 'orders', '--yes', '--quiet'], { state })).code).toBe(0);
    const fromState = await cli(['drill', 'orders', '--json'], { state });
    const stacks = ['base', 'use1', 'usw2', 'link'].map((name) =>
      join(state, '.pulumi/stacks/evenkeel', `orders-prod-${name}.json`),
    );
    const system = ['--system', 'stacks/systems/orders.yaml', '--json'];
    const inOrder = await cli(['drill', ...filesOf(stacks), ...system], { state });
    const reversed = await cli(['drill', ...filesOf([...stacks].reverse()), 'orders', '--json'], { state });
    expect(withoutReplay(inOrder)).toEqual(withoutReplay(fromState));
    expect(withoutReplay(reversed)).toEqual(withoutReplay(fromState));
    const { limits, inert } = fromState.json<RunDocument>();
    const limited: Record<string, number> = {};
    for (const { kind, type, cost, isUnknown } of limits) {
      expect([kind, isUnknown, cost]).toEqual(['inert', false, expect.stringContaining(`the twin has no ${type}:`)]);
      limited[type] = (limited[type] ?? 0) + 1;
    }
    expect(limited).toEqual(inert);
    expect(reversed.json<RunDocument>().replay).toMatch(/^evenkeel drill orders --file .* --seed 1$/);
  });
}, 300_000);

test('a binding decides, and every result says so', async () => {
  await withFolder(async (state) => {
    const [live = '', shared = ''] = exportsOf('aws6');
    const shop = readFileSync(live, 'utf8');
    const id = (name: string) => new RegExp(`::${name}",\\s+"custom": true,\\s+"id": "([^"]+)"`).exec(shop)?.[1] ?? '';
    const system = join(state, 'shop.yaml');
    mkdirSync(state, { recursive: true });
    const yaml = readFileSync(SHOP, 'utf8');
    writeFileSync(join(state, 'shop-verify.mjs'), readFileSync(SHOP.replace('.yaml', '-verify.mjs')));
    writeFileSync(
      system,
      yaml.replace('    sites:', `    bindings:\n      main:\n        fleet: ${id('shop-blue')}\n    sites:`),
    );
    const args = ['drill', ...filesOf([live, shared]), '--system', system, '--json'];
    const { notes } = (await cli(args, { state, env: WITH_PASSPHRASE })).json<RunDocument>();
    expect(notes[0]).toMatch(/^fleet of main is bound by the system file: urn:.*::shop-blue$/);
    writeFileSync(system, yaml.replace('    sites:', '    bindings:\n      main:\n        fleet: nobody\n    sites:'));
    const refused = await cli(args, { state });
    expect(refused.code).toBe(2);
    expect(errorsOf(refused)[0]).toMatchObject({ code: 'topology.binding', at: `${system}:18:16`, found: 'nobody' });
  });
});

test('a stack that is missing is asked for by what it would have held', async () => {
  await withFolder(async (state) => {
    const [live = ''] = exportsOf('aws7');
    const result = await cli(['drill', '--file', live, '--system', SHOP, '--json'], { state });
    expect(result.code).toBe(2);
    expect(errorsOf(result)[0]).toMatchObject({
      code: 'topology.incomplete',
      message: 'shop prod: no record of www.acme-shop.example.com is in the checkpoints, so nothing leads to a site',
      next: expect.stringContaining('give the checkpoint'),
    });
  });
});

test('the answer is no where it rests on what is not shown, and the text says so, of one drill and of many', async () => {
  await withFolder(async (folder) => {
    const [live = '', shared = ''] = exportsOf('aws7');
    type Exported = { deployment: { resources: { urn: string; inputs: Record<string, unknown> }[] } };
    const exported = JSON.parse(readFileSync(live, 'utf8')) as Exported;
    const blue = exported.deployment.resources.find(({ urn }) => urn.endsWith('::ledger-blue'));
    if (blue === undefined) throw new Error('the shop has a ledger');
    blue.inputs['serverlessv2ScalingConfiguration'] = { minCapacity: 1, maxCapacity: 16 };
    const serverless = join(folder, 'live.json');
    writeFileSync(serverless, JSON.stringify(exported));
    const args = ['drill', ...filesOf([serverless, shared]), '--system', SHOP, '--quiet'];
    const options = { state: join(folder, 'state'), env: WITH_PASSPHRASE };
    const one = await cli(args, options);
    expect(one.code).toBe(1);
    expect(one.stdout).toContain(
      'recovered, objectives met by what is shown, which is not all that this rests on: unknown',
    );
    expect(one.stdout).toContain(
      'unknown: ledger-blue (aws:rds/cluster:Cluster): serverlessv2ScalingConfiguration is not modelled',
    );
    const many = await cli([...args, '--seeds', '1..2'], options);
    expect(many.code).toBe(1);
    expect(many.stdout).toContain('2 recovered; 0 met both objectives');
    expect(many.stdout).toContain('the answer rests on 1 that are unknown');
  });
});

test('a gate that nothing feeds is refused, with the place of the site and what to add', async () => {
  await withFolder(async (folder) => {
    const [live = '', shared = ''] = exportsOf('cli');
    const exported = JSON.parse(readFileSync(live, 'utf8')) as { deployment: { resources: { urn: string }[] } };
    const { deployment } = exported;
    deployment.resources = deployment.resources.filter(({ urn }) => !urn.endsWith('::tick-to-blue'));
    const silent = join(folder, 'live.json');
    writeFileSync(silent, JSON.stringify(exported));
    const args = ['drill', ...filesOf([silent, shared]), '--system', SHOP, '--json'];
    const result = await cli(args, { state: join(folder, 'state'), env: WITH_PASSPHRASE });
    expect(result.code).toBe(2);
    expect(errorsOf(result)).toEqual([
      {
        code: 'topology.gate',
        at: `${SHOP}:22:9`,
        message: 'shop prod, site main: nothing feeds the traffic gate, so no runbook could claim',
        found: expect.stringMatching(/^pulse-blue-.*: no enabled rate/),
        allowed: expect.stringContaining('EventBridge'),
        next: expect.stringContaining('schedule the feeder'),
      },
    ]);
  });
});

test('words that do not go together, and files that are no checkpoints, are refused with their place', async () => {
  await withFolder(async (folder) => {
    const write = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const broken = write('broken.json', '{\n  "version": 3,\n  deployment\n}');
    const old = write('old.json', '{\n  "version": 1\n}');
    const odd = write(
      'odd.json',
      '{"version": 3,\n "deployment": {"resources": [\n  {"urn": "a", "type": "b"},\n  {"id": "x"}\n]}}',
    );
    const [live = ''] = exportsOf('aws6');
    const system = ['--system', SHOP];
    const cases: [string[], string, string | undefined][] = [
      [['drill'], 'usage', undefined],
      [['drill', ...system], 'usage', undefined],
      [['drill', '--file', live], 'usage', undefined],
      [['drill', 'orders', '--file', live, ...system], 'usage', undefined],
      [['drill', '--file', join(folder, 'none.json'), ...system], 'checkpoint-file', undefined],
      [['drill', '--file', broken, ...system], 'checkpoint-file', `${broken}:3:3`],
      [['drill', '--file', old, ...system], 'checkpoint-file', `${old}:2:14`],
      [['drill', '--file', odd, ...system], 'checkpoint-file', `${odd}:4:3`],
    ];
    for (const [args, code, at] of cases) {
      const result = await cli([...args, '--json'], { state: join(folder, 'state') });
      const [error] = errorsOf(result);
      expect(result.code, args.join(' ')).toBe(2);
      expect([error?.code, error?.at], args.join(' ')).toEqual([code, at]);
      expect([error?.found, error?.allowed, error?.next], args.join(' ')).not.toContain(undefined);
    }
  });
});
