import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTimestamp } from '../../src/evidence/verify/timestamp.ts';
import { draw } from '../../src/lib/chance.ts';
import { checkpointsOf, resource, SECRET } from '../support/checkpoint.ts';
import { cli, root } from '../support/cli.ts';
import { testWith } from '../support/external.ts';

interface Verified {
  verified: boolean;
  checks: { check: string; answer: string; said: string }[];
  attested: { subject: string; rows: number; number: number; key: { owner: string } };
}

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-attest-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const state = join(folder, 'state');
const keys = join(state, 'evidence', 'keys.json');
const path = (name: string) => join(folder, name);

const group = resource('aws:ec2/securityGroup:SecurityGroup', 'open', {
  id: 'sg-1',
  inputs: { ingress: [{ protocol: '-1', cidrBlocks: ['0.0.0.0/0'] }], description: SECRET },
});
const checkpoint = path('dev.json');
const NOW = ['--now', '2026-11-26T08:00:00Z'];
const audit = (name: string, ...words: string[]) =>
  cli(['audit', '--file', checkpoint, '--control', 'NET-01', ...NOW, '--attest', path(name), '--json', ...words], {
    state,
  });
const verify = async (name: string, ...words: string[]) => {
  const result = await cli(['verify', path(name), '--json', ...words], { state });
  const document = result.json<Verified>();
  return {
    code: result.code,
    ...document,
    answers: Object.fromEntries(document.checks.map(({ check, answer }) => [check, answer])),
  };
};
const created = async (...words: string[]) => cli(['keys', ...words, '--json'], { state });
const codeOf = (result: Awaited<ReturnType<typeof cli>>) => [
  result.code,
  result.json<{ errors: { code: string }[] }>().errors[0]?.code,
];

describe('evidence that a stranger can verify', () => {
  let keyid = '';
  beforeAll(async () => {
    const [first] = checkpointsOf([group]);
    writeFileSync(checkpoint, JSON.stringify(first?.checkpoint));
    expect(codeOf(await audit('early.json'))).toEqual([2, 'keys.none']);
    expect(codeOf(await created('create'))).toEqual([2, 'usage']);
    const made = await created('create', '--owner', 'Ada <ada@example.com>', '--now', '2026-11-01', '--days', '90');
    expect(made.code).toBe(0);
    keyid = made.json<{ keys: { keyid: string }[] }>().keys[0]?.keyid ?? '';
  });

  it('is signed by a key of the state folder that its owner alone can read', () => {
    const [file = ''] = readdirSync(join(state, 'evidence', 'private'));
    expect(statSync(join(state, 'evidence', 'private', file)).mode & 0o777).toBe(0o600);
    expect(readFileSync(keys, 'utf8')).not.toContain('PRIVATE');
  });

  it('tells of itself what holds, whatever the audit answered, and is the same bytes each time', async () => {
    const answered = await audit('one.json');
    expect(answered.code).toBe(1);
    const verified = await verify('one.json', '--input', checkpoint);
    expect([verified.code, verified.verified, verified.attested.rows]).toEqual([0, true, 1]);
    expect(verified.attested.key.owner).toBe('Ada <ada@example.com>');
    expect(verified.answers).toMatchObject({
      signature: 'yes',
      validity: 'yes',
      inputs: 'yes',
      chain: 'yes',
      anchor: 'not checked here',
    });
    await audit('same.json');
    expect(readFileSync(path('same.json'), 'utf8')).toBe(readFileSync(path('one.json'), 'utf8'));
    const payload = Buffer.from(
      (JSON.parse(readFileSync(path('one.json'), 'utf8')) as { payload: string }).payload,
      'base64',
    );
    expect((JSON.parse(payload.toString()) as { predicate: { document: object } }).predicate.document).toEqual(
      answered.json(),
    );
    expect(payload.toString()).not.toContain(SECRET.ciphertext);
    expect(codeOf(await audit('one.json'))).toEqual([2, 'attest.exists']);
  });

  it('holds no secret, of an export that shows them either', async () => {
    const shown = {
      '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
      plaintext: '"correct horse"',
    };
    const open = { protocol: '-1', cidrBlocks: shown };
    const parts = { id: 'sg-1', inputs: { ingress: [open], description: shown, name: shown } };
    const [first] = checkpointsOf([resource('aws:ec2/securityGroup:SecurityGroup', 'open', parts)]);
    writeFileSync(path('shown.json'), JSON.stringify(first?.checkpoint));
    const words = ['audit', '--file', path('shown.json'), ...NOW, '--attest', path('quiet.json'), '--json'];
    const { stdout } = await cli(words, { state });
    const { payload } = JSON.parse(readFileSync(path('quiet.json'), 'utf8')) as { payload: string };
    for (const text of [stdout, Buffer.from(payload, 'base64').toString()]) expect(text).not.toContain('correct horse');
    expect((await verify('quiet.json')).code).toBe(0);
  });

  it('is refused where a byte was changed, no keys are given, or the file is none', async () => {
    const text = readFileSync(path('one.json'), 'utf8');
    writeFileSync(path('edited.json'), text.replace(/"sig":"./, '"sig":"A'));
    expect((await verify('edited.json')).code).toBe(1);
    const stranger = await cli(['verify', path('one.json'), '--json'], { state: path('elsewhere') });
    expect([stranger.code, stranger.json<Verified>().checks[1]?.said]).toEqual([1, 'no key set is given: --keys FILE']);
    const given = await cli(['verify', path('one.json'), '--keys', keys], { state: path('elsewhere') });
    expect([given.code, given.stdout.includes('verified. Ada <ada@example.com> attests 1 verdicts')]).toEqual([
      0,
      true,
    ]);
    expect(codeOf(await cli(['verify', path('absent.json'), '--json'], { state }))).toEqual([2, 'verify.file']);
    expect((await verify('dev.json')).code).toBe(1);
  });

  it('is chained to the audit before it, and compared with it', async () => {
    const second = await audit('two.json', '--previous', path('one.json'), '--since', path('one.json'));
    expect(second.json<{ since: { isAttestation: boolean; newFailures: unknown[] } }>().since).toMatchObject({
      isAttestation: true,
      newFailures: [],
    });
    expect((await verify('two.json', '--previous', path('one.json'))).answers).toMatchObject({
      chain: 'yes',
      signature: 'yes',
    });
    expect((await verify('two.json', '--previous', path('two.json'))).code).toBe(1);
    expect(codeOf(await audit('three.json', '--previous', path('edited.json')))[1]).toBe('attest.previous');
    expect(codeOf(await cli(['audit', '--file', checkpoint, '--previous', path('one.json'), '--json']))).toEqual([
      2,
      'usage',
    ]);
  });

  it('is verified by the folder of the verifier alone, without the rest of the tree', () => {
    const alone = path('alone');
    mkdirSync(alone);
    cpSync(join(root, 'src/evidence/verify'), alone, { recursive: true });
    const words = [join(alone, 'main.ts'), path('two.json'), '--keys', keys, '--previous', path('one.json')];
    const told = execFileSync(process.execPath, words, {
      cwd: alone,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(told).toContain('chain      yes               whole: 2 links');
    expect(() =>
      execFileSync(process.execPath, [join(alone, 'main.ts'), path('edited.json'), '--keys', keys], {
        stdio: 'ignore',
      }),
    ).toThrow('Command failed');
  });

  testWith(
    'openssl',
    'is proven to have been there by a timestamp of an authority that is trusted, which a compromised key needs',
    async () => {
      const tsa = path('tsa');
      mkdirSync(tsa);
      const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: tsa, stdio: 'ignore' });
      writeFileSync(join(tsa, 'ext'), 'extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n');
      writeFileSync(join(tsa, 'serial'), '01\n');
      writeFileSync(
        join(tsa, 'conf'),
        '[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_cert=signer.pem\ncerts=ca.pem\nsigner_key=signer.key\nsigner_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\n',
      );
      openssl(
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        'ca.key',
        '-out',
        'ca.pem',
        '-subj',
        '/CN=Authority',
        '-days',
        '3650',
      );
      openssl(
        'req',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        'signer.key',
        '-out',
        'signer.csr',
        '-subj',
        '/CN=Stamper',
      );
      openssl(
        'x509',
        '-req',
        '-in',
        'signer.csr',
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-out',
        'signer.pem',
        '-days',
        '3000',
        '-extfile',
        'ext',
      );
      const stamp = (name: string, out: string) => {
        openssl('ts', '-query', '-data', path(name), '-sha256', '-cert', '-out', 'query');
        openssl('ts', '-reply', '-config', 'conf', '-section', 't', '-queryfile', 'query', '-out', out);
      };
      stamp('one.json', 'one.tsr');
      stamp('two.json', 'two.tsr');
      const anchor = (...words: string[]) => cli(['anchor', path('one.json'), '--json', ...words], { state });
      expect(codeOf(await anchor('--timestamp', join(tsa, 'two.tsr')))).toEqual([2, 'anchor.none']);
      expect((await anchor('--timestamp', join(tsa, 'one.tsr'), '--git-tag', 'audit-1')).code).toBe(0);
      const ca = ['--authority', join(tsa, 'ca.pem')];
      const trusted = await verify('one.json', ...ca);
      expect(trusted.checks.filter(({ check }) => check === 'anchor').map(({ answer }) => answer)).toEqual([
        'yes',
        'not checked here',
      ]);
      expect(trusted.checks.find(({ answer, check }) => check === 'anchor' && answer === 'yes')?.said).toMatch(
        /^timestamp of .* by Stamper$/,
      );
      expect((await verify('one.json')).answers['anchor']).toBe('not checked here');

      const [token, stamped] = [readFileSync(join(tsa, 'one.tsr')), readFileSync(path('one.json'))];
      const authority = [readFileSync(join(tsa, 'ca.pem'), 'utf8')];
      const whole = openTimestamp(token, stamped, authority);
      expect(whole).toMatchObject({ signer: 'Stamper', isTrusted: true });
      for (let turn = 0; turn < 1_000; turn++) {
        const at = Math.floor(draw(6, 'token', `${turn}`) * token.length);
        const edited = Buffer.from(token);
        edited[at] = ((token[at] ?? 0) + 1 + Math.floor(draw(6, 'edit', `${turn}`) * 255)) % 256;
        const stamp = openTimestamp(edited, stamped, authority);
        // what the authority did not sign may differ; the time that is believed may not
        if ('at' in stamp && stamp.isTrusted) expect(stamp).toEqual(whole);
      }

      cpSync(path('one.json.anchors.json'), path('two.json.anchors.json'));
      expect((await verify('two.json', ...ca)).code).toBe(1);
      rmSync(path('two.json.anchors.json'));

      const copy = path('compromised.json');
      cpSync(keys, copy);
      const later = new Date(statSync(join(tsa, 'one.tsr')).mtimeMs + 60_000).toISOString();
      await cli(['keys', 'revoke', keyid, '--keys', copy, '--reason', 'laptop lost', '--compromised', '--now', later]);
      const withCopy = ['--keys', copy];
      expect((await verify('one.json', ...withCopy, ...ca)).answers['revocation']).toBe('yes');
      expect((await verify('one.json', ...withCopy)).answers['revocation']).toBe('no');
      expect((await verify('two.json', ...withCopy, ...ca)).answers['revocation']).toBe('no');
    },
  );

  testWith('git and ssh-keygen', 'is named by a git tag, which a clone of the repository shows and signs', async () => {
    const repository = path('repository');
    mkdirSync(repository);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path('tagger')]);
    writeFileSync(path('signers'), `ada@example.com ${readFileSync(path('tagger.pub'), 'utf8')}`);
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', repository, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
        stdio: 'ignore',
      });
    git('init', '-q');
    git('config', 'gpg.format', 'ssh');
    git('config', 'user.signingKey', path('tagger'));
    git('config', 'gpg.ssh.allowedSignersFile', path('signers'));
    git('commit', '-q', '--no-gpg-sign', '--allow-empty', '-m', 'begin');
    cpSync(path('one.json'), path('tagged.json'));
    const kept = await cli(['anchor', path('tagged.json'), '--git-tag', 'audit-1', '--json'], { state });
    const { attestation } = kept.json<{ attestation: string }>();
    const answer = async (...words: string[]) => (await verify('tagged.json', ...words)).answers['anchor'];
    const clone = ['--repository', repository];
    expect([await answer(), await answer(...clone)]).toEqual(['not checked here', 'not checked here']);
    git('tag', '-a', '-m', `audit ${attestation}`, 'audit-1');
    expect(await answer(...clone)).toBe('not checked here');
    git('tag', '-f', '-s', '-m', `audit ${attestation}`, 'audit-1');
    expect(await answer(...clone)).toBe('yes');
    git('tag', '-f', '-s', '-m', 'another audit', 'audit-1');
    expect([await answer(...clone), (await verify('tagged.json', ...clone)).code]).toEqual(['no', 1]);
  });

  it('is not made by a key that was rotated or revoked', async () => {
    const rotated = await created('rotate', keyid.slice(0, 12), '--now', '2026-11-26T09:00:00Z');
    expect(rotated.json<{ keys: { follows?: string }[] }>().keys.map(({ follows }) => follows)).toEqual([
      undefined,
      keyid,
    ]);
    const later = ['--now', '2026-11-26T10:00:00Z'];
    const next = await cli(
      [
        'audit',
        '--file',
        checkpoint,
        '--control',
        'NET-01',
        ...later,
        '--attest',
        path('next.json'),
        '--previous',
        path('two.json'),
        '--json',
      ],
      { state },
    );
    expect(next.code).toBe(1);
    expect(
      (await verify('next.json', '--previous', path('two.json'), '--previous', path('one.json'))).answers,
    ).toMatchObject({ chain: 'yes', key: 'yes', revocation: 'yes' });
    const old = join(state, 'evidence', 'private', `${keyid.slice(0, 16)}.pem`);
    const stale = await cli(
      ['audit', '--file', checkpoint, ...later, '--attest', path('stale.json'), '--key', old, '--json'],
      { state },
    );
    expect(codeOf(stale)).toEqual([2, 'keys.not-valid']);
    expect((await verify('one.json')).code).toBe(0);
    const text = (await cli(['keys', 'list'], { state })).stdout;
    expect(text).toContain(`follows ${keyid}, which signed it`);
    expect(text).toContain('revoked at 2026-11-26T09:00:00.000Z: rotated:');
  });
});
