import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openCheckpoints } from '../../src/cli/checkpoint-secrets.ts';
import { secret } from '../../src/lib/property.ts';
import { exportsOf, PASSPHRASE } from '../support/foreign-exports.ts';

const [name = ''] = exportsOf('cli');
const exported = JSON.parse(readFileSync(name, 'utf8')) as { version: number; deployment: Record<string, unknown> };
const file = { name, checkpoint: exported };

const passwordIn = async (...given: Parameters<typeof openCheckpoints>) => {
  const { resources } = await openCheckpoints(...given);
  return resources.find(({ urn }) => urn.endsWith('::ledger-green'))?.inputs?.['masterPassword'];
};

it('secrets of a real export are opened by whichever passphrase fits, and marked', async () => {
  const passphrases = [
    { text: 'wrong', from: 'a' },
    { text: PASSPHRASE, from: 'b' },
  ];
  expect((await openCheckpoints([file], passphrases)).closed.size).toBe(0);
  expect(await passwordIn([file], passphrases)).toEqual(secret('not-a-real-password-1'));
});

it('secrets that stay closed are ciphertext still, with the reason by file', async () => {
  const { closed } = await openCheckpoints([file], []);
  expect([...closed]).toEqual([[name, 'no passphrase is given']]);
  expect((await openCheckpoints([file], [{ text: 'wrong', from: 'A' }])).closed.get(name)).toBe(
    'not opened by the passphrase of A',
  );
  expect(await passwordIn([file], [])).toHaveProperty('ciphertext');
  const kept = {
    ...exported,
    deployment: { ...exported.deployment, secrets_providers: { type: 'service', state: {} } },
  };
  const { closed: other } = await openCheckpoints([{ name: 'x', checkpoint: kept }], []);
  expect(other.get('x')).toBe('its secrets are kept by service, which only the Pulumi CLI can ask');
});

it('operations that were interrupted are told', async () => {
  const resource = { urn: 'urn:pulumi:live::shopfront::aws:sns/topic:Topic::t', type: 'aws:sns/topic:Topic' };
  const checkpoint = { version: 3, deployment: { pending_operations: [{ type: 'creating', resource }] } };
  const { pending, resources } = await openCheckpoints([{ name: 'x', checkpoint }], []);
  expect(pending).toEqual([{ ...resource, operation: 'creating' }]);
  expect(resources).toEqual([]);
});
