import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT, updateStacks } from '../../src/cli/update.ts';
import { openBackend } from '../../src/engine/index.ts';
import { accountStackOf, loadSystem, stacksOf } from '../../src/system/index.ts';
import type { Request } from '../../src/twin/dispatch.ts';
import { assembleTwin, type Twin } from '../../src/twin/twin.ts';
import type { Snapshot } from '../../src/twin/world.ts';

/** Where the fuzzing begins: a world in which `orders` is up, and every request that brought it there and takes it down. */
export interface Corpus {
  readonly snapshot: Snapshot;
  readonly requests: readonly Request[];
}

export async function makeCorpus(root: string): Promise<Corpus> {
  const systems = join(root, 'stacks', 'systems');
  const system = loadSystem(join(systems, 'orders.yaml'));
  const environment = system.environments['prod'];
  if (!environment) throw new Error('orders has an environment prod');
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-fuzz-'));
  const twin = assembleTwin({ seed: '1', account: environment.account, nowMs: Date.UTC(2026, 0, 1) });
  const requests = recorded(twin);
  try {
    const stacks = [accountStackOf(system, environment), ...stacksOf(system, environment)];
    const common = { root, stacks, config: { [`${PROJECT}:systems`]: systems }, backend: openBackend(folder) };
    await updateStacks({ ...common, provider: twin.provider, mode: 'update', readFirst: true });
    return { snapshot: twin.world.dump(), requests: distinct(requests) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function recorded({ dispatcher }: Twin): Request[] {
  const requests: Request[] = [];
  const dispatch = dispatcher.dispatch.bind(dispatcher);
  dispatcher.dispatch = (request) => {
    requests.push(request);
    return dispatch(request);
  };
  return requests;
}

/** A few of each operation are as good as a hundred. */
function distinct(requests: readonly Request[]): Request[] {
  const counts = new Map<string, number>();
  return requests.filter(({ service, operation }) => {
    const key = `${service}.${operation}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= PER_OPERATION;
  });
}

const PER_OPERATION = 8;
