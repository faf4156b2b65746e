import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, root, withFolder } from '../support/cli.ts';
import { fakePulumi } from '../support/fake-pulumi.ts';

/** What the Pulumi CLI is told, with a stand-in for it. What these tests do not prove: anything about the CLI itself. */
const FIRST = 'account-prod';
const URN = `urn:pulumi:${FIRST}::evenkeel`;
const EVENTS = [
  { preludeEvent: { config: {} } },
  { diagnosticEvent: { severity: 'debug', message: 'planted-in-debug' } },
  step('resOutputsEvent', 'create', `pulumi:pulumi:Stack::evenkeel-${FIRST}`, { outputs: { zoneId: 'Z1' } }),
  step('resOutputsEvent', 'create', 'aws:route53/zone:Zone::dns-zone', { custom: true }),
  step('resOutputsEvent', 'create', 'pulumi:providers:aws::default_7_48_0', { custom: true }),
]
  .map((event) => `${JSON.stringify(event)}\n`)
  .join('');
const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'AKIAPLANTED',
  AWS_SECRET_ACCESS_KEY: 'planted-secret-key',
  AWS_PROFILE: 'planted',
  PULUMI_ACCESS_TOKEN: 'pul-planted',
};

function step(kind: string, op: string, name: string, state: object) {
  const type = name.split('::')[0];
  return { [kind]: { metadata: { op, urn: `${URN}::${name}`, type, new: state } } };
}

interface Update {
  stacks: { stack: string; changes: Record<string, number>; outputChanges: object; resources: object[] }[];
}
interface Failure {
  errors: { code: string; message: string; found?: string; allowed?: string; next?: string }[];
}

test('on the twin the CLI is given the twin, its backend and no credentials, and nothing secret in its arguments', async () => {
  await withFolder(async (folder) => {
    const fake = fakePulumi(folder, { version: { stdout: 'v3.270.0\n' }, up: { stdout: EVENTS } });
    const state = join(folder, 'state');
    const args = ['up', 'orders', '--stack', FIRST, '--engine', 'pulumi', '--yes', '--json'];
    const result = await cli(args, { state, env: { ...CREDENTIALS, PATH: fake.path } });
    expect(result.code, result.stderr).toBe(0);
    expect(result.json<Update>().stacks).toEqual([
      {
        stack: FIRST,
        changes: { create: 2, update: 0, replace: 0, delete: 0, same: 0 },
        outputChanges: { zoneId: 'add' },
        resources: [
          { op: 'create', urn: `${URN}::aws:route53/zone:Zone::dns-zone` },
          { op: 'create', urn: `${URN}::pulumi:pulumi:Stack::evenkeel-${FIRST}` },
        ],
        violations: [],
      },
    ]);
    const up = fake.calls().find(({ args }) => args[0] === 'up');
    expect(up?.args.slice(0, 3)).toEqual(['up', '--stack', `organization/evenkeel/${FIRST}`]);
    expect(up?.args).toEqual(expect.arrayContaining(['--yes', '--skip-preview', '--refresh=true']));
    // the policies are asked in a preview before, and again
    for (const command of ['preview', 'up']) {
      const { args = [] } = fake.calls().find((call) => call.args[0] === command) ?? {};
      expect(args[args.indexOf('--policy-pack') + 1]).toMatch(/policies[\\/]packs[\\/]baseline$/);
      expect(args.filter((word) => word === '--policy-pack-config')).toHaveLength(1);
    }
    expect(up?.env).toMatchObject({
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE_FILE: join(state, 'passphrase'),
      PULUMI_DEBUG_PROVIDERS: expect.stringMatching(/^aws:\d+$/),
    });
    expect(up?.settings).toContain('evenkeel:systems');
    const told = JSON.stringify(fake.calls()) + result.stdout + result.stderr;
    for (const planted of [...Object.values(CREDENTIALS), 'planted-in-debug']) expect(told).not.toContain(planted);
  });
});

test('an absent CLI and one that is too old are told with what is needed', async () => {
  await withFolder(async (folder) => {
    const args = ['preview', 'orders', '--engine', 'pulumi', '--json'];
    const old = fakePulumi(folder, { version: { stdout: 'v3.99.1\n' } });
    const refused = await cli(args, { state: join(folder, 'state'), env: { PATH: old.path } });
    expect([refused.code, refused.json<Failure>().errors[0]]).toMatchObject([
      2,
      { code: 'engine.pulumi-old', found: 'v3.99.1', allowed: expect.stringContaining('3.260.0') },
    ]);
    const absent = await cli(args, { state: join(folder, 'state'), env: { PATH: join(folder, 'nothing') } });
    expect([absent.code, absent.json<Failure>().errors[0]?.code]).toEqual([2, 'engine.pulumi-absent']);
  });
});

test('what the CLI reports is an error of four parts, and its end of line where it reports nothing', async () => {
  await withFolder(async (folder) => {
    const event = { urn: `${URN}::aws:route53/zone:Zone::dns-zone`, severity: 'error', message: 'AWS refuses this' };
    const told = `${JSON.stringify({ diagnosticEvent: event })}\n`;
    const args = ['up', 'orders', '--stack', FIRST, '--engine', 'pulumi', '--yes', '--json'];
    const run = async (up: { stdout?: string; stderr?: string; code: number }) => {
      const fake = fakePulumi(folder, { version: { stdout: 'v3.270.0\n' }, up });
      const result = await cli(args, { state: join(folder, 'state'), env: { PATH: fake.path } });
      return [result.code, result.json<Failure>().errors];
    };
    expect(await run({ stdout: told, code: 255 })).toEqual([
      1,
      [
        {
          code: 'engine.step-failed',
          message: `${event.urn} failed`,
          found: 'AWS refuses this',
          next: expect.anything(),
        },
      ],
    ]);
    expect(await run({ stderr: 'error: the stack is currently locked by 1 lock(s)', code: 255 })).toMatchObject([
      3,
      [{ code: 'engine.locked' }],
    ]);
  });
});

test('what the policies of the CLI refuse is told by control, nothing is brought up, and an error beside it hides nothing', async () => {
  await withFolder(async (folder) => {
    const urn = `${URN}::aws:lb/loadBalancer:LoadBalancer::web`;
    const policy = { resourceUrn: urn, policyPackName: 'baseline', policyPackVersion: '0.1.0', color: 'never' };
    const remedy = 'Give the balancer subnets in more zones, by `subnets` or `subnetMappings`.';
    const message = `Controls of severity critical and high.\nRED-01 (high): web stands in 1 zone. ${remedy}\n`;
    const events = [
      { policyEvent: { ...policy, policyName: 'baseline-mandatory', enforcementLevel: 'mandatory', message } },
      { diagnosticEvent: { severity: 'error', message: 'preview failed' } },
    ];
    const words = ['orders', '--stack', FIRST, '--engine', 'pulumi', '--json', '--state', join(folder, 'state')];
    const run = (command: readonly string[], told: readonly object[]) => {
      const stdout = told.map((event) => `${JSON.stringify(event)}\n`).join('');
      const fake = fakePulumi(folder, { version: { stdout: 'v3.270.0\n' }, preview: { stdout, code: 255 } });
      return cli([...command, ...words], { env: { PATH: fake.path } }).then((result) => ({ result, fake }));
    };
    const violation = {
      pack: 'baseline',
      policy: 'RED-01',
      kind: 'violation',
      blocks: true,
      urn,
      severity: 'high',
      message: 'web stands in 1 zone',
      remedy,
    };
    const preview = await run(['preview'], events);
    expect(preview.result.code).toBe(1);
    expect(preview.result.json<{ stacks: object[] }>().stacks).toMatchObject([{ violations: [violation] }]);

    const up = await run(['up', '--yes'], events);
    expect([up.result.code, up.result.json<Failure>().errors]).toEqual([
      1,
      [{ code: 'policy.violation', message: 'RED-01 (baseline): web stands in 1 zone', found: urn, next: remedy }],
    ]);
    expect(up.fake.calls().map(({ args }) => args[0])).not.toContain('up');

    const thrower = {
      diagnosticEvent: { severity: 'error', message: 'Error validating resource with policy x: a bug' },
    };
    const both = await run(['preview'], [...events, thrower]);
    expect([both.result.code, both.result.json<Failure>().errors]).toMatchObject([
      1,
      [{ code: 'policy.violation' }, { message: expect.stringContaining('a bug') }],
    ]);
  });
});

test('an interrupt is passed on to the CLI, and ends in exit code 4', async () => {
  await withFolder(async (folder) => {
    const fake = fakePulumi(folder, { version: { stdout: 'v3.270.0\n' }, up: { hangs: true } });
    const words = ['up', 'orders', '--stack', FIRST, '--engine', 'pulumi', '--yes', '--state', join(folder, 'state')];
    const child = spawn(process.execPath, [join(root, 'bin/evenkeel.js'), ...words], {
      cwd: root,
      env: { ...process.env, PATH: fake.path },
      stdio: 'ignore',
    });
    const ended = new Promise((done) => child.on('close', done));
    while (!fake.calls().some(({ args }) => args[0] === 'up')) await new Promise((go) => setTimeout(go, 50));
    child.kill('SIGINT');
    expect(await ended).toBe(4);
  });
});

test('on AWS nothing starts without the environment and the typed name, --yes or not', async () => {
  await withFolder(async (folder) => {
    const fake = fakePulumi(folder, {});
    const state = join(folder, 'state');
    const cases = [
      [[], {}, 2, 'aws.environment'],
      [['--env', 'prod'], {}, 2, 'nobody-to-ask'],
      [['--env', 'prod', '--confirm', 'order'], {}, 3, 'aws.not-confirmed'],
      [
        ['--env', 'prod', '--confirm', 'orders'],
        { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' },
        2,
        'aws.twin-environment',
      ],
      [['--env', 'prod', '--confirm', 'orders'], { PULUMI_DEBUG_PROVIDERS: 'aws:1' }, 2, 'aws.twin-environment'],
      [['--env', 'prod', '--confirm', 'orders'], { AWS_ACCESS_KEY_ID: 'TWIN0' }, 2, 'aws.twin-environment'],
      [['--env', 'prod', '--confirm', 'orders'], { PULUMI_BACKEND_URL: `file://${state}` }, 2, 'aws.twin-environment'],
    ] as const;
    for (const command of ['up', 'preview', 'destroy']) {
      const yes = command === 'preview' ? [] : ['--yes'];
      for (const [words, env, exitCode, code] of command === 'up' ? cases : cases.slice(0, 2)) {
        const args = [command, 'orders', '--target', 'aws', '--json', ...yes, ...words];
        const result = await cli(args, { state, env: { ...env, PATH: fake.path } });
        expect([result.code, result.json<Failure>().errors[0]?.code], args.join(' ')).toEqual([exitCode, code]);
      }
    }
    expect(fake.calls()).toEqual([]);
    expect(readdirSync(folder)).not.toContain('state');
  });
}, 240_000);

test("on AWS the CLI runs in the caller's own environment, with no twin, and the state folder is not touched", async () => {
  await withFolder(async (folder) => {
    const fake = fakePulumi(folder, {
      version: { stdout: 'v3.270.0\n' },
      'stack ls': { stdout: JSON.stringify([{ name: FIRST }]) },
      'stack export': { stdout: JSON.stringify({ version: 3, deployment: { manifest: {}, resources: [] } }) },
      preview: { stdout: EVENTS },
    });
    const env = { ...CREDENTIALS, PULUMI_BACKEND_URL: 's3://planted-bucket', PATH: fake.path };
    const words = ['--target', 'aws', '--env', 'prod', '--confirm', 'orders', '--json'];
    const args = ['preview', 'orders', '--stack', FIRST, ...words];
    const result = await cli(args, { state: join(folder, 'state'), env });
    expect(result.code, result.stderr).toBe(0);
    expect(result.json<Update>().stacks[0]?.changes['create']).toBe(2);
    const preview = fake.calls().at(-1);
    expect(preview?.args).toEqual(expect.arrayContaining(['preview', '--refresh=true']));
    expect(preview?.env).toMatchObject({ ...CREDENTIALS, PULUMI_BACKEND_URL: 's3://planted-bucket' });
    expect(preview?.env).not.toHaveProperty('PULUMI_DEBUG_PROVIDERS');
    expect(readdirSync(folder)).not.toContain('state');
  });
});

test('on AWS a preview of a stack that does not exist leaves neither the stack nor its settings behind', async () => {
  await withFolder(async (folder) => {
    const fake = fakePulumi(folder, {
      version: { stdout: 'v3.270.0\n' },
      'stack ls': { stdout: '[]' },
      'stack export': { stdout: JSON.stringify({ version: 3, deployment: { manifest: {}, resources: [] } }) },
      preview: { stderr: 'error: no credentials', code: 255 },
    });
    const words = ['--target', 'aws', '--env', 'prod', '--confirm', 'orders', '--json'];
    const env = { PULUMI_BACKEND_URL: 's3://planted-bucket', PATH: fake.path };
    const result = await cli(['preview', 'orders', '--stack', FIRST, ...words], { state: join(folder, 'state'), env });
    expect([result.code, result.json<Failure>().errors[0]?.found]).toEqual([1, 'error: no credentials']);
    const calls = fake.calls().map(({ args }) => args.join(' '));
    const name = `organization/evenkeel/${FIRST}`;
    expect(calls).toContain(`stack init ${name} --no-select --non-interactive`);
    // without --preserve-config the CLI takes the settings file away that it made
    expect(calls.at(-1)).toBe(`stack rm --yes --stack ${name} --non-interactive`);
  });
});
