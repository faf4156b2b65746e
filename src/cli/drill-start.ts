import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBackend } from '../engine/index.ts';
import { type Graph, graphOf } from '../graph/graph.ts';
import type { Topology } from '../graph/topology.ts';
import { topologyOf } from '../graph/topology-of.ts';
import type { Start } from '../rehearsal/rehearse.ts';
import type { Subject as RunSubject } from '../runner/runbook.ts';
import { founderOf } from '../system/stacks.ts';
import { inertCounts } from '../twin/provider/inert.ts';
import { assembleTwin, type Twin } from '../twin/twin.ts';
import type { Invocation } from './command.ts';
import { backendOf, isUp, type Subject } from './estate.ts';
import { type LastFailover, lastFailover } from './last-failover.ts';
import { FIRST_INSTANT_MS } from './persistent-twin.ts';
import { systemGraph } from './system-graph.ts';
import { updateStacks } from './update.ts';

/** What drills of a subject begin with: its checkpoints materialised, or, where it is not up, brought up in memory. */
export interface DrillStart {
  readonly start: Start;
  readonly subject: RunSubject;
}

/** The seed of the world before anything strikes it: ids of a rehearsal do not differ from seed to seed. */
const PROVISIONING_SEED = '1';

export async function drillStart(invocation: Invocation, subject: Subject): Promise<DrillStart> {
  const twin = assembleTwin({
    seed: PROVISIONING_SEED,
    account: subject.environment.account,
    nowMs: FIRST_INSTANT_MS,
  });
  const backend = backendOf(invocation);
  const isThere = isUp(backend, subject);
  if (!isThere) invocation.output.progress(`${subject.system.system} is not up: bringing it up in memory`);
  const graph = isThere ? await systemGraph(backend, subject) : await bringUpInMemory(invocation, subject, twin);
  const topology = isThere ? await materialised(graph, twin) : topologyOf(graph);
  return {
    start: { snapshot: twin.world.dump(), inert: inertCounts(twin.world) },
    subject: runSubject(subject, topology, isThere ? await lastFailover(invocation, subject.system.system) : undefined),
  };
}

/** Plays the checkpoints into the twin; answers their topology by the names that the new world gives. */
async function materialised(graph: Graph, twin: Twin): Promise<Topology> {
  const { materialise } = await import('../twin/materialise.ts');
  const { renamed } = materialise(graph, twin);
  const rename = (value: unknown): unknown => {
    if (typeof value === 'string') return renamed(value);
    if (Array.isArray(value)) return value.map(rename);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rename(item)]));
  };
  return rename(topologyOf(graph)) as Topology;
}

/** What a runbook is told of a subject. */
export function runSubject(subject: Subject, topology: RunSubject['topology'], last?: LastFailover): RunSubject {
  return {
    system: subject.system,
    environment: subject.environment.name,
    topology,
    lastKnownWriter: last?.writer ?? founderOf(subject.environment).name,
    ...(last?.lost !== undefined && { lastGivenUp: { site: last.lost, writer: last.writer, run: last.run } }),
  };
}

async function bringUpInMemory(invocation: Invocation, subject: Subject, twin: Twin): Promise<Graph> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-drill-'));
  try {
    const results = await updateStacks({
      root: invocation.root,
      stacks: subject.stacks,
      config: subject.config,
      backend: openBackend(folder),
      provider: twin.provider,
      mode: 'update',
      readFirst: false,
      onStack: ({ stack }) => invocation.output.progress(`  ${stack}`),
    });
    return graphOf(results.flatMap((result) => result.states));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
