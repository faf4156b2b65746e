import { existsSync, readFileSync } from 'node:fs';
import { attest } from '../evidence/attestation/attest.ts';
import type { AuditDocument } from '../evidence/audit-document.ts';
import { isSignedBy, openEnvelope, preAuthenticationEncoding } from '../evidence/verify/envelope.ts';
import type { KeySet } from '../evidence/verify/key-set.ts';
import { openStatement } from '../evidence/verify/statement.ts';
import { EvenkeelError } from '../lib/errors.ts';
import { writeFileDurably } from '../lib/files.ts';
import type { AuditInput } from './audited.ts';
import type { Invocation } from './command.ts';
import { keySetFile, readKeySet, type SigningKey, signingKey } from './evidence-keys.ts';

/** Where `--attest` writes, and with what: asked for before anything is judged, so that a missing key costs nobody an audit. */
export interface Attesting {
  readonly file: string;
  readonly signer: SigningKey;
  readonly previous?: { readonly text: string; readonly number: number };
}

export function attesting(invocation: Invocation, nowMs: number): Attesting | undefined {
  const { value } = invocation;
  const file = value('attest');
  if (file === undefined) {
    const lonely = ['key', 'previous'].find((name) => value(name) !== undefined);
    if (lonely !== undefined) throw noAttest(lonely);
    return undefined;
  }
  if (existsSync(file)) throw isThere(file);
  const signer = signingKey(invocation, nowMs);
  const name = value('previous');
  if (name === undefined) return { file, signer };
  return { file, signer, previous: readPrevious(name, readKeySet(keySetFile(invocation))) };
}

export function writeAttestation(
  { file, signer, previous }: Attesting,
  document: AuditDocument,
  inputs: readonly AuditInput[],
  nowMs: number,
): void {
  const { key, privateKey } = signer;
  const signed = { keyid: key.keyid, owner: key.owner, privateKey };
  const text = attest({ document, inputs, key: signed, signedMs: nowMs, ...(previous !== undefined && { previous }) });
  writeFileDurably(file, text);
}

/** The attestation to go on from. One that does not hold is refused: a chain is as good as each of its links. */
function readPrevious(name: string, { keys }: KeySet): { readonly text: string; readonly number: number } {
  const text = existsSync(name) ? readFileSync(name, 'utf8') : undefined;
  if (text === undefined) throw noPrevious(name, 'no such file');
  const envelope = openEnvelope(text);
  if ('fault' in envelope) throw noPrevious(name, envelope.fault);
  const statement = openStatement(envelope.payload);
  if ('fault' in statement) throw noPrevious(name, statement.fault);
  const key = keys.find(({ keyid }) => keyid === envelope.keyid);
  if (key === undefined) throw noPrevious(name, `signed by key ${envelope.keyid}, which is not in the key set`);
  if (!isSignedBy(key.publicKey, preAuthenticationEncoding(envelope.payload), envelope.signature))
    throw noPrevious(name, 'its signature does not hold');
  return { text, number: statement.predicate.number };
}

function noPrevious(name: string, found: string): EvenkeelError {
  return new EvenkeelError({
    code: 'attest.previous',
    message: 'the attestation to go on from does not hold',
    found: `${name}: ${found}`,
    allowed: 'what --attest wrote, signed by a key of the key set',
    next: 'evenkeel verify tells what is wrong with it',
  });
}

function isThere(file: string): EvenkeelError {
  return new EvenkeelError({
    code: 'attest.exists',
    message: 'an attestation is not written over',
    found: file,
    allowed: 'a file that is not there yet',
    next: 'name another file: the one that is there may be a link of a chain',
  });
}

function noAttest(name: string): EvenkeelError {
  return new EvenkeelError({
    code: 'usage',
    message: `--${name} is about an attestation, and none is asked for`,
    found: `--${name}`,
    allowed: `--attest FILE --${name} …`,
    next: 'add --attest FILE',
  });
}
