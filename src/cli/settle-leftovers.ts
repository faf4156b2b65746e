import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clearLeftovers, type Leftover } from '../engine/backend/leftovers.ts';
import type { Backend } from '../engine/index.ts';
import { EvenkeelError } from '../lib/errors.ts';
import { systemClock } from '../lib/machine-clock.ts';
import type { Provider } from '../lib/provider.ts';
import type { Invocation } from './command.ts';

/**
 * Settles what commands that were killed left, before any command begins: their locks are taken away, their journals folded into
 * the checkpoints, and what they had begun is asked of the twin. Costs a look at the folder where there is nothing.
 *
 * What a live process has is left to it, and what cannot be settled now (the twin is in use, a region does not answer) is
 * left as it is: every reader counts a journal in. Only a stack that another engine has changed meanwhile stops the command, where `mustStop`:
 * one that reads or serves stacks.
 */
export async function settleLeftovers(invocation: Invocation, mustStop: boolean): Promise<void> {
  const accepted = invocation.values('accept-merge');
  const found = clearLeftovers(invocation.stateDir);
  if (found.length === 0 && accepted.length === 0) return;
  const { backendOf } = await import('./estate.ts');
  const backend = backendOf(invocation);
  for (const hash of accepted) await acceptMerge(backend, found, hash);
  const refused = await withTwin(invocation, (provider) => settleAll(invocation, backend, found, provider));
  for (const { code, problems } of refused) {
    if (code !== 'engine.journal-orphaned' && code !== 'engine.locked')
      invocation.output.warn(problems[0]?.message ?? code);
  }
  const merges = refused.filter(({ code }) => code === 'engine.journal-orphaned');
  if (mustStop && merges[0] !== undefined) {
    throw new EvenkeelError(
      merges.flatMap(({ problems }) => problems),
      { exitCode: merges[0].exitCode },
    );
  }
}

/** Settles each stack; answers what refused to be settled. */
async function settleAll(
  { output }: Invocation,
  backend: Backend,
  stacks: readonly Leftover[],
  provider: Provider,
): Promise<EvenkeelError[]> {
  const { recoverStack } = await import('../engine/index.ts');
  const refused: EvenkeelError[] = [];
  for (const name of stacks) {
    try {
      const { operations, adopted } = await recoverStack({ ...name, backend, provider, clock: systemClock });
      const what =
        operations === 0 ? '' : `, ${operations} operations of unknown outcome settled, ${adopted} resources found`;
      output.progress(`${name.stack}: an interrupted run's steps are in the checkpoint now${what}`);
    } catch (error) {
      if (!(error instanceof EvenkeelError)) throw error;
      refused.push(error);
    }
  }
  return refused;
}

/** Settles with the state folder's twin, where there is one that no other process has; else nothing is settled. */
async function withTwin(
  invocation: Invocation,
  settle: (provider: Provider) => Promise<EvenkeelError[]>,
): Promise<EvenkeelError[]> {
  if (!existsSync(join(invocation.stateDir, 'twin', 'world.db'))) return [];
  const { openPersistentTwin } = await import('./persistent-twin.ts');
  try {
    const persistent = await openPersistentTwin(invocation);
    try {
      return await settle(persistent.twin.provider);
    } finally {
      persistent.close();
    }
  } catch (error) {
    // its owner lives: what is left is settled by a later command
    if (error instanceof EvenkeelError && error.code === 'twin.locked') return [];
    throw error;
  }
}

/** Accepts a merge for the stack whose proposal has that hash. */
async function acceptMerge(backend: Backend, stacks: readonly Leftover[], hash: string): Promise<void> {
  let last: unknown;
  for (const name of stacks) {
    try {
      await backend.acceptMerge(name, hash, systemClock);
      return;
    } catch (error) {
      if (!(error instanceof EvenkeelError) || error.code !== 'engine.merge-changed') throw error;
      last = error;
    }
  }
  throw last ?? nothingToMerge(hash);
}

function nothingToMerge(hash: string): EvenkeelError {
  return new EvenkeelError({
    code: 'engine.merge-changed',
    message: 'there is nothing to merge in this state folder',
    found: `--accept-merge ${hash}`,
    allowed: 'no --accept-merge: every interrupted run is in its checkpoint',
    next: 'call again without it',
  });
}
