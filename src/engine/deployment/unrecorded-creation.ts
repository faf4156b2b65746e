import { type Creation, creationDigest } from '../../lib/provider.ts';
import type { ResourceState } from '../state/resource-state.ts';

export interface CreationQuestion {
  /** The resource that a create was begun for. */
  readonly state: ResourceState;
  /** How many creates of the URN had made something before it; `undefined` where another engine began it. */
  readonly creationsBefore: number | undefined;
  /** Every recorded state of the stack. */
  readonly states: readonly ResourceState[];
  /** What creates of the URN made, oldest first. */
  readonly creations: readonly Creation[];
  /** The resource of an id as it is now; `undefined` where there is none (any more). */
  readonly read: (id: string) => Promise<ResourceState | undefined>;
}

export type CreationAnswer =
  | { readonly kind: 'settled'; readonly state: ResourceState | undefined }
  | { readonly kind: 'unknown'; readonly found: string };

/**
 * What a create of unknown outcome made: what creates of its URN have made since it was begun, is there, and no record has.
 * What somebody has deleted since is as good as not made. More than one such resource is a question for a person.
 *
 * Where another engine began the create, it is not known which creations came before it. Then the youngest creation is the
 * one, provided that it was called with the same inputs: an older one that no record has was given up on purpose
 * (`retainOnDelete`, `pulumi state delete`).
 */
export async function unrecordedCreation(question: CreationQuestion): Promise<CreationAnswer> {
  const { state, creationsBefore, states, creations, read } = question;
  const recorded = new Set(states.filter(({ urn }) => urn === state.urn).map(({ id }) => id));
  const present = new Map<string, ResourceState>();
  for (const { id } of creations.slice(creationsBefore ?? 0)) {
    // a create that gave the id of a recorded resource again made nothing that could be lost
    if (recorded.has(id)) continue;
    const found = await read(id);
    if (found !== undefined) present.set(id, found);
  }
  const [[id, found] = [undefined, undefined], ...others] = [...present];
  if (id === undefined) return { kind: 'settled', state: undefined };
  if (others.length > 0) return { kind: 'unknown', found: `made and not recorded: ${[...present.keys()].join(', ')}` };
  if (creationsBefore !== undefined) return { kind: 'settled', state: found };
  const youngest = creations.at(-1);
  const isIt = youngest?.id === id && youngest.digest === creationDigest(state.inputs);
  return isIt
    ? { kind: 'settled', state: found }
    : { kind: 'unknown', found: `made earlier, or with other inputs, and not recorded: ${id}` };
}
