import type { Clock } from '../lib/clock.ts';
import { EvenkeelError } from '../lib/errors.ts';
import type { Backend, StackName } from './backend/open-backend.ts';
import type { StackStore } from './backend/stack-store.ts';
import { type ResolveOptions, settlePending } from './deployment/resolve-pending.ts';

/** What was settled: how many operations had been begun, and how many of those creates had made something. */
export interface Recovered {
  readonly operations: number;
  readonly adopted: number;
}

/**
 * Settles what a run that died left of a stack, without running a program: takes over its lock, folds its journal into the
 * checkpoint and finds out what became of the operations that it began. Throws as `runStack` does; what was
 * settled before stays settled.
 */
export async function recoverStack(
  options: StackName & { readonly backend: Backend; readonly clock: Clock } & ResolveOptions,
): Promise<Recovered> {
  const { store, release } = await options.backend.openStack(options, options.clock);
  try {
    const recovered = await settleStore(store, options);
    await store.close();
    return recovered;
  } finally {
    release();
  }
}

/** Settles the pending operations of an open stack and records it. Where it throws, the stack is closed. */
export async function settleStore(store: StackStore, options: ResolveOptions): Promise<Recovered> {
  const pending = store.pending();
  try {
    const steps = await settlePending(pending, store.states(), options);
    for (const step of steps) await store.commit(step);
    const creates = new Set(pending.filter(({ type }) => type === 'creating').map(({ number }) => number));
    const adopted = steps.filter(({ end, put }) => creates.has(end ?? 0) && (put ?? []).length > 0).length;
    return { operations: pending.length, adopted };
  } catch (error) {
    // a question for a person is asked over the checkpoint, which every engine reads; a provider that did not answer is asked again
    if (error instanceof EvenkeelError && error.code === 'engine.pending-creation') await store.close();
    else await store.leave();
    throw error;
  }
}
