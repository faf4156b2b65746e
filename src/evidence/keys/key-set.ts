import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { canonicalJson } from '../../lib/canonical.ts';
import { DAY_MS, isoInstant } from '../../lib/clock.ts';
import { EvenkeelError } from '../../lib/errors.ts';
import { type KeyRecord, type KeySet, keyidOf, type PublicKey, recordBytes } from '../verify/key-set.ts';

export const NO_KEYS: KeySet = { kind: 'evidence-keys', version: 1, keys: [] };

export interface NewKey {
  /** An ed25519 key. */
  readonly privateKey: KeyObject;
  readonly owner: string;
  readonly fromMs: number;
  readonly days: number;
}

/** The set with a key that stands by itself. */
export function withKey(set: KeySet, key: NewKey): KeySet {
  return { ...set, keys: [...set.keys, keyOf(key)] };
}

/** The set with a key that takes over from another, which signs the new one and holds no longer from then on. */
export function withRotated(
  set: KeySet,
  old: { readonly keyid: string; readonly privateKey: KeyObject },
  key: NewKey,
): KeySet {
  const before = usableKey(set, old.keyid, key.fromMs);
  const next = keyOf({ ...key, owner: key.owner === '' ? before.owner : key.owner }, old);
  const revoked = { at: isoInstant(key.fromMs), reason: `rotated: ${next.keyid} follows`, isCompromised: false };
  return { ...set, keys: [...set.keys.map((one) => (one === before ? { ...one, revoked } : one)), next] };
}

export interface Revoke {
  readonly keyid: string;
  readonly atMs: number;
  readonly reason: string;
  readonly isCompromised: boolean;
}

/** The set in which a key is revoked. Once revoked it stays so; it can still become known as compromised. */
export function withRevoked(set: KeySet, { keyid, atMs, reason, isCompromised }: Revoke): KeySet {
  const key = keyIn(set, keyid);
  if (key.revoked !== undefined && (key.revoked.isCompromised || !isCompromised)) {
    throw new EvenkeelError({
      code: 'keys.revoked',
      message: `key ${keyid} is revoked already`,
      found: `${key.revoked.at}: ${key.revoked.reason}`,
      allowed: 'a key that is not, or --compromised for one that is',
      next: 'evenkeel keys list shows each',
    });
  }
  const revoked = { at: isoInstant(atMs), reason, isCompromised };
  return { ...set, keys: set.keys.map((one) => (one === key ? { ...one, revoked } : one)) };
}

/** The key of an id, or of the beginning of one. */
export function keyIn(set: KeySet, keyid: string): PublicKey {
  const found = set.keys.filter((key) => keyid.length >= 8 && key.keyid.startsWith(keyid));
  if (found.length === 1 && found[0] !== undefined) return found[0];
  throw new EvenkeelError({
    code: 'keys.unknown',
    message: found.length === 0 ? `there is no key ${keyid}` : `more than one key begins with ${keyid}`,
    found: keyid,
    allowed:
      set.keys.map((key) => `${key.keyid.slice(0, 16)} (${key.owner})`).join(', ') ||
      'none: evenkeel keys create makes one',
    next: 'name it by 8 or more of its digits',
  });
}

/** A key that may sign at an instant. Throws `keys.not-valid` with the reason. */
export function usableKey(set: KeySet, keyid: string, atMs: number): PublicKey {
  const key = keyIn(set, keyid);
  const at = isoInstant(atMs);
  if (key.revoked === undefined && key.validFrom <= at && at < key.validUntil) return key;
  throw new EvenkeelError({
    code: 'keys.not-valid',
    message: `key ${key.keyid} of ${key.owner} may not sign at ${at}`,
    found:
      key.revoked === undefined
        ? `valid ${key.validFrom} to ${key.validUntil}`
        : `revoked at ${key.revoked.at}: ${key.revoked.reason}`,
    allowed: 'a key that is valid and not revoked',
    next: 'evenkeel keys rotate, or evenkeel keys create',
  });
}

export function keySetText(set: KeySet): string {
  return `${canonicalJson(set, 2)}\n`;
}

/** The public half of a private key, base64 of its DER form, and its id. */
export function publicHalf(privateKey: KeyObject): { readonly publicKey: string; readonly keyid: string } {
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64');
  return { publicKey, keyid: keyidOf(publicKey) };
}

function keyOf(
  { privateKey, owner, fromMs, days }: NewKey,
  before?: { readonly keyid: string; readonly privateKey: KeyObject },
): PublicKey {
  const record: KeyRecord = {
    ...publicHalf(privateKey),
    owner,
    validFrom: isoInstant(fromMs),
    validUntil: isoInstant(fromMs + days * DAY_MS),
    ...(before !== undefined && { follows: before.keyid }),
  };
  const message = recordBytes(record);
  const signed = (key: KeyObject) => sign(null, message, key).toString('base64');
  return {
    ...record,
    proof: signed(privateKey),
    ...(before !== undefined && { endorsement: signed(before.privateKey) }),
  };
}
