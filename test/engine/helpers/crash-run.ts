import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBackend, runStack } from '../../../src/engine/index.ts';
import { MemoryProvider } from './memory-provider.ts';

/**
 * A run in a process of its own that a test can kill: `crash-run.ts FOLDER MODE OPERATION NAME`. It keeps the
 * provider's world in FOLDER/world.json and stops for good, saying `ready`, after the effect of OPERATION on NAME.
 */
const [folder = '', mode = 'update', operation = '', name = ''] = process.argv.slice(2);
const provider = new MemoryProvider();
const worldFile = join(folder, 'world.json');
if (existsSync(worldFile)) {
  for (const [id, resource] of JSON.parse(readFileSync(worldFile, 'utf8'))) provider.world.set(id, resource);
}
for (const verb of ['create', 'update', 'delete'] as const) {
  const act = provider[verb].bind(provider) as (request: { name: string }) => Promise<unknown>;
  Object.assign(provider, {
    async [verb](request: { name: string; preview?: boolean }) {
      const result = await act(request);
      if (request.preview) return result;
      // whole or not at all: the test may kill this process while it writes
      writeFileSync(`${worldFile}.new`, JSON.stringify([...provider.world]));
      renameSync(`${worldFile}.new`, worldFile);
      if (verb !== operation || request.name !== name) return result;
      process.stdout.write('ready\n');
      return new Promise(() => undefined);
    },
  });
}
await runStack({
  program: join(import.meta.dirname, '..', 'programs', 'network.ts'),
  root: join(import.meta.dirname, '..', 'programs'),
  project: 'engine',
  stack: 'dev',
  config: { 'aws:region': 'us-east-1', ...JSON.parse(process.env['CONFIG'] ?? '{}') },
  backend: openBackend(folder),
  provider,
  mode: mode as 'update',
  readFirst: false,
  clock: { nowMs: () => 0 },
});
process.stdout.write('done\n');
