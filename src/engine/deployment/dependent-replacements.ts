import { withoutIgnored } from '../../lib/ignored-changes.ts';
import { hasUnknown, UNKNOWN } from '../../lib/property.ts';
import { parsePath } from '../../lib/property-path.ts';
import { dependencyOrder } from '../state/order.ts';
import { type ResourceState, slotOf } from '../state/resource-state.ts';
import { isProviderType, parseUrn, splitProviderReference } from '../state/urn.ts';
import { replacedOnChanges } from './difference.ts';
import { attempt } from './provider-calls.ts';
import { oldConfig } from './refresh.ts';
import type { Run } from './run.ts';

/**
 * What has to be deleted before a state can be, since the end of that state would replace it, in the order of its
 * dependencies (pkg/resource/deploy/step_generator.go, `calculateDependentReplacements`). What this run has settled already cannot
 * depend on the state any more.
 */
export async function dependentReplacements(run: Run, root: ResourceState): Promise<ResourceState[]> {
  const replaced = new Set([root.urn]);
  const found: ResourceState[] = [];
  const states = await Promise.all(run.olds.live().map(async (state) => (await run.refresh.of(state)).state));
  const present = states.filter((state) => state !== undefined).map((state) => ({ ...state, slot: slotOf(state) }));
  for (const state of dependencyOrder(present)) {
    const isManaged = state.custom && !state.external && !isProviderType(state.type) && !state.pendingReplacement;
    if (!isManaged || replaced.has(state.urn) || run.decided.has(state.urn)) continue;
    if (!isTakenAlong(state, root) && !(await wouldBeReplaced(run, state, replaced))) continue;
    replaced.add(state.urn);
    found.push(state);
  }
  // a step may have been settled while the provider was asked
  return found.filter((state) => !run.decided.has(state.urn));
}

/** What names the state itself as its end; those that name what goes with it are found by its provider's word. */
function isTakenAlong(state: ResourceState, root: ResourceState): boolean {
  return state.replaceWith?.includes(root.urn) === true;
}

async function wouldBeReplaced(run: Run, state: ResourceState, replaced: ReadonlySet<string>): Promise<boolean> {
  if (replaced.has(splitProviderReference(state.provider ?? '').urn)) return true;
  if (state.deletedWith !== undefined && replaced.has(state.deletedWith)) return true;
  const inputs = Object.entries(state.inputs).map(([key, value]) => {
    const changes = (state.propertyDependencies[key] ?? []).some((urn) => replaced.has(urn));
    return [key, changes ? UNKNOWN : value] as const;
  });
  const newInputs = Object.fromEntries(inputs);
  if (!hasUnknown(newInputs)) return false;
  const { urn, type, inputs: oldInputs, outputs: oldOutputs, id = '' } = state;
  const config = oldConfig(state, run.olds);
  const request = { urn, type, name: parseUrn(urn).name, config, id, oldInputs, oldOutputs, newInputs };
  const diff = await attempt(urn, 'compared', () => run.provider.diff(request));
  const left = withoutIgnored(diff, state.ignoreChanges.map(parsePath));
  return replacedOnChanges(left, (state.replaceOnChanges ?? []).map(parsePath)).replaces.length > 0;
}
