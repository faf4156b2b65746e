import { isSecret, type PropertyMap, type PropertyValue, secret } from '../lib/property.ts';

/** What a ciphertext of a checkpoint holds: JSON. */
export type Decrypt = (ciphertext: string) => string;

/**
 * A value with each secret as a marked plain one. Without `decrypt`, ciphertext stays as it is; `isCiphertext` tells it
 * from values.
 */
export function decryptValue(value: PropertyValue, decrypt: Decrypt | undefined): PropertyValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => decryptValue(item, decrypt));
  if (isSecret(value)) return decryptSecret(value, decrypt);
  const members = Object.entries(value as PropertyMap).map(([key, member]) => [
    key,
    member === undefined ? undefined : decryptValue(member, decrypt),
  ]);
  return Object.fromEntries(members) as PropertyMap;
}

/** True for a secret whose value is not there. */
export function isCiphertext(value: PropertyValue | undefined): boolean {
  if (!isSecret(value)) return false;
  const { value: plain, plaintext } = value as PropertyMap;
  return plain === undefined && plaintext === undefined;
}

function decryptSecret(value: PropertyValue, decrypt: Decrypt | undefined): PropertyValue {
  const { value: plain, plaintext, ciphertext } = value as PropertyMap;
  if (plain !== undefined) return secret(decryptValue(plain, decrypt));
  if (typeof plaintext === 'string') return secret(JSON.parse(plaintext) as PropertyValue);
  if (typeof ciphertext !== 'string' || decrypt === undefined) return value;
  return secret(JSON.parse(decrypt(ciphertext)) as PropertyValue);
}
