import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { engineWorld } from './helpers/world.ts';

/** The launcher of npm's package `pulumi` downloads the CLI: only one that is installed counts. */
const cli = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .map((folder) => join(folder, 'pulumi'))
  .find((path) => existsSync(path));

it.skipIf(cli === undefined)('a real Pulumi CLI opens the state (skipped: no `pulumi` on PATH)', async () => {
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
  const pulumi = (...words: string[]) => execFileSync(cli ?? '', words, { env, cwd: folder, encoding: 'utf8' });
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
