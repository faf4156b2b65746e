import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * AES-256-GCM with a fresh nonce a message: `nonce (12) | tag (16) | ciphertext`. Throws when the key is another one
 * or a byte was changed. `context` is authenticated, so that a sealed value cannot be moved to another place.
 */
export function seal(key: Uint8Array, plain: string | Uint8Array, context: string): Uint8Array {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

export function unseal(key: Uint8Array, sealed: Uint8Array, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}

/** A 32-byte key for one purpose, derived from the state folder's secret. */
export function deriveKey(secret: string | Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, 'evenkeel', purpose, 32));
}

/** What may be journaled or printed instead of a secret: equal secrets are seen to be equal, and no more. */
export function keyedHash(key: Uint8Array, value: string): string {
  return `keyed-sha256:${createHmac('sha256', key).update(value).digest('hex').slice(0, 32)}`;
}
