import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeDeadDrafts } from '../../lib/dead-drafts.ts';
import { layoutOf } from './layout.ts';
import { clearDeadLocks } from './lock.ts';

/** A stack that a command which died left unfinished. */
export interface Leftover {
  readonly project: string;
  readonly stack: string;
}

/**
 * Looks for what commands that died left in a state folder: locks and half-written files are taken away, and the stacks are
 * answered, sorted, that have a journal or operations of unknown outcome and that no live process has. Costs a look at
 * the folder where there is nothing.
 */
export function clearLeftovers(folder: string): Leftover[] {
  const layout = layoutOf(folder);
  for (const project of namesIn(layout.stacks)) removeDeadDrafts(join(layout.stacks, project));
  const inUse = new Set<string>();
  for (const project of namesIn(layout.lockRoot)) {
    for (const stack of namesIn(join(layout.lockRoot, project))) {
      if (!clearDeadLocks(layout, project, stack)) inUse.add(`${project}/${stack}`);
    }
  }
  return stacksIn(layout.stacks)
    .filter(({ project, stack }) => !inUse.has(`${project}/${stack}`))
    .filter(
      ({ project, stack }) =>
        existsSync(layout.journal(project, stack)) || hasPending(layout.checkpoint(project, stack)),
    );
}

/** The stacks below a folder, with a checkpoint or a journal, sorted by project and name. */
export function stacksIn(folder: string): Leftover[] {
  const names = new Map<string, Leftover>();
  for (const project of namesIn(folder)) {
    for (const file of readdirSync(join(folder, project))) {
      const stack = /^(.+)\.(?:json|journal)$/.exec(file)?.[1];
      if (stack !== undefined) names.set(`${project}/${stack}`, { project, stack });
    }
  }
  return [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, name]) => name);
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function hasPending(checkpoint: string): boolean {
  return existsSync(checkpoint) && readFileSync(checkpoint).includes('"pending_operations"');
}
