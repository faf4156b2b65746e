import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DrillEngine, openDrillEngine } from '../../src/cli/drill-engine.ts';
import { PROJECT, updateStacks } from '../../src/cli/update.ts';
import { openBackend } from '../../src/engine/index.ts';
import { graphOf } from '../../src/graph/graph.ts';
import { inventoryOf } from '../../src/graph/inventory-of.ts';
import { topologyOf } from '../../src/graph/topology-of.ts';
import { type Rehearsal, type RehearsalOptions, rehearse } from '../../src/rehearsal/rehearse.ts';
import type { Runbook, Subject } from '../../src/runner/runbook.ts';
import type { Scenario } from '../../src/runner/scenario.ts';
import { accountStackOf, founderOf, loadSystem, stacksOf } from '../../src/system/index.ts';
import { assembleTwin, type Twin, twinOf } from '../../src/twin/twin.ts';
import type { Snapshot, World } from '../../src/twin/world.ts';
import { root } from './cli.ts';
import { type KillableRun, killableRun } from './killable-run.ts';
import { SEED, START_MS } from './orders-up.ts';

/** A system on a twin in memory, with the engine that can delete it: what retirements are rehearsed on. */
export interface RetirementGround {
  readonly subject: Subject;
  readonly snapshot: Snapshot;
  /** The world with the layer of the account alone, before the system: a retirement changes nothing of it. */
  readonly account: Snapshot;
  readonly engine: DrillEngine;
  readonly shellHost: RehearsalOptions['shellHost'];
  rehearse(about: Partial<RehearsalOptions> & Pick<RehearsalOptions, 'runbook' | 'scenario'>): Promise<Rehearsal>;
  remove(): void;
}

/** A day of notice and a day of silence instead of weeks: what a day costs is the same each day. */
export const SHORT: readonly (readonly [string, string])[] = [
  ['notice: 14d', 'notice: 1d'],
  ['screamTest: 7d', 'screamTest: 1d'],
];

/** A scenario in which nothing happens. */
export const QUIET: Scenario = {
  name: 'quiet',
  title: 'nothing',
  about: '',
  load: { cohorts: 0, writesPerSecond: 0 },
  calmSeconds: 0,
  tailSeconds: 0,
  faults: [],
};

/** Orders with changes to its file, each a text of it and what stands there instead. */
export async function ordersToRetire(changes = SHORT): Promise<RetirementGround> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-retire-'));
  let text = readFileSync(join(root, 'stacks/systems/orders.yaml'), 'utf8');
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`orders.yaml has no ${from}`);
    text = text.replace(from, to);
  }
  const path = join(folder, 'orders.yaml');
  writeFileSync(path, text);
  writeFileSync(
    join(folder, 'orders-verify.mjs'),
    readFileSync(join(root, 'stacks/systems/orders-verify.mjs'), 'utf8'),
  );
  return groundOf(path, folder);
}

/** The only environment of a system file's is brought up. `folder` is removed in the end. */
export async function groundOf(path: string, folder: string): Promise<RetirementGround> {
  const system = loadSystem(path);
  const [environment] = Object.values(system.environments);
  if (environment === undefined) throw new Error(`${path} has an environment`);
  const stacks = stacksOf(system, environment);
  const twin = assembleTwin({ seed: SEED, account: environment.account, nowMs: START_MS });
  const update = {
    root,
    backend: openBackend(join(folder, 'state')),
    config: { [`${PROJECT}:systems`]: folder },
    provider: twin.provider,
    mode: 'update' as const,
    readFirst: false,
  };
  await updateStacks({ ...update, stacks: [accountStackOf(system, environment)] });
  const account = twin.world.dump();
  const results = await updateStacks({ ...update, stacks });
  const states = results.flatMap((result) => result.states);
  const graph = graphOf(states);
  const topology = topologyOf(graph, { system: system.system, environment });
  const subject: Subject = {
    system,
    environment: environment.name,
    topology,
    inventory: inventoryOf(graph, { stacks, topology, others: [] }),
    lastKnownWriter: founderOf(environment).name,
  };
  const engine = openDrillEngine(new Map(results.map((result) => [result.stack, result.states])));
  const snapshot = twin.world.dump();
  const shellHost = { root: folder, path: process.env['PATH'] ?? '', node: process.execPath, shared: new Map() };
  return {
    subject,
    snapshot,
    account,
    engine,
    shellHost,
    rehearse: (about) =>
      rehearse({
        start: { snapshot, inert: {}, limits: [] },
        subject,
        seed: '1',
        shellHost,
        replay: '',
        engine: ({ provider }) => engine.begin(provider),
        ...about,
      }),
    remove() {
      engine.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A retirement that can be killed; the engine's checkpoints outlive its process as the world does. */
export function killable({ subject, snapshot, shellHost, engine }: RetirementGround, runbook: Runbook): KillableRun {
  return killableRun({ subject, snapshot, runbook, shellHost, engine: ({ provider }) => engine.begin(provider) });
}

/** What a world holds, without instants, what watches it, and what it notes of its own past. */
export function contentOf(world: World): Record<string, unknown[]> {
  const notes =
    /^(world|cloudwatch|traffic|fault|provider)\.|\.(event|job|change|activity|token|caller-reference)$|tagging/;
  const tables = world.tableNames().filter((table) => !notes.test(table));
  return Object.fromEntries(
    tables
      .map((table) => [table, world.table<object>(table).values().map(withoutInstants)])
      .filter(([, rows]) => rows?.length),
  );
}

function withoutInstants(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !/Ms$/.test(key)));
}

/** A twin of which the system is no part yet. */
export function beforeSystem({ account }: RetirementGround): Twin {
  return twinOf(account, '1');
}

/** A twin as it was brought up. */
export function asBroughtUp({ snapshot }: RetirementGround): Twin {
  return twinOf(snapshot, '1');
}
