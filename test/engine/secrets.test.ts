import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openBackend } from '../../src/engine/index.ts';
import { hasSecret, secret, UNKNOWN } from '../../src/lib/property.ts';
import { PLANTED } from './helpers/memory-provider.ts';
import { engineWorld } from './helpers/world.ts';

const SECRETS = {
  config: { 'aws:region': 'us-east-1', 'engine:planted': PLANTED },
  secretConfigKeys: ['engine:planted'],
};

/** The ways a secret could stand in a file or a message. */
function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  // base64 at each of the three offsets, without the ends that depend on the neighbours
  const base64 = [0, 1, 2].map((pad) =>
    Buffer.concat([Buffer.alloc(pad), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  return [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text), bytes.toString('hex'), ...base64];
}

function expectNoSecret(text: string, where: string): void {
  for (const form of formsOf(PLANTED)) expect(text.includes(form), `${where} holds ${form}`).toBe(false);
}

function expectCleanFolder(folder: string): void {
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (file.isFile()) expectNoSecret(readFileSync(join(file.parentPath, file.name), 'utf8'), file.name);
  }
}

it('a secret is in no file, argument, event or error, and comes back as a secret', async () => {
  const { run, provider, backend, folder } = engineWorld();
  const told: string[] = [];
  const onEvent = (event: unknown) => void told.push(JSON.stringify(event));
  provider.before = () => {
    // while the program runs, the journal is there
    expectCleanFolder(folder);
    if (process.platform !== 'linux') return;
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        expectNoSecret(readFileSync(`/proc/${pid}/cmdline`, 'utf8'), `the arguments of process ${pid}`);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      }
    }
  };
  const result = await run('secrets.ts', { ...SECRETS, onEvent });
  expect(result.outputs['hidden']).toEqual(secret(PLANTED));
  expect(result.outputs['plain']).toBe('store-1');
  expect(provider.world.get('version-1')?.inputs['secretString']).toBe(PLANTED);
  expectCleanFolder(folder);
  expect(told.some((event) => event.includes('told by the program: [secret]'))).toBe(true);
  expectNoSecret(told.join('\n'), 'an event');

  const snapshot = await openBackend(folder).readStack({ project: 'engine', stack: 'dev' });
  const stateOf = (name: string) => snapshot?.resources.find((one) => one.urn.endsWith(`::${name}`));
  expect(stateOf('version')?.outputs).toMatchObject({
    secretString: secret(PLANTED),
    arn: secret('arn:aws:test:us-east-1:000000000000:version-1'),
  });
  expect(stateOf('store')?.outputs['description']).toEqual(secret(`holds ${PLANTED}`));
  expect(stateOf('cluster')?.additionalSecretOutputs).toEqual(['masterPassword', 'masterPasswordWo']);
  // what was encrypted before keeps its bytes
  const before = readFileSync(join(folder, '.pulumi/stacks/engine/dev.json'), 'utf8');
  expect((await run('secrets.ts', SECRETS)).changes).toMatchObject({ same: 4, update: 0 });
  expect(readFileSync(join(folder, '.pulumi/stacks/engine/dev.json'), 'utf8')).toBe(before);
  expect((await run('secrets.ts', { ...SECRETS, readFirst: true })).changes).toMatchObject({ same: 4, update: 0 });
  expect(hasSecret((await backend.outputs({ project: 'engine', stack: 'dev' }))?.['derived'])).toBe(true);
  expectCleanFolder(folder);
});

it('errors of the provider and of the program do not tell a secret', async () => {
  const { run, provider, folder } = engineWorld();
  provider.before = (_, name) => {
    if (name === 'version') throw new Error(`cannot store ${PLANTED}`);
  };
  const failed: Error = await run('secrets.ts', SECRETS).then(Promise.reject, (error: Error) => error);
  expect(failed).toMatchObject({ code: 'engine.step-failed', problems: [{ found: 'cannot store [secret]' }] });
  expectNoSecret(`${failed.message} ${failed.stack} ${failed.cause}`, 'the error');

  provider.before = () => undefined;
  const config = { ...SECRETS.config, 'engine:fail': 'true' };
  const thrown: Error = await run('secrets.ts', { ...SECRETS, config }).then(Promise.reject, (error: Error) => error);
  expect(thrown.message).toContain('failed with [secret]');
  expectNoSecret(`${thrown.message} ${thrown.stack}`, 'the error');
  expectCleanFolder(folder);
});

it('what another stack keeps secret stays secret, and one that is not there is named', async () => {
  const { run, folder, provider } = engineWorld();
  await expect(run('referring.ts', { stack: 'user' })).rejects.toMatchObject({
    code: 'engine.missing-stack',
    problems: [{ found: 'organization/engine/dev', at: 'referring.ts:5:15' }],
  });
  await run('secrets.ts', SECRETS);
  const result = await run('referring.ts', { stack: 'user' });
  expect(result.outputs).toEqual({ plain: 'store-1', hidden: secret(PLANTED) });
  expect(result.resources.find(({ op }) => op === 'read')?.urn).toContain('StackReference');
  expect(provider.world.get('cluster-1')?.inputs['masterPassword']).toBe(PLANTED);
  expectCleanFolder(folder);
  expect((await run('referring.ts', { stack: 'user' })).changes).toMatchObject({ create: 0, same: 2 });

  // a preview of what is not there yet goes on with what the preview before foresaw
  const config = { 'aws:region': 'us-east-1', 'engine:other': 'coming' };
  const foreseen = { stackOutputs: () => ({ plain: UNKNOWN, hidden: secret('x') }) };
  const preview = await run('referring.ts', { stack: 'user', mode: 'preview', config, ...foreseen });
  expect(preview.outputs['plain']).toBe(UNKNOWN);
});
