import { dependencyOrder, edgesOf } from '../state/order.ts';
import { renameEdges } from '../state/rename-edges.ts';
import { type ResourceState, slotOf } from '../state/resource-state.ts';
import { isProviderType, parseUrn } from '../state/urn.ts';
import { deletable } from './deletable.ts';
import { attemptRecorded } from './provider-calls.ts';
import { oldConfig } from './refresh.ts';
import { deletedButNotSelected, joinFailures, protectedProblem, unknownSelection } from './refusals.ts';
import { assertRunning, finishStep, mayUnprotect, type Run, refuse } from './run.ts';

/**
 * Deletes what the program no longer asks for and what was replaced, each after everything that depends on it.
 * Protected resources are refused before anything is deleted, and so is what a selection would take along unasked.
 */
export async function removeLeftovers(run: Run): Promise<void> {
  const isDeletable = await deletable(run);
  const unmet = run.olds.unmet().filter((state) => !run.deletedBefore.has(state.urn));
  keepUnselected(
    run,
    unmet.filter((state) => !isDeletable(state)),
  );
  const going = unmet.filter(isDeletable).filter((state) => !state.pendingReplacement);
  const leftovers = [...going, ...run.olds.condemned().filter(isDeletable), ...run.replaced];
  refuseUnasked(run, going, leftovers);
  await forgetDeleted(run, isDeletable);
  for (const { urn } of leftovers) run.deleting.add(urn);
  const nodes = leftovers.map((state) => ({
    slot: slotOf(state),
    ...renameEdges(state, (urn) => run.olds.renamed(urn)),
  }));
  const dependents = dependentsOf(nodes);
  const removals = new Map<ResourceState, Promise<void>>();
  const remove = (node: (typeof nodes)[number]): Promise<void> => {
    const known = removals.get(node);
    if (known !== undefined) return known;
    const before = (dependents.get(node) ?? []).map(remove);
    const state = leftovers[nodes.indexOf(node)] ?? node;
    const removal = Promise.all(before).then(() => removeState(run, state, { makesWay: false }));
    removals.set(node, removal);
    return removal;
  };
  const outcomes = await Promise.allSettled(nodes.map(remove));
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
  if (failures.length > 0) throw joinFailures(failures);
}

/**
 * Deletes one resource and forgets it. What has no provider, is only read, is to be retained, goes along with another
 * that is deleted, or is gone already, is only forgotten. What `makesWay` for its replacement stays on record until that is
 * made.
 */
export async function removeState(run: Run, state: ResourceState, how: { readonly makesWay: boolean }): Promise<void> {
  const slot = slotOf(state);
  const replaced = run.replaced.some((one) => slotOf(one) === slot);
  const { state: present } = await run.refresh.of(state);
  const goesAlong = isGoing(run, state.deletedWith);
  const isManaged = state.custom && !state.external && !isProviderType(state.type) && present !== undefined;
  const outcome = how.makesWay ? { put: [{ ...state, pendingReplacement: true }] } : { drop: [slot] };
  if (isManaged && !run.preview && !state.retainOnDelete && !goesAlong) await callDelete(run, state, outcome);
  else await run.recorder.commit(outcome);
  if (!replaced && !state.external) finishStep(run, `-${slot}`, { urn: state.urn, op: 'delete' });
}

/** True where this run deletes a URN, under whatever name it goes there. */
function isGoing(run: Run, urn: string | undefined): boolean {
  return urn !== undefined && (run.deleting.has(urn) || run.deleting.has(run.olds.renamed(urn)));
}

type Outcome = { readonly put: readonly ResourceState[] } | { readonly drop: readonly string[] };

async function callDelete(run: Run, state: ResourceState, outcome: Outcome): Promise<void> {
  const { urn, type, inputs, outputs, id = '' } = state;
  const request = { urn, type, name: parseUrn(urn).name, config: oldConfig(state, run.olds), id, inputs, outputs };
  run.mask.learn(inputs);
  run.mask.learn(outputs);
  await run.limit.run(async () => {
    assertRunning(run);
    run.emit({ kind: 'started', urn, op: 'delete' });
    const operation = await run.recorder.begin('deleting', state);
    await attemptRecorded(run, urn, 'deleted', operation, () => run.provider.delete(request));
    await run.recorder.commit({ end: operation, ...outcome });
  });
}

/** What a selection leaves out stays as it is. */
function keepUnselected(run: Run, states: readonly ResourceState[]): void {
  for (const state of states) {
    run.live.set(state.urn, state);
    finishStep(run, state.urn, { urn: state.urn, op: 'same' });
  }
}

function refuseUnasked(run: Run, going: readonly ResourceState[], leftovers: readonly ResourceState[]): void {
  const guarded = going.filter((state) => state.protect && !mayUnprotect(run, state.urn)).sort(byUrn);
  const { selection } = run;
  const unasked =
    selection === undefined || selection.dependents
      ? []
      : leftovers.filter(({ urn }) => !selection.names(urn)).sort(byUrn);
  const known = new Set([...run.claimed, ...run.olds.live().map(({ urn }) => urn)]);
  refuse(run, [
    ...guarded.map((state) => protectedProblem(state.urn, 'delete')),
    ...unasked.map(({ urn }) => deletedButNotSelected(urn)),
    ...unknownSelection(selection?.unknown(known) ?? []),
  ]);
}

/** What was deleted to be made again and the program no longer asks for: in this run, or in one that was interrupted. */
async function forgetDeleted(run: Run, isDeletable: (state: ResourceState) => boolean): Promise<void> {
  const gone = run.olds
    .unmet()
    .filter((state) => run.deletedBefore.has(state.urn) || (state.pendingReplacement && isDeletable(state)));
  for (const state of gone) await run.recorder.commit({ drop: [slotOf(state)] });
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
