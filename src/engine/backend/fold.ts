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
  if (step.rename !== undefined) renameEdges(state.resources, step.rename);
}

function renameEdges(resources: Map<string, EncodedResource>, rename: Readonly<Record<string, string>>): void {
  const to = (urn: string) => rename[urn] ?? urn;
  for (const [slot, resource] of resources) {
    const provider = resource.provider;
    const at = provider?.lastIndexOf('::') ?? -1;
    resources.set(slot, {
      ...resource,
      ...(resource.parent !== undefined && { parent: to(resource.parent) }),
      ...(resource.dependencies !== undefined && { dependencies: resource.dependencies.map(to) }),
      ...(resource.propertyDependencies !== undefined && {
        propertyDependencies: Object.fromEntries(
          Object.entries(resource.propertyDependencies).map(([key, urns]) => [key, urns.map(to)]),
        ),
      }),
      ...(provider !== undefined && at >= 0 && { provider: to(provider.slice(0, at)) + provider.slice(at) }),
    });
  }
}
