import module from 'node:module';
import { join } from 'node:path';

/**
 * `up` or `preview` of one stack as `evenkeel` does it, with a program of many resources: `node scripts/bench/embedded-many.ts
 * update|preview COUNT FOLDER`. The stack and the persistent twin are in FOLDER, and made where they are not there. A process of its
 * own, so that its start is measured too.
 */
const root = join(import.meta.dirname, '..', '..');
const [mode = '', count = '', folder = ''] = process.argv.slice(2);
module.enableCompileCache?.(join(root, 'node_modules', '.cache', 'compile'));
// only now, so that they are compiled once, as those of bin/evenkeel.js are
const { systemClock } = await import('../../src/lib/machine-clock.ts');
const { FIRST_INSTANT_MS } = await import('../../src/cli/persistent-twin.ts');
const { PROJECT } = await import('../../src/cli/update.ts');
const { openBackend, runStack } = await import('../../src/engine/index.ts');
const { openStateFolder } = await import('../../src/lib/state-folder.ts');
const { openStore } = await import('../../src/twin/store.ts');
const { assembleTwin } = await import('../../src/twin/twin.ts');

const backend = openBackend(folder);
backend.warm();
const begin = { seed: '1', account: '123456789012', nowMs: FIRST_INSTANT_MS };
const store = openStore(folder, openStateFolder(folder).key('twin'), begin);
const { changes } = await runStack({
  program: join(import.meta.dirname, 'many.ts'),
  root,
  project: PROJECT,
  stack: 'many',
  config: { [`${PROJECT}:resources`]: count },
  backend,
  provider: assembleTwin(store.world).provider,
  mode: mode === 'preview' ? 'preview' : 'update',
  readFirst: true,
  clock: systemClock,
});
store.close();
process.stdout.write(`${JSON.stringify(changes)}\n`);
