import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { expect, it } from 'vitest';
import { Crypter } from '../../src/engine/backend/passphrase.ts';

it('opens a salt line that Pulumi made, and no other passphrase does', async () => {
  // the vector of Pulumi's own test (pkg/secrets/passphrase/manager_test.go)
  const line = 'v1:fozI5u6B030=:v1:F+6ZduKKd8G0/V7L:PGMFeIzwobWRKmEAzUdaQHqC5mMRIQ==';
  const crypter = await Crypter.open('password', line);
  expect(crypter.saltLine).toBe(line);
  await expect(Crypter.open('passwort', line)).rejects.toMatchObject({ code: 'engine.passphrase' });
});

it('makes ciphertexts that the documented format opens, with a nonce of their own', async () => {
  const crypter = await Crypter.create('a passphrase');
  const [version, salt] = crypter.saltLine.split(':');
  expect(version).toBe('v1');
  const key = pbkdf2Sync('a passphrase', Buffer.from(salt ?? '', 'base64'), 1_000_000, 32, 'sha256');
  const [, nonce = '', body = ''] = crypter.encrypt('größer', 'urn:a').split(':');
  const bytes = Buffer.from(body, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'));
  decipher.setAuthTag(bytes.subarray(-16));
  expect(Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString()).toBe('größer');
  expect(crypter.encrypt('größer', 'urn:a')).toBe(crypter.encrypt('größer', 'urn:a'));
  // equal secrets of two resources do not look equal
  expect(crypter.encrypt('größer', 'urn:b')).not.toBe(crypter.encrypt('größer', 'urn:a'));
  expect(() => crypter.decrypt(`v1:${nonce}:${Buffer.alloc(20).toString('base64')}`)).toThrow('cannot be decrypted');
});
