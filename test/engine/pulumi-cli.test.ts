import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import { testWith } from '../support/external.ts';
import { engineWorld } from './helpers/world.ts';

testWith('pulumi', 'a real Pulumi CLI opens the state', async () => {
  const { run, folder, backend } = engineWorld();
  const planted = { 'aws:region': 'us-east-1', 'engine:planted': 'a-planted-secret' };
  await run('secrets.ts', { config: planted, secretConfigKeys: ['engine:planted'] });
  const env = {
    ...process.env,
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: join(folder, 'passphrase'),
    PULUMI_HOME: join(folder, 'home'),
    PULUMI_SKIP_UPDATE_CHECK: 'true',
  };
  const pulumi = (...words: string[]) => execFileSync('pulumi', words, { env, cwd: folder, encoding: 'utf8' });
  const stack = 'organization/engine/dev';
  expect(JSON.parse(pulumi('stack', 'ls', '--all', '--json')).map((one: { name: string }) => one.name)).toEqual([
    stack,
  ]);
  const exported = JSON.parse(pulumi('stack', 'export', '--stack', stack));
  const urns = (list: readonly { urn: string }[] = []) => list.map((one) => one.urn);
  const own = backend.exportStack({ project: 'engine', stack: 'dev' });
  expect(urns(exported.deployment.resources)).toEqual(urns(own?.deployment.resources));
  const shown = pulumi('stack', 'output', 'derived', '--show-secrets', '--stack', stack);
  expect(shown).toContain('a-planted-secret');
});
