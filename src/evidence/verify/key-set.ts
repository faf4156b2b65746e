import { createHash } from 'node:crypto';
import { canonical } from './canonical.ts';
import { no, type VerifyCheck, yes } from './check.ts';
import { isSignedBy } from './envelope.ts';

/** Public keys, whose they are, and when they held. */
export interface KeySet {
  readonly kind: 'evidence-keys';
  readonly version: 1;
  readonly keys: readonly PublicKey[];
}

export interface PublicKey extends KeyRecord {
  /** By the key itself, over its record: nobody can name another owner or another time. */
  readonly proof: string;
  /** Of a key that took over from another: that one's signature over this record. */
  readonly endorsement?: string;
  readonly revoked?: Revocation;
}

export interface KeyRecord {
  /** SHA-256 of the public key, hexadecimal. */
  readonly keyid: string;
  readonly owner: string;
  /** ed25519, base64 of the DER form (SPKI). */
  readonly publicKey: string;
  /** ISO 8601 in UTC. */
  readonly validFrom: string;
  readonly validUntil: string;
  /** The key that this one took over from. */
  readonly follows?: string;
}

export interface Revocation {
  /** From when on nothing that it signs counts. */
  readonly at: string;
  readonly reason: string;
  /** True where somebody else may have it: what it claims to have signed earlier counts only where an anchor proves the time. */
  readonly isCompromised: boolean;
}

/** The keys in a file, or why they are none. A record that its own key did not sign, or whose predecessor did not, makes the whole file none. */
export function openKeySet(text: string): KeySet | { readonly fault: string } {
  let parsed: Partial<KeySet>;
  try {
    parsed = JSON.parse(text) as Partial<KeySet>;
  } catch {
    return { fault: 'it is no JSON' };
  }
  const keys = parsed?.keys;
  if (parsed?.kind !== 'evidence-keys' || parsed.version !== 1 || !Array.isArray(keys))
    return { fault: 'it is no key set of Evenkeel' };
  for (const key of keys) {
    const fault = faultOf(key, keys);
    if (fault !== undefined) return { fault: `key ${key?.keyid}: ${fault}` };
  }
  return parsed as KeySet;
}

export function keyidOf(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
}

/** What a key signs of itself, and its predecessor of it. */
export function recordBytes({ keyid, owner, publicKey, validFrom, validUntil, follows }: KeyRecord): Buffer {
  return Buffer.from(`evenkeel key\n${canonical({ keyid, owner, publicKey, validFrom, validUntil, follows })}`);
}

function faultOf(key: PublicKey, keys: readonly PublicKey[]): string | undefined {
  const texts = [key?.keyid, key?.owner, key?.publicKey, key?.validFrom, key?.validUntil, key?.proof];
  if (texts.some((text) => typeof text !== 'string' || text === '')) return 'it lacks a field';
  if (Number.isNaN(Date.parse(key.validFrom)) || Number.isNaN(Date.parse(key.validUntil))) return 'it has no period';
  if (keyidOf(key.publicKey) !== key.keyid) return 'its id is not that of its public key';
  if (keys.filter(({ keyid }) => keyid === key.keyid).length > 1) return 'it is there twice';
  if (key.revoked !== undefined && Number.isNaN(Date.parse(key.revoked.at))) return 'it was revoked at no time';
  const message = recordBytes(key);
  if (!isSigned(key.publicKey, message, key.proof)) return 'its record is not signed by itself';
  if (key.follows === undefined) return undefined;
  const before = keys.find(({ keyid }) => keyid === key.follows);
  if (before === undefined) return 'the key before it is not there';
  return isSigned(before.publicKey, message, key.endorsement) ? undefined : 'the key before it did not sign it';
}

function isSigned(publicKey: string, message: Buffer, signature: string | undefined): boolean {
  try {
    return signature !== undefined && isSignedBy(publicKey, message, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** Whether a key held at the instant that an attestation claims. `provenMs` is the time by which an anchor proves that it was signed. */
export function keyChecks(key: PublicKey, signedAt: string, provenMs: number | undefined): VerifyCheck[] {
  const signedMs = Date.parse(signedAt);
  const holds = Date.parse(key.validFrom) <= signedMs && signedMs < Date.parse(key.validUntil);
  const period = `${key.validFrom} to ${key.validUntil}`;
  const claims = `signed at ${signedAt}, as the signer says`;
  return [
    holds
      ? yes('validity', `${claims}; the key is valid ${period}`)
      : no('validity', `${claims}; the key is valid ${period}`),
    revocationCheck(key.revoked, signedMs, provenMs),
  ];
}

function revocationCheck(revoked: Revocation | undefined, signedMs: number, provenMs: number | undefined): VerifyCheck {
  if (revoked === undefined) return yes('revocation', 'the key is not revoked in this key set');
  const { at, reason, isCompromised } = revoked;
  const told = `the key was revoked at ${at}: ${reason}`;
  const revokedMs = Date.parse(at);
  if (signedMs >= revokedMs) return no('revocation', `${told}; this claims to be later`);
  if (provenMs !== undefined && provenMs < revokedMs)
    return yes('revocation', `${told}; an anchor proves that this is earlier`);
  if (isCompromised) return no('revocation', `${told}; it is compromised, and no anchor proves that this is earlier`);
  return yes('revocation', `${told}; this claims to be earlier`);
}
