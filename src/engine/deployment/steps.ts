import type { PropertyMap } from '../../lib/property.ts';
import { type ResourceState, slotOf } from '../state/resource-state.ts';
import { renamed } from './component-step.ts';
import { type Difference, shown } from './difference.ts';
import { newState, type Step } from './new-state.ts';
import { attemptRecorded } from './provider-calls.ts';
import { assertRunning, finishStep, type Run } from './run.ts';

export interface Creation {
  readonly op: 'create' | 'replace';
  /** The state of the URN that is no more. */
  readonly gone?: ResourceState | undefined;
  /** The state that this one replaces; it is still there, and deleted at the end of the run. */
  readonly replaces?: ResourceState | undefined;
  readonly difference?: Difference | undefined;
}

/** Creates: the intent is on the disk before the provider is called, the outcome before the program goes on. */
export async function create(run: Run, step: Step, inputs: PropertyMap, how: Creation): Promise<ResourceState> {
  const { urn, goal, config } = step;
  run.mask.learn(inputs);
  const request = { urn, type: goal.type, name: goal.name, config, inputs, preview: run.preview };
  return run.limit.run(async () => {
    assertRunning(run);
    run.emit({ kind: 'started', urn, op: how.op });
    const intent = newState(run, step, { inputs, outputs: {} }, undefined, true);
    const before = run.preview ? undefined : (await run.provider.creations?.(urn))?.length;
    const operation = await run.recorder.begin('creating', intent, before);
    const made = await attemptRecorded(run, urn, 'created', operation, () => run.provider.create(request));
    const state = newState(run, step, { ...made, inputs }, undefined, true);
    const condemned = how.replaces === undefined ? [] : [{ ...how.replaces, urn, condemned: true }];
    const moved = renamed(how.gone ?? how.replaces, state);
    await run.recorder.commit({ end: operation, put: [state, ...condemned], ...moved });
    run.replaced.push(...condemned);
    finishStep(run, slotOf(state), { urn, op: how.op, ...shown(how.difference) });
    return state;
  });
}

export async function update(
  run: Run,
  step: Step,
  old: ResourceState,
  newInputs: PropertyMap,
  difference: Difference,
): Promise<ResourceState> {
  const { urn, goal, config } = step;
  const { id = '', inputs: oldInputs, outputs: oldOutputs } = old;
  run.mask.learn(newInputs);
  const names = { urn, type: goal.type, name: goal.name, config, id };
  const request = { ...names, oldInputs, oldOutputs, newInputs, preview: run.preview };
  return run.limit.run(async () => {
    assertRunning(run);
    run.emit({ kind: 'started', urn, op: 'update' });
    const intent = newState(run, step, { id, inputs: newInputs, outputs: oldOutputs }, old, true);
    const operation = await run.recorder.begin('updating', intent);
    const made = await attemptRecorded(run, urn, 'updated', operation, () => run.provider.update(request));
    const state = newState(run, step, { id, inputs: newInputs, outputs: made.outputs }, old, true);
    await run.recorder.commit({ end: operation, put: [state], ...renamed(old, state) });
    finishStep(run, slotOf(state), { urn, op: 'update', ...shown(difference) });
    return state;
  });
}

/** Nothing to do: the options of the program and what was read are recorded. */
export async function keep(
  run: Run,
  step: Step,
  old: ResourceState,
  inputs: PropertyMap,
  difference: Difference,
): Promise<ResourceState> {
  const state = newState(run, step, { id: old.id, inputs, outputs: old.outputs }, old, false);
  await run.recorder.commit({ put: [state], ...renamed(old, state) });
  finishStep(run, slotOf(state), { urn: step.urn, op: 'same', ...shown(difference) });
  return state;
}
