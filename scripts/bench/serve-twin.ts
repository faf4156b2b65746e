/**
 * Serves the twin of a state folder as `evenkeel twin serve` does: `node scripts/bench/serve-twin.ts FOLDER disk|memory`. In memory the
 * world is a copy of the folder's. Prints its endpoint when it is ready; ends when its input does.
 */
import { FIRST_INSTANT_MS } from '../../src/cli/persistent-twin.ts';
import { openStateFolder } from '../../src/lib/state-folder.ts';
import { openStore } from '../../src/twin/store.ts';
import { assembleTwin } from '../../src/twin/twin.ts';
import { createWire, listen } from '../../src/twin/wire/index.ts';
import { World } from '../../src/twin/world.ts';

const [path = '', where = 'memory'] = process.argv.slice(2);
const folder = openStateFolder(path);
const store = openStore(folder.dir, folder.key('twin'), {
  seed: '1',
  account: '123456789012',
  nowMs: FIRST_INSTANT_MS,
});
const server = await listen(createWire(assembleTwin(where === 'disk' ? store.world : copyOf(store.world)).dispatcher), {
  port: 0,
  onBug(error) {
    throw error;
  },
});
process.stdout.write(`${server.url}\n`);
process.stdin.resume().once('end', () => {
  void server.close();
  store.close();
});

function copyOf(world: World): World {
  const snapshot = world.dump();
  const copy = new World(snapshot);
  copy.load(snapshot);
  return copy;
}
