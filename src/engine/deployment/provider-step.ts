import { judge } from '../analyzer/judge.ts';
import { sameProperties } from '../properties/compare.ts';
import { type ResourceState, slotOf } from '../state/resource-state.ts';
import { renamed } from './component-step.ts';
import { newState, type Step } from './new-state.ts';
import { providerId, providerInputs, replacedBy } from './providers.ts';
import { protectedProblem } from './refusals.ts';
import { finishStep, mayUnprotect, type Run, refuse } from './run.ts';

/** A provider is a resource of the checkpoint with an id of its own; nothing is called. */
export async function registerProvider(run: Run, step: Step): Promise<ResourceState> {
  const old = step.met;
  const inputs = await judge(run, step, providerInputs(step.goal.inputs, step.goal.version));
  const slot = step.urn;
  if (old === undefined) {
    const id = run.preview ? '' : providerId(step.urn, '');
    return record(
      run,
      newState(run, step, { id, inputs, outputs: outputsOf(inputs) }, undefined, true),
      slot,
      'create',
    );
  }
  const reasons = replacedBy(old.inputs, inputs);
  if (reasons.length > 0) return replaceProvider(run, step, old, inputs, reasons);
  const same = sameProperties(old.inputs, inputs);
  const state = newState(run, step, { id: old.id, inputs, outputs: outputsOf(inputs) }, old, !same);
  await run.recorder.commit({ put: [state], ...renamed(old, state) });
  finishStep(run, slot, { urn: step.urn, op: same ? 'same' : 'update' });
  return state;
}

async function replaceProvider(
  run: Run,
  step: Step,
  old: ResourceState,
  inputs: ResourceState['inputs'],
  reasons: readonly string[],
): Promise<ResourceState> {
  if (old.protect && step.protect && !mayUnprotect(run, step.urn))
    refuse(run, [protectedProblem(step.urn, 'replace', reasons.join(', '))]);
  const id = run.preview ? '' : providerId(step.urn, old.id ?? '');
  const state = newState(run, step, { id, inputs, outputs: outputsOf(inputs) }, undefined, true);
  const condemned = { ...old, condemned: true };
  run.replaced.push(condemned);
  await run.recorder.commit({ put: [state, condemned] });
  const diff = Object.fromEntries(reasons.map((name) => [name, 'update-replace' as const]));
  finishStep(run, slotOf(state), { urn: step.urn, op: 'replace', diff });
  return state;
}

async function record(run: Run, state: ResourceState, slot: string, op: 'create'): Promise<ResourceState> {
  await run.recorder.commit({ put: [state] });
  finishStep(run, slot, { urn: state.urn, op });
  return state;
}

/** A provider's outputs are its inputs without the registry's own. */
function outputsOf(inputs: ResourceState['inputs']): ResourceState['outputs'] {
  const { __internal: _, ...outputs } = inputs;
  return outputs;
}
