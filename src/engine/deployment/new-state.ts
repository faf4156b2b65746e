import type { PropertyMap } from '../../lib/property.ts';
import { keepSecrets, markSecret } from '../properties/secrets.ts';
import { keptOptions } from '../state/kept-options.ts';
import type { ResourceState } from '../state/resource-state.ts';
import type { Goal } from './goal.ts';
import type { Run } from './run.ts';

/** A goal whose identity, provider and protection are settled. */
export interface Step {
  readonly goal: Goal;
  readonly urn: string;
  /** `URN::ID`; `undefined` for components and providers. */
  readonly provider: string | undefined;
  /** The configuration of that provider. */
  readonly config: PropertyMap;
  readonly protect: boolean;
  /** The state that the goal continues, as it was recorded. */
  readonly met: ResourceState | undefined;
}

/** The state of a step with these inputs, which continues `old` where there was one. */
export function newState(
  run: Run,
  step: Step,
  values: { readonly id?: string | undefined; readonly inputs: PropertyMap; readonly outputs: PropertyMap },
  old: ResourceState | undefined,
  modified: boolean,
): ResourceState {
  const { goal } = step;
  const now = run.clock.nowMs();
  return {
    urn: step.urn,
    type: goal.type,
    custom: goal.custom,
    id: values.id === '' ? undefined : values.id,
    inputs: values.inputs,
    outputs: settleSecrets(goal, values),
    parent: goal.parent,
    dependencies: goal.dependencies,
    propertyDependencies: goal.propertyDependencies,
    provider: step.provider,
    protect: step.protect,
    external: false,
    condemned: false,
    additionalSecretOutputs: goal.additionalSecretOutputs,
    ignoreChanges: goal.ignoreChanges,
    ...keptOptions(goal),
    refreshBeforeUpdate: old?.refreshBeforeUpdate,
    customTimeouts: Object.keys(goal.customTimeouts).length > 0 ? goal.customTimeouts : undefined,
    sourcePosition: goal.sourcePosition,
    createdMs: old === undefined ? now : old.createdMs,
    modifiedMs: modified || old === undefined ? now : old.modifiedMs,
  };
}

/** What was secret as an input, or is secret by name, is secret as an output. */
function settleSecrets(
  goal: Goal,
  values: { readonly inputs: PropertyMap; readonly outputs: PropertyMap },
): PropertyMap {
  const outputs = goal.custom ? keepSecrets(values.outputs, values.inputs) : values.outputs;
  return markSecret(outputs, goal.additionalSecretOutputs);
}
