import { withoutIgnored } from '../../lib/ignored-changes.ts';
import { parsePath } from '../../lib/property-path.ts';
import { sameProperties } from '../properties/compare.ts';
import { dependencyOrder } from '../state/order.ts';
import { type ResourceState, slotOf } from '../state/resource-state.ts';
import { isProviderType, parseUrn } from '../state/urn.ts';
import { type Difference, driftOf, shown } from './difference.ts';
import { attempt } from './provider-calls.ts';
import { oldConfig, type Refreshed } from './refresh.ts';
import { unknownSelection } from './refusals.ts';
import { finishStep, type Run, refuse } from './run.ts';
import { edgesOf } from './selection.ts';

/**
 * Reads every resource and records what was read; runs no program. What is gone is forgotten, and with it every edge that
 * led to it. An `update` is what the next update would undo, as the provider says; other outputs that changed are
 * told as drift.
 */
export async function refreshAll(run: Run): Promise<void> {
  const known = new Set(run.olds.live().map(({ urn }) => urn));
  refuse(run, unknownSelection(run.selection?.unknown(known) ?? []));
  const states = [...run.olds.live(), ...run.olds.condemned()].map((state) => ({ ...state, slot: slotOf(state) }));
  const parents = new Map<string, string | undefined>();
  const present = new Set<string>();
  for (const { slot, ...state } of dependencyOrder(states)) {
    const refreshed = await run.refresh.of(state);
    if (refreshed.state === undefined) {
      await run.recorder.commit({ drop: [slot] });
      finishStep(run, `-${slot}`, { urn: state.urn, op: 'delete' });
      parents.set(state.urn, parentOf(state, present, parents));
      continue;
    }
    const kept = { ...withoutGone(refreshed.state, present), parent: parentOf(state, present, parents) };
    parents.set(state.urn, kept.parent);
    present.add(state.urn);
    await settle(run, state, kept, refreshed);
  }
}

async function settle(run: Run, old: ResourceState, kept: ResourceState, { drift }: Refreshed): Promise<void> {
  const ignored = old.ignoreChanges.map(parsePath);
  const undone = await undoneByUpdate(run, old, kept);
  const hasChanged = !sameProperties(old.inputs, kept.inputs) || !sameProperties(old.outputs, kept.outputs);
  const state = hasChanged ? { ...kept, modifiedMs: run.clock.nowMs() } : kept;
  await run.recorder.commit({ put: [state] });
  if (state.condemned) return;
  run.live.set(state.urn, state);
  const difference = { ...driftOf(drift, ignored), ...undone };
  const op = Object.keys(undone).length > 0 ? 'update' : 'same';
  finishStep(run, slotOf(state), { urn: state.urn, op, ...shown(difference) });
}

/** What an update with the inputs of the last one would change back. */
async function undoneByUpdate(run: Run, old: ResourceState, found: ResourceState): Promise<Difference> {
  const isManaged = old.custom && !old.external && !isProviderType(old.type);
  const isSame = sameProperties(old.inputs, found.inputs) && sameProperties(old.outputs, found.outputs);
  if (!isManaged || isSame) return {};
  const { urn, type, id = '' } = found;
  const named = { urn, type, name: parseUrn(urn).name, config: oldConfig(old, run.olds), id };
  const values = { oldInputs: found.inputs, oldOutputs: found.outputs, newInputs: old.inputs };
  const diff = await attempt(urn, 'compared', () => run.provider.diff({ ...named, ...values }));
  const { detailed } = withoutIgnored(diff, old.ignoreChanges.map(parsePath));
  return Object.fromEntries(Object.keys(detailed).map((path) => [path, 'drift' as const]));
}

/** The state without edges to what is gone. */
function withoutGone(state: ResourceState, present: ReadonlySet<string>): ResourceState {
  if (edgesOf(state).every((urn) => present.has(urn))) return state;
  const left = (urns: readonly string[]) => urns.filter((urn) => present.has(urn));
  const byProperty = Object.entries(state.propertyDependencies).map(([key, urns]) => [key, left(urns)] as const);
  return {
    ...state,
    dependencies: left(state.dependencies),
    propertyDependencies: Object.fromEntries(byProperty.filter(([, urns]) => urns.length > 0)),
    deletedWith: state.deletedWith !== undefined && present.has(state.deletedWith) ? state.deletedWith : undefined,
    replaceWith: left(state.replaceWith ?? []),
  };
}

/** A parent that is gone leaves its children to its own parent. */
function parentOf(
  { parent }: ResourceState,
  present: ReadonlySet<string>,
  parents: ReadonlyMap<string, string | undefined>,
): string | undefined {
  return parent === undefined || present.has(parent) ? parent : parents.get(parent);
}
