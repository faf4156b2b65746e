import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { keySetText, NO_KEYS, publicHalf, usableKey } from '../evidence/keys/key-set.ts';
import { type KeySet, openKeySet, type PublicKey } from '../evidence/verify/key-set.ts';
import { isoInstant } from '../lib/clock.ts';
import { EvenkeelError } from '../lib/errors.ts';
import { writeFileDurably } from '../lib/files.ts';
import type { Invocation } from './command.ts';

/** The key set of `--keys`, or of the state folder. */
export function keySetFile({ value, stateDir }: Pick<Invocation, 'value' | 'stateDir'>): string {
  return value('keys') ?? join(stateDir, 'evidence', 'keys.json');
}

/** The keys of a file; none where it is not there. */
export function readKeySet(file: string): KeySet {
  if (!existsSync(file)) return NO_KEYS;
  const set = openKeySet(readFileSync(file, 'utf8'));
  if (!('fault' in set)) return set;
  throw new EvenkeelError({
    code: 'keys.file',
    message: 'the key set cannot be used',
    found: `${file}: ${set.fault}`,
    allowed: 'what evenkeel keys wrote, untouched',
    next: 'restore the file: nothing that was signed is lost with it',
  });
}

export function writeKeySet(file: string, set: KeySet): void {
  writeFileDurably(file, keySetText(set));
}

/** Makes a private key beside the key set; its file is for its owner alone. */
export function createPrivate(keysFile: string): { readonly privateKey: KeyObject; readonly file: string } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const file = privateFile(keysFile, publicHalf(privateKey).keyid);
  writeFileDurably(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), 0o600);
  return { privateKey, file };
}

export function privateFile(keysFile: string, keyid: string): string {
  return join(dirname(keysFile), 'private', `${keyid.slice(0, 16)}.pem`);
}

export interface SigningKey {
  readonly key: PublicKey;
  readonly privateKey: KeyObject;
}

/** The private key that signs at an instant: that of `--key`, or the newest beside the key set that may. */
export function signingKey(invocation: Pick<Invocation, 'value' | 'stateDir'>, nowMs: number): SigningKey {
  const keysFile = keySetFile(invocation);
  const set = readKeySet(keysFile);
  const named = invocation.value('key');
  if (named !== undefined) {
    const privateKey = readPrivate(named);
    return { key: usableKey(set, publicHalf(privateKey).keyid, nowMs), privateKey };
  }
  const at = isoInstant(nowMs);
  const usable = set.keys.filter(
    (key) =>
      key.revoked === undefined &&
      key.validFrom <= at &&
      at < key.validUntil &&
      existsSync(privateFile(keysFile, key.keyid)),
  );
  const [newest] = usable.toSorted((one, other) => (one.validFrom < other.validFrom ? 1 : -1));
  if (newest !== undefined) return { key: newest, privateKey: readPrivate(privateFile(keysFile, newest.keyid)) };
  throw new EvenkeelError({
    code: 'keys.none',
    message: `there is no key that may sign at ${at}`,
    found: `${set.keys.length} keys in ${keysFile}`,
    allowed: 'one that is valid, not revoked, and whose private file is here',
    next: 'evenkeel keys create --owner NAME',
  });
}

export function readPrivate(file: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw noPrivate(file, 'no such file');
  }
  throw noPrivate(file, 'something else');
}

function noPrivate(file: string, found: string): EvenkeelError {
  return new EvenkeelError({
    code: 'keys.private',
    message: 'the private key cannot be read',
    found: `${file}: ${found}`,
    allowed: 'an ed25519 key in PEM, as evenkeel keys create writes it',
    next: 'correct the path of --key, or rotate from a machine that has it',
  });
}
