import { renameEdges } from '../state/rename-edges.ts';
import type { PendingOperation } from './checkpoint.ts';
import { type EncodedResource, encodedSlot } from './encoded.ts';
import type { JournalLine, JournalStep } from './journal.ts';

/** The resources of a stack by slot, and the operations under way by number. */
export interface Folded {
  readonly resources: Map<string, EncodedResource>;
  readonly pending: Map<number, PendingOperation>;
}

/** A checkpoint's resources with every step of a journal applied, in order. */
export function fold(
  resources: Iterable<EncodedResource>,
  pending: readonly PendingOperation[],
  lines: Iterable<JournalLine>,
): Folded {
  const state: Folded = {
    resources: new Map([...resources].map((resource) => [encodedSlot(resource), resource])),
    // numbers of this engine's operations begin at 1
    pending: new Map(pending.map((operation, index) => [-1 - index, operation])),
  };
  for (const line of lines) if (line.kind === 'step') applyStep(state, line);
  return state;
}

/** Applies one step in place. */
export function applyStep(state: Folded, step: JournalStep): void {
  if (step.begin !== undefined) {
    const { number, ...operation } = step.begin;
    state.pending.set(number, operation);
  }
  if (step.end !== undefined) state.pending.delete(step.end);
  for (const slot of step.drop ?? []) state.resources.delete(slot);
  for (const resource of step.put ?? []) state.resources.set(encodedSlot(resource), resource);
  const { rename } = step;
  if (rename === undefined) return;
  const to = (urn: string) => rename[urn] ?? urn;
  for (const [slot, resource] of state.resources) state.resources.set(slot, renameEdges(resource, to));
}
