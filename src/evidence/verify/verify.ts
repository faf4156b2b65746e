import { createHash } from 'node:crypto';
import { type Anchored, anchorChecks } from './anchors.ts';
import { no, notChecked, type VerifyCheck, yes } from './check.ts';
import { isSignedBy, openEnvelope, preAuthenticationEncoding } from './envelope.ts';
import type { TagAnswer } from './git-tag.ts';
import { type KeySet, keyChecks, openKeySet } from './key-set.ts';
import { openStatement, rowChecks, type Statement } from './statement.ts';

/** Files as they are. */
export interface Given {
  readonly attestation: GivenFile;
  /** The public keys that whoever verifies trusts. */
  readonly keys?: GivenFile;
  /** The attestations before it, the newest first. */
  readonly previous: readonly GivenFile[];
  /** Checkpoints that it may be about. */
  readonly inputs: readonly GivenFile[];
  /** What was anchored outside, and certificates of timestamp authorities that whoever verifies trusts (PEM). */
  readonly anchors?: GivenFile;
  readonly authorities: readonly GivenFile[];
  /** Asks a repository of whoever verifies for a tag. */
  readonly tagOf?: (tag: string) => TagAnswer | undefined;
}
export interface GivenFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface Verification {
  /** True where no answer is no, and the file, its signature, its key and its rows were all checked. */
  readonly isVerified: boolean;
  readonly checks: readonly VerifyCheck[];
  /** What it says, where it can be read: believe it only where `isVerified`. */
  readonly statement?: Statement;
}

/** Asks everything that can be asked of an attestation without the network. Imports nothing of what writes one. */
export function verifyAttestation(given: Given): Verification {
  const envelope = openEnvelope(given.attestation.bytes.toString('utf8'));
  if ('fault' in envelope) return { isVerified: false, checks: [no('form', envelope.fault)] };
  const statement = openStatement(envelope.payload);
  if ('fault' in statement) return { isVerified: false, checks: [no('form', statement.fault)] };
  const anchored = anchorChecks(given.anchors, given.attestation.bytes, given.authorities, given.tagOf);
  const checks = [
    yes('form', 'a DSSE envelope with an in-toto statement about an audit'),
    ...signatureChecks(given.keys, envelope, statement, anchored),
    ...rowChecks(statement),
    inputCheck(given.inputs, statement),
    chainCheck(given.previous, statement),
    ...anchored.checks,
  ];
  const isYes = (name: VerifyCheck['check']) => checks.some(({ check, answer }) => check === name && answer === 'yes');
  const isWhole = (['signature', 'key', 'validity', 'revocation', 'statement', 'rows'] as const).every(isYes);
  return { isVerified: isWhole && !checks.some(({ answer }) => answer === 'no'), checks, statement };
}

function signatureChecks(
  keys: GivenFile | undefined,
  envelope: { readonly payload: Buffer; readonly keyid: string; readonly signature: Buffer },
  { predicate }: Statement,
  { provenMs }: Anchored,
): VerifyCheck[] {
  if (keys === undefined) return [notChecked('signature', 'no key set is given: --keys FILE')];
  const set: KeySet | { readonly fault: string } = openKeySet(keys.bytes.toString('utf8'));
  if ('fault' in set) return [no('key', `${keys.name}: ${set.fault}`)];
  const key = set.keys.find(({ keyid }) => keyid === envelope.keyid);
  if (key === undefined) return [no('key', `${keys.name} has no key ${envelope.keyid}`)];
  const isOwn = predicate.key.keyid === key.keyid && predicate.key.owner === key.owner;
  const isSigned = isSignedBy(key.publicKey, preAuthenticationEncoding(envelope.payload), envelope.signature);
  return [
    isSigned ? yes('signature', `by key ${key.keyid}`) : no('signature', `key ${key.keyid} did not sign this`),
    isOwn
      ? yes('key', `of ${key.owner}, by the key set ${keys.name}`)
      : no('key', `the statement names ${predicate.key.owner}, the key set ${key.owner}`),
    ...keyChecks(key, predicate.signedAt, provenMs),
  ];
}

function inputCheck(inputs: readonly GivenFile[], { subject }: Statement): VerifyCheck {
  const stated = subject.slice(1);
  if (stated.length === 0) return notChecked('inputs', 'a preview was judged: there is no checkpoint to compare');
  if (inputs.length === 0) return notChecked('inputs', `about ${names(stated)}: give the files with --input`);
  const digests = new Map(inputs.map(({ name, bytes }) => [sha256(bytes), name]));
  const known = new Set(stated.map(({ digest }) => digest.sha256));
  const foreign = [...digests].filter(([digest]) => !known.has(digest)).map(([, name]) => name);
  if (foreign.length > 0) return no('inputs', `${foreign.join(', ')}: not what was judged`);
  const missing = stated.filter(({ digest }) => !digests.has(digest.sha256));
  if (missing.length > 0)
    return notChecked('inputs', `${digests.size} are what was judged; not given: ${names(missing)}`);
  return yes(
    'inputs',
    `${stated.length === 1 ? 'it is' : `all ${stated.length} are`} what was judged: ${names(stated)}`,
  );
}

function names(subjects: readonly { readonly name: string }[]): string {
  return subjects.map(({ name }) => name).join(', ');
}

/** Each file must be the one that the one after it names. Signatures of those before are asked of them, one by one. */
function chainCheck(previous: readonly GivenFile[], statement: Statement): VerifyCheck {
  let { number, previous: wanted } = statement.predicate;
  if (wanted === undefined && number !== 1) return no('chain', `it is number ${number}, and names none before it`);
  for (const { name, bytes } of previous) {
    if (wanted === undefined) return no('chain', `${name} stands before the first of the chain`);
    if (sha256(bytes) !== wanted.sha256) return no('chain', `${name} is not the one before number ${number}`);
    const envelope = openEnvelope(bytes.toString('utf8'));
    const before = 'fault' in envelope ? envelope : openStatement(envelope.payload);
    if ('fault' in before) return no('chain', `${name}: ${before.fault}`);
    if (before.predicate.number !== number - 1)
      return no('chain', `${name} is number ${before.predicate.number}, not ${number - 1}`);
    ({ number, previous: wanted } = before.predicate);
  }
  if (wanted === undefined)
    return yes(
      'chain',
      statement.predicate.number === 1 ? 'the first of its chain' : `whole: ${statement.predicate.number} links`,
    );
  return notChecked(
    'chain',
    `number ${number} follows the attestation of SHA-256 ${wanted.sha256}: give it with --previous`,
  );
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
