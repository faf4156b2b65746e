import type { Backend } from '../engine/index.ts';
import { type Graph, graphOf } from '../graph/graph.ts';
import { EvenkeelError } from '../lib/errors.ts';
import type { Subject } from './estate.ts';
import { PROJECT } from './update.ts';

/** The graph of all stacks of a subject, as the state folder has them, decrypted (secrets marked). */
export async function systemGraph(backend: Backend, subject: Subject): Promise<Graph> {
  const snapshots = await Promise.all(
    subject.stacks.map(async ({ stack }) => {
      const snapshot = await backend.readStack({ project: PROJECT, stack });
      if (!snapshot) throw notUp(subject, stack);
      return snapshot.resources;
    }),
  );
  return graphOf(snapshots.flat());
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
