import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { attest } from '../../src/evidence/attestation/attest.ts';
import type { AuditDocument } from '../../src/evidence/audit-document.ts';
import { type AuditRow, summaryOf } from '../../src/evidence/audit-row.ts';
import { keySetText, NO_KEYS, publicHalf, withKey, withRevoked, withRotated } from '../../src/evidence/keys/key-set.ts';
import { envelopeText, openEnvelope, preAuthenticationEncoding } from '../../src/evidence/verify/envelope.ts';
import { openKeySet } from '../../src/evidence/verify/key-set.ts';
import { openStatement, type Statement } from '../../src/evidence/verify/statement.ts';
import { type Given, verifyAttestation } from '../../src/evidence/verify/verify.ts';
import { draw } from '../../src/lib/chance.ts';

const AT = Date.parse('2026-11-26T08:00:00Z');
const DAY = 86_400_000;

/** A key that is the same in every run. */
function keyOf(letter: string): KeyObject {
  const seed = Buffer.alloc(32, letter);
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

const ADA = keyOf('a');
const keys = withKey(NO_KEYS, { privateKey: ADA, owner: 'Ada', fromMs: AT - DAY, days: 30 });
const adaKey = { ...publicHalf(ADA), owner: 'Ada', privateKey: ADA };

const rows: AuditRow[] = Array.from({ length: 40 }, (_, index): AuditRow => {
  const verdict = (['pass', 'fail', 'not-applicable', 'unknown'] as const)[index % 4] ?? 'pass';
  const urn = `urn:pulumi:dev::shop::aws:s3/bucket:Bucket::bucket-${String(index).padStart(2, '0')}`;
  return { control: 'TST-01', stack: 'dev', urn, verdict, severity: 'high', message: `bucket ${index} é` };
});
const document = { kind: 'audit', version: 1, subject: 'shop', auditedAt: '2026-11-26T08:00:00.000Z' } as const;
const audited = (verdicts: readonly AuditRow[]) =>
  ({ ...document, verdicts, summary: summaryOf(verdicts) }) as unknown as AuditDocument;
const INPUTS = [{ name: 'dev.json', sha256: '0'.repeat(64) }];

type Attested = Partial<Parameters<typeof attest>[0]>;
const attested = (parts: Attested = {}) =>
  attest({ document: audited(rows), inputs: INPUTS, key: adaKey, signedMs: AT, ...parts });

function verify(text: string | Buffer, parts: Partial<Given> = {}) {
  const given: Given = {
    attestation: { name: 'a.json', bytes: Buffer.from(text) },
    keys: { name: 'keys.json', bytes: Buffer.from(keySetText(keys)) },
    previous: [],
    inputs: [],
    authorities: [],
    ...parts,
  };
  const { isVerified, checks } = verifyAttestation(given);
  return { isVerified, answers: Object.fromEntries(checks.map(({ check, answer }) => [check, answer])), checks };
}

const keyFile = (set: typeof keys) => ({ name: 'keys.json', bytes: Buffer.from(keySetText(set)) });
/** What somebody with the private key, but not the machine, would write. */
function signedAnew(statement: unknown): string {
  const payload = Buffer.from(JSON.stringify(statement));
  const signature = sign(null, preAuthenticationEncoding(payload), ADA);
  return envelopeText({ payload, keyid: adaKey.keyid, signature });
}
function statementIn(text: string): Statement {
  const envelope = openEnvelope(text);
  const statement = 'fault' in envelope ? envelope : openStatement(envelope.payload);
  if ('fault' in statement) throw new Error(statement.fault);
  return statement;
}

describe('an attestation', () => {
  it('is the same bytes for the same audit, key and instant, and holds', () => {
    expect(attested()).toBe(attested());
    expect(attested({ signedMs: AT + 1 })).not.toBe(attested());
    expect(verify(attested())).toMatchObject({
      isVerified: true,
      answers: {
        form: 'yes',
        signature: 'yes',
        key: 'yes',
        validity: 'yes',
        revocation: 'yes',
        statement: 'yes',
        rows: 'yes',
        inputs: 'not checked here',
        chain: 'yes',
        anchor: 'not checked here',
      },
    });
    expect(statementIn(attested())).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'audit document' }, { name: 'dev.json', digest: { sha256: INPUTS[0]?.sha256 } }],
      predicate: { rows: 40, number: 1, key: { owner: 'Ada' }, signedAt: '2026-11-26T08:00:00.000Z' },
    });
  });

  it('with one byte changed is found, 1,000 times of 1,000', () => {
    const text = Buffer.from(attested());
    const missed: string[] = [];
    for (let turn = 0; turn < 1_000; turn++) {
      const at = Math.floor(draw(6, 'byte', `${turn}`) * text.length);
      const edited = Buffer.from(text);
      edited[at] = ((text[at] ?? 0) + 1 + Math.floor(draw(6, 'value', `${turn}`) * 255)) % 256;
      if (verify(edited).isVerified) missed.push(`byte ${at}: ${text[at]} → ${edited[at]}`);
    }
    expect(missed).toEqual([]);
  });

  it('with a row dropped, doubled or swapped is found, 1,000 times of 1,000, even where it was signed anew with the same key', () => {
    const whole = statementIn(attested());
    const { verdicts } = whole.predicate.document;
    const missed: string[] = [];
    for (let turn = 0; turn < 1_000; turn++) {
      const kind = ['dropped', 'doubled', 'swapped'][turn % 3];
      const at = Math.floor(draw(6, 'row', `${turn}`) * verdicts.length);
      const to = (at + 1 + Math.floor(draw(6, 'other', `${turn}`) * (verdicts.length - 1))) % verdicts.length;
      const edited = [...verdicts];
      const [row, other] = [edited[at], edited[to]];
      if (row === undefined || other === undefined) throw new Error('no such row');
      if (kind === 'dropped') edited.splice(at, 1);
      else if (kind === 'doubled') edited.splice(to, 0, row);
      else [edited[at], edited[to]] = [other, row];
      const changed = {
        ...whole,
        predicate: { ...whole.predicate, document: { ...whole.predicate.document, verdicts: edited } },
      };
      const payload = Buffer.from(JSON.stringify(changed));
      const envelope = openEnvelope(attested());
      if ('fault' in envelope) throw new Error(envelope.fault);
      const unsigned = verify(envelopeText({ ...envelope, payload }));
      if (unsigned.isVerified || unsigned.answers['signature'] !== 'no') missed.push(`${kind} ${at} ${to}`);
      const anew = verify(signedAnew(changed));
      if (anew.isVerified || anew.answers['rows'] !== 'no' || anew.answers['signature'] !== 'yes')
        missed.push(`${kind} ${at} ${to} anew`);
    }
    expect(missed).toEqual([]);
  });

  it('whose rows do not fit its own summary or digest is found, whoever signed it', () => {
    const whole = statementIn(attested());
    const flipped = whole.predicate.document.verdicts.map((row, index) =>
      index === 1 ? { ...row, verdict: 'pass' } : row,
    );
    const told = {
      ...whole,
      predicate: { ...whole.predicate, document: { ...whole.predicate.document, verdicts: flipped } },
    };
    expect(verify(signedAnew(told)).answers).toMatchObject({ signature: 'yes', statement: 'no', rows: 'no' });
  });

  it('is believed of a key of the set alone, by its owner, while it was valid', () => {
    const eve = { ...publicHalf(keyOf('e')), owner: 'Ada', privateKey: keyOf('e') };
    expect(verify(attested({ key: eve })).answers).toMatchObject({ key: 'no' });
    expect(verify(attested({ key: { ...adaKey, owner: 'Eve' } })).answers).toMatchObject({
      signature: 'yes',
      key: 'no',
    });
    const given = {
      attestation: { name: '', bytes: Buffer.from(attested()) },
      previous: [],
      inputs: [],
      authorities: [],
    };
    expect(verifyAttestation(given).isVerified).toBe(false);
    const times = [AT - DAY - 1, AT - DAY, AT + 29 * DAY - 1, AT + 29 * DAY];
    expect(times.map((signedMs) => verify(attested({ signedMs })).answers['validity'])).toEqual([
      'no',
      'yes',
      'yes',
      'no',
    ]);
  });

  it('is chained: each file must be the one that the next one names', () => {
    const first = attested();
    const second = attested({ signedMs: AT + 1, previous: { text: first, number: 1 } });
    const third = attested({ signedMs: AT + 2, previous: { text: second, number: 2 } });
    const file = (text: string) => ({ name: 'x', bytes: Buffer.from(text) });
    const chain = (...previous: string[]) => verify(third, { previous: previous.map(file) }).answers['chain'];
    expect([chain(), chain(second), chain(second, first)]).toEqual(['not checked here', 'not checked here', 'yes']);
    expect([chain(first), chain(first, second), chain(second, first, first), chain(second, second)]).toEqual([
      'no',
      'no',
      'no',
      'no',
    ]);
    expect(verify(first, { previous: [file(second)] }).answers['chain']).toBe('no');
    expect(
      verify(attested({ previous: { text: first, number: 4 } }), { previous: [file(first)] }).answers['chain'],
    ).toBe('no');
  });

  it('names each checkpoint by its digest, and tells one that is another', () => {
    const files = ['{"version":3}', '{"version":4}'].map((text, index) => ({
      name: `${index}.json`,
      bytes: Buffer.from(text),
    }));
    const [first, second] = files;
    const inputs = files.map(({ name, bytes }) => ({ name, sha256: createHash('sha256').update(bytes).digest('hex') }));
    const answer = (...given: typeof files) => verify(attested({ inputs }), { inputs: given }).answers['inputs'];
    if (first === undefined || second === undefined) throw new Error('two files');
    expect([answer(first, second), answer(second, first), answer(first)]).toEqual(['yes', 'yes', 'not checked here']);
    const other = { name: '0.json', bytes: Buffer.from('{"version":3} ') };
    expect([answer(first, other), answer(other)]).toEqual(['no', 'no']);
    expect(verify(attested({ inputs: [] })).answers['inputs']).toBe('not checked here');
  });
});

describe('keys', () => {
  const BEN = keyOf('b');

  it('that are rotated are signed by the one before, which signs no more', () => {
    const rotated = withRotated(
      keys,
      { keyid: adaKey.keyid, privateKey: ADA },
      { privateKey: BEN, owner: 'Ada', fromMs: AT, days: 30 },
    );
    expect('fault' in openKeySet(keySetText(rotated))).toBe(false);
    const ben = { ...publicHalf(BEN), owner: 'Ada', privateKey: BEN };
    expect(verify(attested({ key: ben }), { keys: keyFile(rotated) }).isVerified).toBe(true);
    expect(verify(attested(), { keys: keyFile(rotated) }).answers['revocation']).toBe('no');
    expect(verify(attested({ signedMs: AT - 1 }), { keys: keyFile(rotated) }).isVerified).toBe(true);
    expect(() =>
      withRotated(
        rotated,
        { keyid: adaKey.keyid, privateKey: ADA },
        { privateKey: keyOf('c'), owner: '', fromMs: AT, days: 1 },
      ),
    ).toThrow('may not sign');
  });

  it('that are revoked sign nothing from then on; compromised ones never did, unless an anchor proves the time', () => {
    const revoke = (isCompromised: boolean) =>
      keyFile(withRevoked(keys, { keyid: adaKey.keyid, atMs: AT, reason: 'lost', isCompromised }));
    const answer = (signedMs: number, isCompromised: boolean) =>
      verify(attested({ signedMs }), { keys: revoke(isCompromised) }).answers['revocation'];
    expect([answer(AT - 1, false), answer(AT, false), answer(AT - 1, true), answer(AT, true)]).toEqual([
      'yes',
      'no',
      'no',
      'no',
    ]);
    const revoked = withRevoked(keys, { keyid: adaKey.keyid, atMs: AT, reason: 'left', isCompromised: false });
    expect(() =>
      withRevoked(revoked, { keyid: adaKey.keyid, atMs: AT, reason: 'again', isCompromised: false }),
    ).toThrow('revoked already');
  });

  it('cannot be given another owner, another time or another predecessor', () => {
    const rotated = withRotated(
      keys,
      { keyid: adaKey.keyid, privateKey: ADA },
      { privateKey: BEN, owner: 'Ada', fromMs: AT, days: 30 },
    );
    const edit = (from: string, to: string) => openKeySet(keySetText(rotated).replaceAll(from, to));
    expect(edit('"owner": "Ada"', '"owner": "Eve"')).toMatchObject({
      fault: expect.stringContaining('not signed by itself'),
    });
    expect(edit('2026-12', '2029-12')).toMatchObject({ fault: expect.stringContaining('not signed by itself') });
    const alone = { ...rotated, keys: rotated.keys.slice(1) };
    expect(openKeySet(keySetText(alone))).toMatchObject({
      fault: expect.stringContaining('the key before it is not there'),
    });
    const [first, second] = rotated.keys;
    const forged = { ...rotated, keys: [first, { ...second, endorsement: second?.proof }] } as typeof rotated;
    expect(openKeySet(keySetText(forged))).toMatchObject({ fault: expect.stringContaining('did not sign it') });
  });

  it('of another kind than ed25519 sign nothing', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const set = withKey(NO_KEYS, { privateKey, owner: 'Ada', fromMs: AT, days: 1 });
    expect(openKeySet(keySetText(set))).toMatchObject({ fault: expect.stringContaining('not signed by itself') });
  });
});

describe('the verifier', () => {
  it('imports nothing but itself and Node', () => {
    const folder = join(import.meta.dirname, '../../src/evidence/verify');
    const imported = readdirSync(folder).flatMap((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map((match) => match[1] ?? '');
    });
    expect(imported.length).toBeGreaterThan(10);
    expect(imported.filter((target) => !/^(?:node:[\w/]+|\.\/[\w-]+\.ts)$/.test(target))).toEqual([]);
  });
});
