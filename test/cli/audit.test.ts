import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditDocument } from '../../src/evidence/audit-document.ts';
import { written } from '../../src/evidence/formats/index.ts';
import { canonicalJson } from '../../src/lib/canonical.ts';
import { checkpointsOf, resource, SECRET } from '../support/checkpoint.ts';
import { type CliResult, cli, root } from '../support/cli.ts';
import { testWith } from '../support/external.ts';
import { type Exported, exportsOf } from '../support/foreign-exports.ts';
import { wrongWith } from '../support/published-schemas.ts';

const STACKS = ['account-prod', ...['base', 'use1', 'usw2', 'link'].map((layer) => `orders-prod-${layer}`)];

interface Audit {
  kind: string;
  subject: string;
  resources: number;
  controls: number;
  auditedAt: string;
  summary: Record<string, number>;
  unsupportedTypes: Record<string, number>;
  verdicts: {
    control: string;
    stack?: string;
    urn?: string;
    verdict: string;
    severity: string;
    message?: string;
    at?: string;
    waiver?: object;
  }[];
}

/** Verdicts that nothing excuses. */
function against({ verdicts }: Audit): string[] {
  const bad = verdicts.filter(({ verdict, waiver }) => waiver === undefined && /fail|unknown|error/.test(verdict));
  return bad.map(({ control, urn, verdict, message }) => `${control} ${verdict} ${urn}: ${message}`);
}

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-audit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SUBNET = 'aws:ec2/subnet:Subnet';
const subnet = (name: string, zone: string) =>
  resource(SUBNET, name, { stack: 'network', id: `subnet-${name}`, outputs: { availabilityZone: `eu-west-1${zone}` } });
const balancer = resource('aws:lb/loadBalancer:LoadBalancer', 'web', {
  stack: 'service',
  id: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/1',
  inputs: { subnets: ['subnet-a', 'subnet-b'], name: SECRET },
  sourcePosition: 'project:///src/web.ts#12,5',
});

/** Exports of some resources, one file a stack, by the stacks' names. */
function exported(name: string, ...resources: Record<string, unknown>[]): Record<string, string> {
  mkdirSync(join(folder, name), { recursive: true });
  const files = checkpointsOf(resources).map(({ name: stack, checkpoint }) => {
    const path = join(folder, name, `${stack}.json`);
    writeFileSync(path, JSON.stringify(checkpoint));
    return [stack, path] as const;
  });
  return Object.fromEntries(files);
}

function audit(...args: string[]): Promise<CliResult> {
  return cli(['audit', ...args]);
}

describe('an audit of exported files', () => {
  it('joins the stacks: a balancer of one is judged by the subnets of another', async () => {
    const files = exported('joined', subnet('a', 'a'), subnet('b', 'a'), balancer);
    const both = ['--file', files['network'] ?? '', '--file', files['service'] ?? ''];
    const result = await audit(...both, '--control', 'RED-01', '--now', '2026-11-26T08:00:00+01:00', '--json');
    expect([result.code, result.stderr]).toEqual([1, '']);
    const document = result.json<Audit>();
    expect(document).toMatchObject({
      kind: 'audit',
      version: 1,
      controls: 1,
      resources: 3,
      auditedAt: '2026-11-26T07:00:00.000Z',
    });
    expect(document.summary).toEqual({ pass: 0, fail: 1, notApplicable: 2, unknown: 0, error: 0, pending: 0 });
    expect(document.verdicts.filter(({ verdict }) => verdict === 'fail')).toEqual([
      {
        control: 'RED-01',
        stack: 'service',
        urn: balancer['urn'],
        verdict: 'fail',
        severity: 'high',
        message: 'web stands in 1 zone (eu-west-1a); 2 are wanted, of tier 1 3',
        property: 'subnets',
        at: 'src/web.ts:12:5',
      },
    ]);
    expect((await audit(...both, '--control', 'RED-01', '--now', '2026-11-26T07:00:00Z', '--json')).stdout).toBe(
      result.stdout,
    );
    const alone = await audit('--file', files['service'] ?? '', '--control', 'RED-01', '--json');
    expect([alone.code, alone.json<Audit>().summary['unknown']]).toEqual([1, 1]);
  });

  it('says yes where all is well, and no where nothing was examined', async () => {
    const good = exported('good', subnet('a', 'a'), subnet('b', 'b'), balancer);
    const files = Object.values(good).flatMap((file) => ['--file', file]);
    expect((await audit(...files, '--control', 'RED-01')).code).toBe(0);
    const nothing = await audit('--file', good['network'] ?? '', '--control', 'RED-01');
    expect([nothing.code, nothing.stdout.includes('Nothing was examined')]).toEqual([1, true]);
    const empty = join(folder, 'empty.json');
    writeFileSync(empty, '{"version":3,"deployment":{"manifest":{}}}');
    expect((await audit('--file', empty)).code).toBe(1);
  });

  it('lists types that no control knows, of AWS and of others, and prints no secret', async () => {
    const pet = resource('random:index/randomPet:RandomPet', 'p', { stack: 'service', id: 'p' });
    const item = resource('aws:dynamodb/tableItem:TableItem', 'r', { stack: 'service', id: 'r' });
    const { service } = exported('others', balancer, pet, item);
    const result = await audit('--file', service ?? '', '--json');
    expect(result.json<Audit>().unsupportedTypes).toEqual({
      'aws:dynamodb/tableItem:TableItem': 1,
      'random:index/randomPet:RandomPet': 1,
    });
    const text = await audit('--file', service ?? '');
    for (const shown of [result.stdout, text.stdout, text.stderr]) expect(shown).not.toContain(SECRET.ciphertext);
    expect(text.stdout).toContain('src/web.ts:12:5');
  });

  it('shows the most severe first, and of each control ten, unless it was asked for by itself', async () => {
    const bare = (index: number) => resource(SUBNET, `subnet-${index}`, { id: `subnet-${index}`, inputs: {} });
    const open = { protocol: '-1', cidrBlocks: ['0.0.0.0/0'] };
    const group = resource('aws:ec2/securityGroup:SecurityGroup', 'open', { id: 'sg', inputs: { ingress: [open] } });
    const { dev } = exported('many', ...Array.from({ length: 12 }, (_, index) => bare(index)), group);
    const two = ['--control', 'TAG-01', '--control', 'NET-01'];
    const lines = (await audit('--file', dev ?? '', ...two)).stdout.split('\n');
    const shown = lines.map((line) => /^ {2}([A-Z]+-\d+) (?:critical|medium)/.exec(line)?.[1]);
    expect(shown.filter((id) => id !== undefined)).toEqual(['NET-01', ...Array(10).fill('TAG-01')]);
    expect(lines).toContain('  TAG-01 and 3 more: --control TAG-01 shows all');
    const all = (await audit('--file', dev ?? '', '--control', 'TAG-01')).stdout;
    expect(all.match(/^ {2}TAG-01 medium/gm)).toHaveLength(13);
  });

  it('says the same of a program with version 6 and 7 of the SDK, and whichever engine wrote its state', async () => {
    const of = async (which: Exported) => {
      const result = await audit(...exportsOf(which).flatMap((file) => ['--file', file]), '--json');
      const rows = result.json<Audit>().verdicts;
      const told = rows.map(({ control, urn, verdict, message }) => [
        control,
        urn?.split('::').at(-1),
        verdict,
        message,
      ]);
      return told.map((row) => JSON.stringify(row)).sort();
    };
    const seven = await of('aws7');
    expect(seven.length).toBeGreaterThan(100);
    expect(await of('aws6')).toEqual(seven);
    expect(await of('cli')).toEqual(seven);
  });

  it('writes the table or the document to a file, too', async () => {
    const { network } = exported('written', subnet('a', 'a'));
    const output = join(folder, 'audit.json');
    const result = await audit('--file', network ?? '', '--format', 'json', '--output', output, '--now', '2026-11-26');
    const document = JSON.parse(readFileSync(output, 'utf8')) as Audit;
    expect([document.kind, document.auditedAt]).toEqual(['audit', '2026-11-26T00:00:00.000Z']);
    expect(readFileSync(output, 'utf8')).toBe(`${canonicalJson(document, 2)}\n`);
    expect(result.stdout).toContain('TAG-01');
    const printed = await audit('--file', network ?? '', '--format', 'json', '--now', '2026-11-26');
    expect(printed.json<Audit>()).toEqual(document);
  });

  it('writes each form, of the published document, with what was judged and how old it is', async () => {
    const files = exportsOf('aws7').flatMap((file) => ['--file', file]);
    const of = (format: string) => audit(...files, '--format', format, '--now', '2026-11-26');
    const document = (await of('json')).json<AuditDocument>();
    expect(wrongWith('docs/reference/audit.schema.json', document)).toEqual([]);
    expect(document.population.checkpoints.map(({ madeAt }) => madeAt?.slice(0, 10))).toEqual([
      '2025-05-01',
      '2025-05-01',
    ]);
    expect(document.population.stacks.map(({ stack, resources }) => [stack, resources])).toEqual([
      ['live', 91],
      ['shared', 10],
    ]);
    for (const format of ['sarif', 'oscal', 'junit', 'csv', 'html'] as const) {
      const result = await of(format);
      expect([format, result.code, result.stderr]).toEqual([format, 1, '']);
      if (format !== 'html') expect([format, result.stdout === written(document, format)]).toEqual([format, true]);
    }
    const sarif = JSON.parse(written(document, 'sarif')) as unknown;
    const oscal = JSON.parse(written(document, 'oscal')) as unknown;
    expect(wrongWith('test/data/sarif/sarif-2.1.0-rtm.5.json', sarif)).toEqual([]);
    expect(wrongWith('test/data/oscal/oscal-ar-1.1.2.schema.json', oscal)).toEqual([]);
  });

  it('narrows to the controls of a framework, and tells what of it is covered, is not, and needs a person', async () => {
    const files = exportsOf('aws7').flatMap((file) => ['--file', file]);
    const result = await audit(
      ...files,
      '--framework',
      'soc-2',
      '--control',
      'RED-12',
      '--control',
      'TAG-01',
      '--json',
    );
    const { controls, frameworks = [] } = result.json<AuditDocument>();
    const [soc] = frameworks;
    expect([controls, frameworks.length, soc?.framework]).toEqual([2, 1, 'soc-2']);
    const verdictOf = (id: string) => soc?.covered.find((one) => one.id === id)?.verdict;
    expect([verdictOf('A1.2'), verdictOf('CC6.1'), verdictOf('CC8.1')]).toEqual(['fail', 'fail', 'not asked']);
    expect(soc?.needsPerson.map(({ id }) => id)).toContain('CC1.1');
    const text = (await audit(...files, '--framework', 'soc-2', '--control', 'RED-12')).stdout;
    expect(text).toMatch(/A1\.2 +fail +backup, .*RED-12\*/);
    const near = await audit(...files, '--framework', 'soc2', '--json');
    expect([near.code, near.json()]).toMatchObject([
      2,
      { errors: [{ code: 'framework-unknown', next: 'did you mean soc-2?' }] },
    ]);
    const none = await audit(...files, '--framework', 'cis-aws-5.0', '--control', 'BKP-20', '--json');
    expect([none.code, none.json()]).toMatchObject([2, { errors: [{ code: 'framework-empty' }] }]);
  });

  it('names the stacks that those given refer to and that were not given', async () => {
    const reference = resource('pulumi:pulumi:StackReference', 'acme/network/network', {
      stack: 'service',
      inputs: { name: 'acme/network/network' },
    });
    const { network = '', service = '' } = exported('referring', subnet('a', 'a'), reference, balancer);
    const notGiven = async (...given: string[]) =>
      (await audit(...given.flatMap((file) => ['--file', file]), '--json')).json<AuditDocument>().population
        .stacksNotGiven;
    expect(await notGiven(service)).toEqual([{ stack: 'acme/network/network', from: ['service'] }]);
    expect(await notGiven(service, network)).toEqual([]);
  });

  it('refuses wrong words with what is allowed', async () => {
    const { network = '' } = exported('refused', subnet('a', 'a'));
    const codes = async (...args: string[]) => {
      const result = await audit(...args, '--json');
      return [
        result.code,
        ...result.json<{ errors: { code: string; next: string }[] }>().errors.map(({ code }) => code),
      ];
    };
    expect(await codes()).toEqual([2, 'usage']);
    expect(await codes('orders', '--file', network)).toEqual([2, 'usage']);
    expect(await codes('--preview', '--file', network)).toEqual([2, 'usage']);
    expect(await codes('--file', network, '--control', 'RED-1')).toEqual([2, 'control-unknown']);
    expect(await codes('--file', network, '--now', 'yesterday')).toEqual([2, 'usage']);
    expect(await codes('--file', network, '--framework', 'nist')).toEqual([2, 'framework-unknown']);
    expect(await codes('--file', network, '--format', 'pdf')).toEqual([2, 'usage']);
    expect(await codes('--file', network, '--file', network)).toEqual([2, 'graph.urn']);
    expect(await codes('--file', join(folder, 'absent.json'))).toEqual([2, 'checkpoint-file']);
  });
});

describe('an audit of orders', () => {
  const state = join(folder, 'state');
  let preview: Audit;
  beforeAll(async () => {
    preview = (await cli(['audit', 'orders', '--preview', '--json'], { state })).json<Audit>();
    const up = await cli(['up', 'orders', '--yes', '--quiet'], { state });
    expect([up.code, up.stderr]).toEqual([0, '']);
  }, 240_000);

  it('passes in its first preview, when nothing is there, and says what waits for the deployment', () => {
    expect(preview.subject).toBe('orders');
    expect(against(preview)).toEqual([]);
    expect(preview.summary).toMatchObject({ unknown: 0, error: 0 });
    expect(preview.summary['pass']).toBeGreaterThan(100);
  });

  it('passes as deployed, with a row for each resource that was in the preview', async () => {
    const result = await cli(['audit', 'orders', '--json', '--now', '2026-11-26'], { state });
    const audited = result.json<Audit>();
    expect([result.code, audited.summary['unknown'], audited.summary['pending']]).toEqual([0, 0, 0]);
    expect(against(audited)).toEqual([]);
    const places = ({ verdicts }: Audit) => verdicts.map(({ control, stack, urn }) => [control, stack, urn]);
    expect(places(audited)).toEqual(places(preview));
    const placed = audited.verdicts.filter(({ urn }) => urn !== undefined);
    expect(placed.every(({ at }) => /^stacks\/[\w/-]+\.ts:\d+:\d+$/.test(at ?? ''))).toBe(true);
  });

  it('says the same of the stack files of its state folder as of the system', async () => {
    const files = STACKS.map((stack) => join(state, '.pulumi', 'stacks', 'evenkeel', `${stack}.json`));
    const byFile = await audit(...files.flatMap((file) => ['--file', file]), '--json', '--now', '2026-11-26');
    const bySystem = await cli(['audit', 'orders', '--json', '--now', '2026-11-26'], { state });
    expect(byFile.json<Audit>().verdicts).toEqual(bySystem.json<Audit>().verdicts);
  });

  testWith('pulumi', 'says the same of what the Pulumi CLI exports, secrets shown or not', async () => {
    const env = {
      ...process.env,
      PULUMI_HOME: join(folder, 'pulumi'),
      PULUMI_SKIP_UPDATE_CHECK: 'true',
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE_FILE: join(state, 'passphrase'),
    };
    const verdicts = async (...words: string[]) => {
      const files = STACKS.map((stack) => {
        const file = join(folder, `cli-${stack}.json`);
        const args = ['stack', 'export', '--stack', stack, '--file', file, ...words];
        execFileSync('pulumi', args, { cwd: root, env, stdio: 'ignore' });
        return ['--file', file];
      });
      const result = await audit(...files.flat(), '--json', '--now', '2026-11-26');
      return [result.code, result.json<Audit>().verdicts];
    };
    const bySystem = await cli(['audit', 'orders', '--json', '--now', '2026-11-26'], { state });
    const expected = [0, bySystem.json<Audit>().verdicts];
    expect(await verdicts()).toEqual(expected);
    expect(await verdicts('--show-secrets')).toEqual(expected);
  });

  it('of one site alone finds that nothing stands for it', async () => {
    const one = join(state, '.pulumi', 'stacks', 'evenkeel', 'orders-prod-use1.json');
    const { verdicts } = (await audit('--file', one, '--control', 'BKP-20', '--json')).json<Audit>();
    const failed = verdicts.filter(({ verdict }) => verdict === 'fail').map(({ urn }) => urn?.split('::').at(-1));
    expect(failed).toEqual(['balancer-balancer', 'database-cluster', 'gate-table']);
  });

  it('stops where the system is not up, and says what to do', async () => {
    const result = await cli(['audit', 'orders', '--json'], { state: join(folder, 'nowhere') });
    expect([result.code, result.json<{ errors: { code: string }[] }>().errors[0]?.code]).toEqual([2, 'not-up']);
  });
});
