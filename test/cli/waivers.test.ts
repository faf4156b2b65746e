import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkpointsOf, resource } from '../support/checkpoint.ts';
import { type CliResult, cli } from '../support/cli.ts';
import { testWith } from '../support/external.ts';

interface Audit {
  findings: { code: string; at?: string; found?: string }[];
  waivers: { file: string; entries: { status: string; rows: number; at: string }[] };
  summary: Record<string, number>;
  verdicts: { verdict: string; waiver?: { authenticated: boolean; approval: string } }[];
}

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-waivers-'));
const repository = join(folder, 'estate');
const state = join(folder, 'state.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = (ports: number) => ({ protocol: 'tcp', fromPort: 22, toPort: ports, cidrBlocks: ['0.0.0.0/0'] });
const group = (ports: number) =>
  resource('aws:ec2/securityGroup:SecurityGroup', 'jump', { id: 'sg-1', inputs: { ingress: [open(ports)] } });

function exported(ports: number): void {
  const [first] = checkpointsOf([group(ports)]);
  writeFileSync(state, JSON.stringify(first?.checkpoint));
}

const AUDIT = ['audit', '--file', state, '--control', 'NET-01', '--now', '2026-11-26'];
const waivers = join(repository, 'waivers.yaml');
const judged = async (...words: string[]): Promise<[CliResult, Audit]> => {
  const result = await cli([...AUDIT, '--waivers', waivers, ...words, '--json']);
  return [result, result.json<Audit>()];
};

/** What a person makes of the draft. */
function filled(draft: string, approver: string): string {
  const words: Record<string, string> = {
    reason: 'the jump host of the migration',
    ticket: 'OPS-7',
    author: 'Ada <ada@example.com>',
    approver,
    approved: '2026-11-20',
    expires: '2027-02-01',
  };
  return Object.entries(words).reduce((text, [key, value]) => text.replace(`${key}: ''`, `${key}: ${value}`), draft);
}

describe('an audit with waivers', () => {
  let draft = '';
  beforeAll(async () => {
    mkdirSync(repository);
    exported(22);
    const printed = await cli([...AUDIT, '--print-waiver']);
    expect([printed.code, printed.stderr]).toEqual([1, '']);
    draft = printed.stdout;
  });

  it('refuses a draft that nobody has filled in, at each place', async () => {
    writeFileSync(waivers, draft);
    const result = await cli([...AUDIT, '--waivers', waivers]);
    expect([result.code, result.stdout]).toEqual([2, '']);
    for (const place of ['5:13', '6:13', '7:13', '8:15', '9:15', '10:14'])
      expect(result.stderr).toContain(`${waivers}:${place}: waivers[0].`);
  });

  it('answers yes where what fails is excused, still counts it as a failure, and says who approved without proof', async () => {
    writeFileSync(waivers, filled(draft, 'Ben <ben@example.com>'));
    const [result, document] = await judged();
    expect([result.code, document.summary['fail'], document.findings]).toEqual([0, 1, []]);
    expect(document.waivers).toEqual({
      file: waivers,
      entries: [expect.objectContaining({ status: 'applied', rows: 1, at: `${waivers}:3:5` })],
    });
    expect(document.verdicts[0]?.waiver).toMatchObject({
      authenticated: false,
      approval: 'its file is in no git repository',
    });
    const text = (await cli([...AUDIT, '--waivers', waivers])).stdout;
    expect(text).toContain('NET-01 fail, excused until 2027-02-01 (OPS-7): the jump host of the migration');
    expect(text).toContain('approved by Ben <ben@example.com> on 2026-11-20; not authenticated: its file is in no git');
    expect(text).toContain('Nothing found: 1 waived, 0 pass');
  });

  it('answers no when it has expired, or the properties that it excuses have changed, and says so at its place', async () => {
    const late = await cli([...AUDIT.slice(0, -1), '2027-02-01', '--waivers', waivers, '--json']);
    expect([late.code, late.json<Audit>().findings[0]?.code]).toEqual([1, 'waiver.expired']);
    exported(3389);
    const [result, { findings, verdicts }] = await judged();
    expect([result.code, findings.length, verdicts[0]?.waiver]).toEqual([1, 1, undefined]);
    expect(findings[0]).toMatchObject({ code: 'waiver.changed', at: `${waivers}:3:5` });
    expect(findings[0]?.found).toMatch(/jump sha256:[0-9a-f]{64}$/);
    exported(22);
  });

  it('answers no when a waiver matches nothing, though nothing else is wrong', async () => {
    writeFileSync(waivers, `${readFileSync(waivers, 'utf8').replace('::jump', '::jumps')}`);
    const [result, { findings }] = await judged('--control', 'RED-01');
    expect([result.code, findings.map(({ code }) => code)]).toEqual([1, ['waiver.unmatched']]);
  });

  it('leaves waivers of other stacks alone', async () => {
    writeFileSync(waivers, filled(draft, 'Ben').replace('urn:pulumi:dev::', 'urn:pulumi:prod::'));
    const [, { findings, waivers: read }] = await judged();
    expect([findings, read.entries.map(({ status }) => status)]).toEqual([[], ['elsewhere']]);
  });

  testWith(
    'git and ssh-keygen',
    'an approval is authenticated by a signed commit of the approver, and by no other',
    async () => {
      const key = (name: string) => join(folder, name);
      for (const name of ['ada', 'ben', 'eve'])
        execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key(name)]);
      const known = ['ada', 'ben'].map((name) => `${name}@example.com ${readFileSync(`${key(name)}.pub`, 'utf8')}`);
      writeFileSync(key('signers'), known.join(''));
      const git = (...args: string[]) => execFileSync('git', ['-C', repository, ...args], { stdio: 'ignore' });
      const commit = (signer: string | undefined, message: string) => {
        const signing = signer === undefined ? ['--no-gpg-sign'] : [`-S${key(signer)}`];
        git('add', '.');
        git('-c', 'user.name=Who', '-c', 'user.email=who@example.com', 'commit', '-q', '-m', message, ...signing);
      };
      const told = async () => {
        const [result, { verdicts }] = await judged();
        expect(result.code).toBe(0);
        return verdicts[0]?.waiver;
      };
      const write = (reason: string) =>
        writeFileSync(waivers, filled(draft, 'Ben <ben@example.com>').replace('of the migration', reason));

      git('init', '-q');
      git('config', 'gpg.format', 'ssh');
      git('config', 'gpg.ssh.allowedSignersFile', key('signers'));
      write('first');
      expect(await told()).toMatchObject({ authenticated: false, approval: 'its file is not committed' });
      commit(undefined, 'ask');
      expect((await told())?.approval).toMatch(/^commit [0-9a-f]{12} is not signed$/);
      write('second');
      expect((await told())?.approval).toBe('its file has changes that are not committed');
      commit('ada', 'sign it myself');
      expect((await told())?.approval).toMatch(/is signed by ada@example\.com, who is not the approver$/);
      write('third');
      commit('eve', 'a key that nobody knows');
      expect((await told())?.approval).toMatch(/is not verified by this machine's git$/);
      write('fourth');
      commit('ben', 'approve');
      expect(await told()).toMatchObject({
        authenticated: true,
        approval: expect.stringMatching(/^commit [0-9a-f]{12} is signed by ben@example\.com with SHA256:/),
      });
      writeFileSync(waivers, `${readFileSync(waivers, 'utf8')}\n# a remark below\n`);
      commit(undefined, 'touch another line');
      expect((await told())?.authenticated).toBe(true);
      writeFileSync(waivers, readFileSync(waivers, 'utf8').replace('OPS-7', 'OPS-8'));
      commit(undefined, 'touch the entry');
      expect((await told())?.authenticated).toBe(false);
    },
  );

  it('reads the waivers of the package where no others are named, and none of them is of a foreign stack', async () => {
    const result = await cli([...AUDIT, '--json']);
    const document = result.json<Audit>();
    expect([document.waivers.file, document.findings]).toEqual(['policies/waivers.yaml', []]);
    expect(document.waivers.entries.every(({ status }) => status === 'elsewhere')).toBe(true);
  });
});
