import type { PropertyMap } from '../../lib/property.ts';
import type { Step } from '../deployment/new-state.ts';
import { findProvider } from '../deployment/providers.ts';
import { atOf } from '../deployment/refusals.ts';
import { type Run, refuse } from '../deployment/run.ts';
import { dependencyOrder } from '../state/order.ts';
import { type ResourceState, slotOf } from '../state/resource-state.ts';
import type { Subject } from './subject.ts';
import { problemOf, type Violation } from './violation.ts';

/**
 * Has the packs look at a resource before its provider is called, in previews too, and answers its inputs, changed by a policy of
 * level remediate. What blocks ends an update here; a preview keeps it and goes on, so that everything is told at once.
 */
export async function judge(run: Run, step: Step, inputs: PropertyMap): Promise<PropertyMap> {
  if (run.packs === undefined) return inputs;
  const { goal, urn } = step;
  run.mask.learn(inputs);
  const { properties, violations } = await run.packs.judge({
    urn,
    type: goal.type,
    properties: inputs,
    parent: goal.parent,
    protect: step.protect,
    ignoreChanges: goal.ignoreChanges,
    additionalSecretOutputs: goal.additionalSecretOutputs,
    customTimeouts: goal.customTimeouts,
    provider: providerOf(run, step.provider),
  });
  keep(run, violations, () => goal.sourcePosition);
  return properties;
}

/** Has the packs look at the whole stack once the program has asked for everything, before anything is deleted. */
export async function judgeStack(run: Run): Promise<void> {
  if (run.packs === undefined) return;
  const states = dependencyOrder([...run.live.values()].map((state) => ({ ...state, slot: slotOf(state) })));
  const violations = await run.packs.judgeStack(
    states.map((state) => ({
      urn: state.urn,
      type: state.type,
      properties: state.outputs,
      parent: state.parent,
      protect: state.protect,
      ignoreChanges: state.ignoreChanges,
      additionalSecretOutputs: state.additionalSecretOutputs,
      customTimeouts: state.customTimeouts ?? {},
      provider: providerOf(run, state.provider),
      dependencies: state.dependencies,
      propertyDependencies: state.propertyDependencies,
    })),
  );
  keep(run, violations, (urn) => run.live.get(urn)?.sourcePosition);
}

function keep(run: Run, found: readonly Violation[], positionOf: (urn: string) => string | undefined): void {
  const violations = found.map((one) => ({ ...one, at: one.urn && atOf(positionOf(one.urn)) }));
  run.violations.push(...violations);
  if (run.preview) return;
  refuse(run, violations.filter(({ blocks }) => blocks).map(problemOf));
}

function providerOf(run: Run, reference: string | undefined): Subject['provider'] {
  if (reference === undefined) return undefined;
  const state: ResourceState | undefined = findProvider(reference, run.live, (urn, id) => run.olds.exact(urn, id));
  return state && { urn: state.urn, type: state.type, inputs: state.inputs };
}
