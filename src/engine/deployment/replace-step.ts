import { hasUnknown, type PropertyMap, UNKNOWN } from '../../lib/property.ts';
import { dependencyOrder } from '../state/order.ts';
import { type ResourceState, slotOf } from '../state/resource-state.ts';
import { isProviderType, parseUrn, splitProviderReference } from '../state/urn.ts';
import type { StepDifference } from './difference.ts';
import type { Step } from './new-state.ts';
import { attempt, check } from './provider-calls.ts';
import { oldConfig } from './refresh.ts';
import { protectedProblem } from './refusals.ts';
import { removeState } from './remove.ts';
import { mayUnprotect, type Run, refuse } from './run.ts';
import { create } from './steps.ts';

/**
 * Replaces a resource: the new one is created, its dependents follow as the program registers them, and the old one
 * is deleted at the end of the run. Where the provider asks for it, the old one and every dependent that it would
 * replace are deleted first (pkg/resource/deploy/step_generator.go).
 */
export async function replace(
  run: Run,
  step: Step,
  old: ResourceState,
  asked: PropertyMap,
  compared: StepDifference,
): Promise<ResourceState> {
  if (old.protect && step.protect && !mayUnprotect(run, step.urn)) {
    refuse(run, [protectedProblem(step.urn, 'replace', compared.replaces.join(', '))]);
  }
  // completed anew: automatic names and defaults are not those of the old one
  const inputs = await check(run, step, asked, undefined);
  const { difference } = compared;
  if (!compared.deleteBeforeReplace) return create(run, step, inputs, { op: 'replace', replaces: old, difference });
  await deleteFirst(run, old);
  return create(run, step, inputs, { op: 'replace', gone: old, difference });
}

/** Deletes a state and, before it, the dependents that its replacement will replace. */
async function deleteFirst(run: Run, root: ResourceState): Promise<void> {
  const condemned = [root, ...(await replacedDependents(run, root))];
  const guarded = condemned.filter((one) => one !== root && one.protect && !mayUnprotect(run, one.urn));
  refuse(
    run,
    guarded.map((one) => protectedProblem(one.urn, 'replace', `${root.urn} is replaced, and is deleted first`)),
  );
  for (const state of condemned.reverse()) {
    const known = run.deletedBefore.get(state.urn);
    const removal = known ?? removeState(run, state);
    run.deletedBefore.set(state.urn, removal);
    await removal;
  }
}

/** In dependency order: those of which an input comes from a replaced resource and would replace them if it changed. */
async function replacedDependents(run: Run, root: ResourceState): Promise<ResourceState[]> {
  const replaced = new Set([root.urn]);
  const found: ResourceState[] = [];
  const states = await Promise.all(run.olds.live().map(async (state) => (await run.refresh.of(state)).state));
  const present = states.filter((state) => state !== undefined).map((state) => ({ ...state, slot: slotOf(state) }));
  for (const state of dependencyOrder(present)) {
    if (!state.custom || state.external || isProviderType(state.type) || replaced.has(state.urn)) continue;
    if (!(await wouldBeReplaced(run, state, replaced))) continue;
    replaced.add(state.urn);
    found.push(state);
  }
  return found;
}

async function wouldBeReplaced(run: Run, state: ResourceState, replaced: ReadonlySet<string>): Promise<boolean> {
  if (replaced.has(splitProviderReference(state.provider ?? '').urn)) return true;
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
  return diff.replaces.length > 0;
}
