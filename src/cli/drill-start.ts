import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBackend, type ResourceState } from '../engine/index.ts';
import type { CheckpointResource } from '../graph/checkpoint.ts';
import { type Graph, graphOf } from '../graph/graph.ts';
import type { Inventory } from '../graph/inventory.ts';
import type { Topology } from '../graph/topology.ts';
import { EvenkeelError } from '../lib/errors.ts';
import type { Start } from '../rehearsal/rehearse.ts';
import type { Subject as RunSubject } from '../runner/runbook.ts';
import { placeInFile } from '../system/place-in-file.ts';
import { founderOf } from '../system/stacks.ts';
import { type Limit, sortedLimits } from '../twin/materialise/limit.ts';
import { observedWriter } from '../twin/observed-writer.ts';
import { inertCounts } from '../twin/provider/inert.ts';
import { whyUnfed } from '../twin/services/events/feeder.ts';
import { assembleTwin, type Twin } from '../twin/twin.ts';
import type { CheckpointFile } from './checkpoint-files.ts';
import { type OpenedCheckpoints, openCheckpoints, passphrasesHere } from './checkpoint-secrets.ts';
import type { Invocation } from './command.ts';
import { allStacks, backendOf, isUp, type Subject, topologyIn } from './estate.ts';
import { type LastFailover, lastFailover } from './last-failover.ts';
import { FIRST_INSTANT_MS } from './persistent-twin.ts';
import { systemInventory, systemResources } from './system-graph.ts';
import { updateStacks } from './update.ts';

/** What drills of a subject begin with: its checkpoints materialised, or, where it is not up, brought up in memory. */
export interface DrillStart {
  readonly start: Start;
  readonly subject: RunSubject;
  /** What each stack holds, by the ids of the drill's world: what a drill's engine starts from. */
  readonly stacks: ReadonlyMap<string, readonly ResourceState[]>;
}

/** What is known of the last move: by the journal all of it, by checkpoints at most who writes. */
type LastMove = { readonly [Part in keyof LastFailover]?: LastFailover[Part] | undefined };

/** The seed of the world before anything strikes it: ids of a rehearsal do not differ from seed to seed. */
const PROVISIONING_SEED = '1';

/** `files` are the checkpoints that somebody gave; without any, those of the state folder. */
export async function drillStart(
  invocation: Invocation,
  subject: Subject,
  files: readonly CheckpointFile[] = [],
): Promise<DrillStart> {
  const twin = assembleTwin({
    seed: PROVISIONING_SEED,
    account: subject.environment.account,
    nowMs: FIRST_INSTANT_MS,
  });
  if (files.length > 0) {
    const { resources, pending } = await resourcesOfFiles(invocation, files);
    const graph = graphOf(resources);
    const topology = topologyIn(graph, subject);
    const inventory = await systemInventory(graph, topology, subject);
    const known = { resources, graph, topology, inventory };
    const drill = materialised(subject, known, twin, { writer: writingSite(graph, topology) });
    return withLimits(
      await drill,
      pending.map((one) => interrupted(one, topology)),
    );
  }
  const backend = backendOf(invocation);
  if (isUp(backend, subject)) {
    const resources = await systemResources(backend, subject);
    const graph = graphOf(resources);
    const topology = topologyIn(graph, subject);
    const inventory = await systemInventory(graph, topology, subject, backend);
    const last = await lastFailover(invocation, subject.system.system);
    return materialised(subject, { resources, graph, topology, inventory }, twin, last);
  }
  invocation.output.progress(`${subject.system.system} is not up: bringing it up in memory`);
  const resources = await bringUpInMemory(invocation, subject, twin);
  const graph = graphOf(resources);
  const topology = topologyIn(graph, subject);
  const names = subject.stacks.map(({ stack }) => stack);
  return {
    start: { snapshot: twin.world.dump(), inert: inertCounts(twin.world, names), limits: [] },
    subject: runSubject(subject, topology, {}, await systemInventory(graph, topology, subject)),
    stacks: byStack(resources),
  };
}

/** Plays the checkpoints into the twin; what a runbook is told is by the names that the new world gives. */
async function materialised(
  subject: Subject,
  { resources, graph, topology, inventory }: Known,
  twin: Twin,
  last: LastMove | undefined,
): Promise<DrillStart> {
  const { materialise } = await import('../twin/materialise.ts');
  const { restsOn, zone } = topology;
  const { renamed, limits } = materialise(graph, twin, { restsOn, zones: { [zone.id]: zone.name } });
  const rename = <T>(value: T): T => renameAll(value, renamed) as T;
  refuseUnfedGates(subject, topology, twin);
  return {
    start: { snapshot: twin.world.dump(), inert: inertCounts(twin.world), limits },
    subject: runSubject(subject, rename(topology), last, rename(inventory)),
    stacks: byStack(
      resources.map((one) => ({
        ...one,
        ...(one.id !== undefined && { id: renamed(one.id) }),
        inputs: rename(one.inputs ?? {}),
        outputs: rename(one.outputs ?? {}),
      })),
    ),
  };
}

/** What checkpoints say of a system. */
interface Known {
  readonly resources: readonly CheckpointResource[];
  readonly graph: Graph;
  readonly topology: Topology;
  readonly inventory: Inventory;
}

function renameAll(value: unknown, renamed: (text: string) => string): unknown {
  if (typeof value === 'string') return renamed(value);
  if (Array.isArray(value)) return value.map((item) => renameAll(item, renamed));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renameAll(item, renamed)]));
}

/** The resources as an engine holds them: what a checkpoint leaves out is as Pulumi takes it to be. */
function byStack(resources: readonly CheckpointResource[]): ReadonlyMap<string, readonly ResourceState[]> {
  const states = resources.map(
    ({ delete: condemned, ...one }): ResourceState => ({
      additionalSecretOutputs: [],
      ...one,
      custom: one.custom ?? false,
      inputs: one.inputs ?? {},
      outputs: one.outputs ?? {},
      dependencies: one.dependencies ?? [],
      propertyDependencies: one.propertyDependencies ?? {},
      protect: one.protect ?? false,
      external: one.external ?? false,
      condemned: one.condemned ?? condemned ?? false,
      ignoreChanges: one.ignoreChanges ?? [],
    }),
  );
  return Map.groupBy(states, ({ urn }) => urn.split('::')[0]?.replace('urn:pulumi:', '') ?? '');
}

function withLimits(drill: DrillStart, limits: readonly Limit[]): DrillStart {
  const { start } = drill;
  return { ...drill, start: { ...start, limits: sortedLimits([...start.limits, ...limits]) } };
}

function interrupted({ urn, type, operation }: OpenedCheckpoints['pending'][number], topology: Topology): Limit {
  const cost = `an operation on it (${operation}) was interrupted when the stack was last updated: nobody knows what became of it`;
  return { kind: 'left-out', urn, type, cost, isUnknown: topology.restsOn.includes(urn) };
}

async function resourcesOfFiles(
  invocation: Invocation,
  files: readonly CheckpointFile[],
): Promise<Pick<OpenedCheckpoints, 'resources' | 'pending'>> {
  const { resources, closed, pending } = await openCheckpoints(files, passphrasesHere(invocation.stateDir));
  for (const [name, why] of [...closed].sort()) invocation.output.warn(`${name}: its secrets stay closed: ${why}`);
  return { resources, pending };
}

/** The site whose cluster the checkpoints saw writing, where they tell. */
function writingSite(graph: Graph, { sites, globalClusterId }: Topology): string | undefined {
  const global = graph.byType('aws:rds/globalCluster:GlobalCluster').find(({ id }) => id === globalClusterId);
  const arn = global && observedWriter(graph, global);
  return sites.find(({ cluster }) => cluster.arn === arn)?.site;
}

/** A gate whose feeder nothing invokes says nothing: no site would ever claim. */
function refuseUnfedGates({ system, environment, file }: Subject, { sites }: Topology, { world }: Twin): void {
  const problems = sites.flatMap(({ site, region, gate }, index) => {
    const why = whyUnfed(world, region, gate);
    if (why === undefined) return [];
    return {
      code: 'topology.gate',
      at: placeInFile(file)(['environments', environment.name, 'sites', index]),
      message: `${system.system} ${environment.name}, site ${site}: nothing feeds the traffic gate, so no runbook could claim`,
      found: why,
      allowed: 'an enabled EventBridge rule with rate(…) that targets the feeder and is permitted to invoke it',
      next: 'give the checkpoint that holds rule, target and permission, or schedule the feeder so',
    };
  });
  if (problems.length > 0) throw new EvenkeelError(problems);
}

/** What a runbook is told of a subject. */
export function runSubject(
  subject: Subject,
  topology: RunSubject['topology'],
  last: LastMove = {},
  inventory?: Inventory,
): RunSubject {
  return {
    system: subject.system,
    environment: subject.environment.name,
    topology,
    ...(inventory !== undefined && { inventory }),
    lastKnownWriter: last.writer ?? founderOf(subject.environment).name,
    ...(last.lost !== undefined &&
      last.writer !== undefined &&
      last.run !== undefined && { lastGivenUp: { site: last.lost, writer: last.writer, run: last.run } }),
  };
}

async function bringUpInMemory(
  invocation: Invocation,
  subject: Subject,
  twin: Twin,
): Promise<readonly ResourceState[]> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-drill-'));
  try {
    const results = await updateStacks({
      root: invocation.root,
      stacks: allStacks(subject),
      config: subject.config,
      backend: openBackend(folder),
      provider: twin.provider,
      mode: 'update',
      readFirst: false,
      onStack: ({ stack }) => invocation.output.progress(`  ${stack}`),
    });
    // the account is there, and no part of the system
    return results.filter(({ stack }) => stack !== subject.account.stack).flatMap((result) => result.states);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
