import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT, updateStacks } from '../../src/cli/update.ts';
import { type Backend, openBackend, type ResourceState } from '../../src/engine/index.ts';
import type { Wanted } from '../../src/graph/topology-of.ts';
import { accountStackOf, loadSystem, stacksOf } from '../../src/system/index.ts';
import { assembleTwin, type Twin } from '../../src/twin/twin.ts';
import { root } from './cli.ts';

export const SEED = '7';
export const START_MS = Date.UTC(2026, 0, 1);

/** The sample system, brought up on a twin in memory by the embedded engine. */
export interface OrdersUp {
  readonly twin: Twin;
  readonly account: string;
  /** What its topology is looked for by. */
  readonly wanted: Wanted;
  /** In the order of the layers. */
  readonly stacks: readonly string[];
  /** The stack of what its account has once, brought up before the others. */
  readonly accountStack: string;
  readonly backend: Backend;
  /** The resources of the system's stacks, or of those named, secrets decrypted and marked. */
  resources(stacks?: readonly string[]): Promise<ResourceState[]>;
  remove(): void;
}

export async function bringOrdersUp(): Promise<OrdersUp> {
  const systems = join(root, 'stacks', 'systems');
  const system = loadSystem(join(systems, 'orders.yaml'));
  const environment = system.environments['prod'];
  if (environment === undefined) throw new Error('orders has an environment prod');
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-orders-'));
  const backend = openBackend(folder);
  const twin = assembleTwin({ seed: SEED, account: environment.account, nowMs: START_MS });
  const stacks = stacksOf(system, environment);
  const account = accountStackOf(system, environment);
  await updateStacks({
    root,
    stacks: [account, ...stacks],
    config: { [`${PROJECT}:systems`]: systems },
    backend,
    provider: twin.provider,
    mode: 'update',
    readFirst: true,
  });
  const names = stacks.map(({ stack }) => stack);
  return {
    twin,
    account: environment.account,
    wanted: { system: system.system, environment },
    stacks: names,
    accountStack: account.stack,
    backend,
    async resources(of = names) {
      const read = await Promise.all(of.map((stack) => backend.readStack({ project: PROJECT, stack })));
      return read.flatMap((snapshot) => [...(snapshot?.resources ?? [])]);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
