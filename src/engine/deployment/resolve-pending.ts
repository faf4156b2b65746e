import { EvenkeelError, ExitCode } from '../../lib/errors.ts';
import type { PendingOperation } from '../backend/checkpoint.ts';
import type { StackStore } from '../backend/stack-store.ts';
import type { StackOptions } from '../options.ts';
import { type ResourceState, slotOf } from '../state/resource-state.ts';
import { Olds } from './olds.ts';
import { readState } from './refresh.ts';

type Pending = { readonly type: PendingOperation['type']; readonly state: ResourceState };

/**
 * Settles what an interrupted run began. An update or a deletion of unknown outcome is settled by reading the
 * resource. Of a creation nobody knows the id, and creating again is not safe: the caller says what became of it, or
 * the run stops and names it.
 */
export async function resolvePending(store: StackStore, options: StackOptions): Promise<void> {
  const pending = store.pending();
  refuse(pending, options);
  const olds = new Olds(store.states());
  for (const { number, type, state } of pending) {
    const resolution = type === 'creating' ? options.resolvePending?.({ urn: state.urn, type: state.type }) : undefined;
    const id = typeof resolution === 'object' ? resolution.id : type === 'creating' ? undefined : state.id;
    const found = id === undefined ? undefined : (await readState({ ...state, id }, olds, options.provider)).state;
    if (found !== undefined) await store.commit({ end: number, put: [found] });
    else await store.commit({ end: number, ...(type !== 'creating' && { drop: [slotOf(state)] }) });
  }
}

/** A preview of a stack with creations of unknown outcome would foresee the wrong thing. */
export function refuseInPreview(pending: readonly Pending[], options: StackOptions): void {
  refuse(pending, options);
}

function refuse(pending: readonly Pending[], options: StackOptions): void {
  const unknown = pending.filter(({ type, state }) => {
    if (type !== 'creating') return false;
    return (options.resolvePending?.({ urn: state.urn, type: state.type }) ?? 'unknown') === 'unknown';
  });
  if (unknown.length === 0) return;
  throw new EvenkeelError(
    unknown
      .sort((a, b) => (a.state.urn < b.state.urn ? -1 : 1))
      .map(({ state }) => ({
        code: 'engine.pending-creation',
        message: `an interrupted run began to create ${state.urn}; whether it was made is not known`,
        allowed: 'an answer for each: it was not made, or its id',
        next: 'look it up by its name and tags, then say what became of it',
      })),
    { exitCode: ExitCode.stoppedForPerson },
  );
}
