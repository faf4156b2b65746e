import { UNKNOWN } from '../../lib/property.ts';
import type { ResourceState } from '../state/resource-state.ts';
import { isProviderType, packageOf, urnOf } from '../state/urn.ts';
import { registerComponent } from './component-step.ts';
import { registerCustom } from './custom-step.ts';
import type { Goal, Registered } from './goal.ts';
import { isSelected, leaveAsItIs } from './leave-step.ts';
import type { Step } from './new-state.ts';
import { registerProvider } from './provider-step.ts';
import { defaultProviderGoal, findProvider, providerConfig } from './providers.ts';
import { duplicateUrn, noProvider, unsupportedOptions } from './refusals.ts';
import { assertRunning, type Run, refuse } from './run.ts';

/** Makes one resource as the program asks, or says what that would do. The program waits for the answer. */
export async function register(run: Run, asked: Goal): Promise<Registered> {
  assertRunning(run);
  const goal = inherited(asked, run.goals.get(asked.parent ?? ''));
  const urn = urnOf(run.stack, run.project, goal.parent, goal.type, goal.name);
  if (goal.unsupported.length > 0) throw unsupportedOptions(urn, goal);
  if (run.claimed.has(urn)) throw duplicateUrn(urn, goal.sourcePosition);
  run.claimed.add(urn);
  run.goals.set(urn, goal);
  const step = await stepOf(run, urn, goal);
  if (!isSelected(run, step)) return leaveAsItIs(run, step);
  refuse(run, run.selection?.missing(urn, { ...goal, provider: step.provider }) ?? []);
  const state = await settle(run, step);
  run.mask.learn(state.inputs);
  run.mask.learn(state.outputs);
  run.live.set(urn, state);
  // those of a component are registered later: the last ones may name what the program has not asked for yet
  return { urn, id: state.id ?? '', outputs: goal.custom ? state.outputs : {} };
}

/** The provider of a resource: the one it names, or the default one of its package. */
export async function providerOf(
  run: Run,
  urn: string,
  reference: string | undefined,
  type: string,
  version: string,
): Promise<{ readonly reference: string; readonly state: ResourceState }> {
  if (reference === undefined) {
    const state = await defaultProvider(run, packageOf(type), version);
    return { reference: referenceTo(state), state };
  }
  const state = findProvider(reference, run.live, (provider, id) => run.olds.exact(provider, id));
  if (state === undefined) throw noProvider(urn, reference);
  return { reference: referenceTo(state), state };
}

/** What a parent hands down (pkg/resource/deploy/source_eval.go, `inheritFromParent`); the rest the SDK does itself. */
function inherited(goal: Goal, parent: Goal | undefined): Goal {
  if (parent === undefined) return goal;
  return {
    ...goal,
    deletedWith: goal.deletedWith ?? parent.deletedWith,
    retainOnDelete: goal.retainOnDelete ?? parent.retainOnDelete,
  };
}

async function stepOf(run: Run, urn: string, goal: Goal): Promise<Step> {
  const met = run.olds.meet(urn, goal, run.claimed);
  const step: Step = { goal, urn, provider: undefined, config: {}, protect: goal.protect, met };
  if (!goal.custom || isProviderType(goal.type)) return step;
  const provider = await providerOf(run, urn, goal.provider, goal.type, goal.version);
  return { ...step, provider: provider.reference, config: providerConfig(provider.state.inputs) };
}

function settle(run: Run, step: Step): Promise<ResourceState> {
  if (isProviderType(step.goal.type)) return registerProvider(run, step);
  return step.goal.custom ? registerCustom(run, step) : registerComponent(run, step);
}

function defaultProvider(run: Run, packageName: string, version: string): Promise<ResourceState> {
  const key = `${packageName}@${version}`;
  const known = run.defaults.get(key);
  if (known !== undefined) return known;
  const goal = defaultProviderGoal(packageName, version, run.config, run.secretConfigKeys);
  const made = register(run, goal).then(({ urn }) => {
    const state = run.live.get(urn);
    if (state === undefined) throw noProvider(urn, key);
    return state;
  });
  run.defaults.set(key, made);
  return made;
}

function referenceTo(provider: ResourceState): string {
  return `${provider.urn}::${provider.id ?? UNKNOWN}`;
}
