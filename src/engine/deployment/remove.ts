import { dependencyOrder, edgesOf } from '../state/order.ts';
import { type ResourceState, slotOf } from '../state/resource-state.ts';
import { isProviderType, parseUrn } from '../state/urn.ts';
import { attemptRecorded } from './provider-calls.ts';
import { oldConfig } from './refresh.ts';
import { joinFailures, protectedProblem } from './refusals.ts';
import { assertRunning, finishStep, mayUnprotect, type Run, refuse } from './run.ts';

/**
 * Deletes what the program no longer asks for and what was replaced, each after everything that depends on it.
 * Protected resources are refused before anything is deleted.
 */
export async function removeLeftovers(run: Run): Promise<void> {
  const unmet = run.olds.unmet().filter((state) => !run.deletedBefore.has(state.urn));
  const guarded = unmet.filter((state) => state.protect && !mayUnprotect(run, state.urn)).sort(byUrn);
  refuse(
    run,
    guarded.map((state) => protectedProblem(state.urn, 'delete')),
  );
  const leftovers = [...unmet, ...run.olds.condemned(), ...run.replaced];
  const nodes = leftovers.map((state) => ({ slot: slotOf(state), ...state }));
  const dependents = dependentsOf(nodes);
  const removals = new Map<ResourceState, Promise<void>>();
  const remove = (node: (typeof nodes)[number]): Promise<void> => {
    const known = removals.get(node);
    if (known !== undefined) return known;
    const before = (dependents.get(node) ?? []).map(remove);
    const removal = Promise.all(before).then(() => removeState(run, node));
    removals.set(node, removal);
    return removal;
  };
  const outcomes = await Promise.allSettled(nodes.map(remove));
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
  if (failures.length > 0) throw joinFailures(failures);
}

/** Deletes one resource and forgets it. What has no provider, is only read, or is gone already, is only forgotten. */
export async function removeState(run: Run, state: ResourceState): Promise<void> {
  const slot = slotOf(state);
  const replaced = run.replaced.some((one) => slotOf(one) === slot);
  const { state: present } = await run.refresh.of(state);
  const isManaged = state.custom && !state.external && !isProviderType(state.type) && present !== undefined;
  if (isManaged && !run.preview) await callDelete(run, state);
  else await run.recorder.commit({ drop: [slot] });
  if (!replaced && !state.external) finishStep(run, `-${slot}`, { urn: state.urn, op: 'delete' });
}

async function callDelete(run: Run, state: ResourceState): Promise<void> {
  const { urn, type, inputs, outputs, id = '' } = state;
  const request = { urn, type, name: parseUrn(urn).name, config: oldConfig(state, run.olds), id, inputs, outputs };
  run.mask.learn(inputs);
  run.mask.learn(outputs);
  await run.limit.run(async () => {
    assertRunning(run);
    run.emit({ kind: 'started', urn, op: 'delete' });
    const operation = await run.recorder.begin('deleting', state);
    await attemptRecorded(run, urn, 'deleted', operation, () => run.provider.delete(request));
    await run.recorder.commit({ end: operation, drop: [slotOf(state)] });
  });
}

/** Edges turned round: who must go before whom. An edge that closes a cycle is left out. */
function dependentsOf<T extends ResourceState & { readonly slot: string }>(nodes: readonly T[]): Map<T, T[]> {
  const edges = edgesOf(nodes);
  const rank = new Map(dependencyOrder(nodes).map((node, index) => [node, index]));
  const dependents = new Map<T, T[]>();
  for (const [node, targets] of edges) {
    for (const target of targets) {
      if ((rank.get(target) ?? 0) < (rank.get(node) ?? 0))
        dependents.set(target, [...(dependents.get(target) ?? []), node]);
    }
  }
  return dependents;
}

function byUrn(a: ResourceState, b: ResourceState): number {
  return a.urn < b.urn ? -1 : 1;
}
