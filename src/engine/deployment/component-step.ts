import type { PropertyMap } from '../../lib/property.ts';
import { judge } from '../analyzer/judge.ts';
import { sameProperties } from '../properties/compare.ts';
import { type ResourceState, slotOf } from '../state/resource-state.ts';
import { replacedAnyway } from './difference.ts';
import { newState, type Step } from './new-state.ts';
import { finishStep, type Run } from './run.ts';

/** A component, or the stack itself: it has no provider, so it is recorded and nothing is called. */
export async function registerComponent(run: Run, step: Step): Promise<ResourceState> {
  const { met: old, urn } = step;
  const inputs = await judge(run, step, step.goal.inputs);
  if (old?.custom) return replaceByComponent(run, step, old, inputs);
  const same = old !== undefined && sameProperties(old.inputs, inputs);
  const replaced = old !== undefined && replacedAnyway(run, step, old) !== undefined;
  // until the program registers outputs, those of the last time stand
  const state = newState(run, step, { inputs, outputs: old?.outputs ?? {} }, old, !same);
  await run.recorder.commit({ put: [state], ...renamed(old, state) });
  const op = old === undefined ? 'create' : replaced ? 'replace' : same ? 'same' : 'update';
  finishStep(run, slotOf(state), { urn, op });
  return state;
}

/** What was a resource of a provider is deleted at the end of the run. */
async function replaceByComponent(
  run: Run,
  step: Step,
  old: ResourceState,
  inputs: PropertyMap,
): Promise<ResourceState> {
  const state = newState(run, step, { inputs, outputs: {} }, undefined, true);
  const condemned = { ...old, urn: step.urn, condemned: true };
  run.replaced.push(condemned);
  await run.recorder.commit({ put: [state, condemned], ...renamed(old, state) });
  finishStep(run, slotOf(state), { urn: step.urn, op: 'replace' });
  return state;
}

/** Records the outputs of a component or of the stack. */
export async function registerOutputs(run: Run, urn: string, outputs: PropertyMap): Promise<void> {
  const state = run.live.get(urn);
  if (state === undefined) return;
  const next = { ...state, outputs };
  run.mask.learn(outputs);
  run.live.set(urn, next);
  await run.recorder.commit({ put: [next] });
}

/** The part of a step that moves a state found under a former URN to its new one. */
export function renamed(old: ResourceState | undefined, state: ResourceState) {
  if (old === undefined || old.urn === state.urn) return {};
  return { drop: [slotOf(old)], rename: { [old.urn]: state.urn } };
}
