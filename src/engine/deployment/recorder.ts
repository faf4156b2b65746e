import type { PendingOperation } from '../backend/checkpoint.ts';
import type { StateStep } from '../backend/stack-store.ts';
import type { ResourceState } from '../state/resource-state.ts';

/** Where a deployment records what it does, before and after. A `StackStore` is one; a preview records nothing. */
export interface Recorder {
  /** `creationsBefore`: of a create, how many creates of the URN had made something, where the provider can tell. */
  begin(type: PendingOperation['type'], state: ResourceState, creationsBefore?: number): Promise<number>;
  commit(step: StateStep): Promise<void>;
}

export const recordsNothing: Recorder = {
  begin: () => Promise.resolve(0),
  commit: () => Promise.resolve(),
};
