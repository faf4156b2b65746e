import { EvenkeelError, ExitCode } from '../../lib/errors.ts';
import type { Creation, Provider } from '../../lib/provider.ts';
import type { PendingState, StateStep } from '../backend/stack-store.ts';
import type { StackOptions } from '../options.ts';
import { type ResourceState, slotOf } from '../state/resource-state.ts';
import { isProviderType } from '../state/urn.ts';
import { Olds } from './olds.ts';
import { readState } from './refresh.ts';
import { unrecordedCreation } from './unrecorded-creation.ts';

export type ResolveOptions = Pick<StackOptions, 'provider' | 'resolvePending'>;

/**
 * What became of the operations that an interrupted run began, as steps that end them. An update or a deletion is settled by
 * reading the resource. A creation is settled by what the caller says of it, else by what the provider says that creates of
 * its URN made. Throws `engine.pending-creation`, naming them, where neither can tell: nobody knows the id, and
 * creating again is not safe.
 */
export async function settlePending(
  pending: readonly PendingState[],
  states: readonly ResourceState[],
  options: ResolveOptions,
): Promise<StateStep[]> {
  const olds = new Olds(states);
  const steps: StateStep[] = [];
  const unknown: { readonly state: ResourceState; readonly found: string | undefined }[] = [];
  for (const one of pending) {
    if (one.type !== 'creating') {
      steps.push(await settleByReading(one, states, olds, options.provider));
      continue;
    }
    const creations = await options.provider.creations?.(one.state.urn);
    const made = await madeBy(one, states, olds, creations, options);
    if (made.kind === 'unknown') unknown.push({ state: one.state, found: made.found });
    else steps.push({ end: one.number, put: adopted(made.state, states, creations ?? []) });
  }
  if (unknown.length > 0) throw pendingCreations(unknown);
  return steps;
}

/** The states after some steps. */
export function statesAfter(states: readonly ResourceState[], steps: readonly StateStep[]): ResourceState[] {
  const bySlot = new Map(states.map((state) => [slotOf(state), state]));
  for (const { drop, put } of steps) {
    for (const slot of drop ?? []) bySlot.delete(slot);
    for (const state of put ?? []) bySlot.set(slotOf(state), state);
  }
  return [...bySlot.values()];
}

/**
 * The resource is read with what was known of it before the operation: what its provider does not tell, such as a password, then
 * stands as it was, and is written again rather than taken for done.
 */
async function settleByReading(
  { number, type, state }: PendingState,
  states: readonly ResourceState[],
  olds: Olds,
  provider: Provider,
): Promise<StateStep> {
  // under a former URN where the operation was to move it to another one
  const before =
    states.find((one) => slotOf(one) === slotOf(state)) ??
    states.find((one) => type === 'updating' && one.id === state.id && one.type === state.type && !one.condemned);
  // another operation may have settled it: of a deletion that is recorded, nothing is left to read
  if (before === undefined && type === 'deleting') return { end: number };
  const known = before ?? state;
  const { state: found } = await readState(known, olds, provider);
  return found === undefined ? { end: number, drop: [slotOf(known)] } : { end: number, put: [found] };
}

type Made =
  | { readonly kind: 'settled'; readonly state: ResourceState | undefined }
  | { readonly kind: 'unknown'; readonly found: string | undefined };

async function madeBy(
  { state, creationsBefore }: PendingState,
  states: readonly ResourceState[],
  olds: Olds,
  creations: readonly Creation[] | undefined,
  { provider, resolvePending }: ResolveOptions,
): Promise<Made> {
  const read = async (id: string) => (await readState({ ...state, id }, olds, provider)).state;
  const said = resolvePending?.({ urn: state.urn, type: state.type }) ?? 'unknown';
  // the CLI notes these too: nothing is made of them anywhere but in the checkpoint
  if (!state.custom || isProviderType(state.type)) return { kind: 'settled', state: undefined };
  if (said !== 'unknown') return { kind: 'settled', state: said === 'none' ? undefined : await read(said.id) };
  if (creations === undefined) return { kind: 'unknown', found: undefined };
  if (creations.length === 0 && (await isForeign(states, provider))) {
    return { kind: 'unknown', found: 'a stack of which this provider has made nothing' };
  }
  return unrecordedCreation({ state, creationsBefore, states, creations, read });
}

/** True where the stack has resources and none was made by this provider: it was brought up elsewhere, on AWS. */
async function isForeign(states: readonly ResourceState[], provider: Provider): Promise<boolean> {
  const managed = states.filter(({ custom, external, type }) => custom && !external && !isProviderType(type));
  for (const { urn } of managed) if (((await provider.creations?.(urn)) ?? []).length > 0) return false;
  return managed.length > 0;
}

/** The records of a resource that was found: one that its URN already has is the older one, and was to be replaced by it. */
function adopted(
  found: ResourceState | undefined,
  states: readonly ResourceState[],
  creations: readonly Creation[],
): ResourceState[] {
  if (found === undefined) return [];
  const live = states.find((state) => state.urn === found.urn && !state.condemned);
  if (live === undefined || live.id === found.id) return [found];
  const order = creations.map(({ id }) => id);
  const isOlder = order.lastIndexOf(found.id ?? '') < order.lastIndexOf(live.id ?? '');
  return isOlder ? [{ ...found, condemned: true }] : [found, { ...live, condemned: true }];
}

function pendingCreations(
  unknown: readonly { readonly state: ResourceState; readonly found: string | undefined }[],
): EvenkeelError {
  return new EvenkeelError(
    [...unknown]
      .sort((a, b) => (a.state.urn < b.state.urn ? -1 : 1))
      .map(({ state, found }) => ({
        code: 'engine.pending-creation',
        message: `an interrupted run began to create ${state.urn}; whether it was made is not known`,
        found,
        allowed: 'an answer for each: it was not made, or its id',
        next: 'look it up by its name and tags, then say what became of it',
      })),
    { exitCode: ExitCode.stoppedForPerson },
  );
}
