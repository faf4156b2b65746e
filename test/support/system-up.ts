import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadRunbook, loadScenario } from '../../src/cli/runbooks.ts';
import { isEmpty, PROJECT, updateStacks } from '../../src/cli/update.ts';
import { type Backend, openBackend, type StackResult } from '../../src/engine/index.ts';
import { graphOf } from '../../src/graph/graph.ts';
import { topologyOf } from '../../src/graph/topology-of.ts';
import { type Rehearsal, rehearse } from '../../src/rehearsal/rehearse.ts';
import type { ChildResult } from '../../src/runner/journal/events.ts';
import type { Runbook, Subject } from '../../src/runner/runbook.ts';
import type { ShellHost } from '../../src/runner/shell.ts';
import { accountStackOf, founderOf, loadSystem, type StackSpec, stacksOf } from '../../src/system/index.ts';
import { assembleTwin, type Twin } from '../../src/twin/twin.ts';
import type { Snapshot } from '../../src/twin/world.ts';
import { root } from './cli.ts';
import { SEED, START_MS } from './orders-up.ts';

/** A system of any file, brought up on a twin in memory, to be previewed and failed over. */
export interface SystemUp {
  readonly twin: Twin;
  readonly subject: Subject;
  readonly stacks: readonly StackSpec[];
  readonly backend: Backend;
  readonly shellHost: ShellHost;
  /** What a preview that reads first would do. */
  preview(options?: PreviewOptions): Promise<StackResult[]>;
  /** The failover, or another runbook, on a copy of this world. */
  rehearse(scenario: string, seed: string, runbook?: string | Runbook): Promise<Rehearsal>;
  remove(): void;
}

export interface PreviewOptions {
  /** Default: the one it was brought up on. */
  readonly twin?: Twin;
  readonly stacks?: readonly StackSpec[];
  /** The folder whose `stacks/index.ts` is the program. Default: the package's. */
  readonly root?: string;
}

/** The only environment of the system file's is brought up. */
export async function bringSystemUp(path: string): Promise<SystemUp> {
  const system = loadSystem(path);
  const [environment] = Object.values(system.environments);
  if (environment === undefined) throw new Error(`${path} has an environment`);
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-system-'));
  const backend = openBackend(folder);
  const twin = assembleTwin({ seed: SEED, account: environment.account, nowMs: START_MS });
  const stacks = stacksOf(system, environment);
  const common = { root, backend, config: { [`${PROJECT}:systems`]: dirname(path) } };
  const account = accountStackOf(system, environment);
  const update = { ...common, provider: twin.provider, mode: 'update' as const, readFirst: false };
  await updateStacks({ ...update, stacks: [account] });
  const results = await updateStacks({ ...update, stacks });
  const subject: Subject = {
    system,
    environment: environment.name,
    topology: topologyOf(graphOf(results.flatMap((result) => result.states)), {
      system: system.system,
      environment,
    }),
    lastKnownWriter: founderOf(environment).name,
  };
  const shared = new Map<string, ChildResult>();
  const shellHost = { root: dirname(path), path: process.env['PATH'] ?? '', node: process.execPath, shared };
  const snapshot: Snapshot = twin.world.dump();
  return {
    twin,
    subject,
    stacks,
    backend,
    shellHost,
    preview: (options = {}) =>
      updateStacks({
        ...common,
        root: options.root ?? root,
        stacks: options.stacks ?? [account, ...stacks],
        provider: (options.twin ?? twin).provider,
        mode: 'preview',
        readFirst: true,
      }),
    rehearse: async (scenario, seed, runbook = 'dr-failover') =>
      rehearse({
        start: { snapshot, inert: {}, limits: [] },
        subject,
        runbook: typeof runbook === 'string' ? await loadRunbook(root, runbook) : runbook,
        scenario: await loadScenario(root, scenario),
        seed,
        shellHost,
        replay: '',
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What a preview would touch, each as `STACK NAME` or `STACK output NAME`: what it would do, and the differences by property. */
export function changesOf(results: readonly StackResult[]): Record<string, string> {
  if (isEmpty(results)) return {};
  const changes: Record<string, string> = {};
  for (const { stack, resources, outputChanges } of results) {
    for (const { urn, op, diff } of resources) {
      if ((op === 'same' || op === 'read') && diff === undefined) continue;
      changes[`${stack} ${urn.split('::').at(-1)}`] = `${op} ${JSON.stringify(diff ?? {})}`;
    }
    for (const [name, change] of Object.entries(outputChanges)) changes[`${stack} output ${name}`] = change;
  }
  return changes;
}
