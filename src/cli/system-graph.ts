import type { Backend, ResourceState } from '../engine/index.ts';
import { type Graph, graphOf } from '../graph/graph.ts';
import type { Inventory } from '../graph/inventory.ts';
import { inventoryOf } from '../graph/inventory-of.ts';
import type { Topology } from '../graph/topology.ts';
import { EvenkeelError } from '../lib/errors.ts';
import type { Subject } from './estate.ts';
import { PROJECT } from './update.ts';

/** The graph of all stacks of a subject, as the state folder has them, decrypted (secrets marked). */
export async function systemGraph(backend: Backend, subject: Subject): Promise<Graph> {
  return graphOf(await systemResources(backend, subject));
}

/** The resources of all stacks of a subject, stack by stack. */
export async function systemResources(backend: Backend, subject: Subject): Promise<readonly ResourceState[]> {
  const snapshots = await Promise.all(
    subject.stacks.map(async ({ stack }) => {
      const snapshot = await backend.readStack({ project: PROJECT, stack });
      if (!snapshot || snapshot.resources.length === 0) throw notUp(subject, stack);
      return snapshot.resources;
    }),
  );
  return snapshots.flat();
}

/** What the end of a subject must account for: of its stacks, and of what every other stack of the state folder names of them. */
export async function systemInventory(
  graph: Graph,
  topology: Topology,
  { stacks }: Pick<Subject, 'stacks'>,
  backend?: Backend,
): Promise<Inventory> {
  const own = new Set(stacks.map(({ stack }) => stack));
  const strangers = (backend?.stacks() ?? []).filter(({ project, stack }) => project !== PROJECT || !own.has(stack));
  const snapshots = await Promise.all(strangers.map((name) => backend?.readStack(name)));
  const others = snapshots.flatMap((snapshot) => (snapshot === undefined ? [] : [graphOf(snapshot.resources)]));
  return inventoryOf(graph, { stacks, topology, others });
}

export function notUp(subject: Subject, stack: string): EvenkeelError {
  return new EvenkeelError({
    code: 'not-up',
    message: `${subject.system.system} is not up in this state folder`,
    found: `no stack ${stack}`,
    allowed: 'a system of which every stack is up',
    next: `evenkeel up ${subject.system.system} --env ${subject.environment.name}`,
  });
}
