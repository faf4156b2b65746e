import { UNKNOWN } from '../../lib/property.ts';
import type { ResourceState } from '../state/resource-state.ts';
import { isProviderType, packageOf, urnOf } from '../state/urn.ts';
import { registerComponent } from './component-step.ts';
import { registerCustom } from './custom-step.ts';
import type { Goal, Registered } from './goal.ts';
import type { Step } from './new-state.ts';
import { registerProvider } from './provider-step.ts';
import { defaultProviderGoal, findProvider, providerConfig } from './providers.ts';
import { duplicateUrn, noProvider, unsupportedOptions } from './refusals.ts';
import { assertRunning, type Run } from './run.ts';

/** Makes one resource as the program asks, or says what that would do. The program waits for the answer. */
export async function register(run: Run, goal: Goal): Promise<Registered> {
  assertRunning(run);
  const urn = urnOf(run.stack, run.project, goal.parent, goal.type, goal.name);
  if (goal.unsupported.length > 0) throw unsupportedOptions(urn, goal);
  if (run.claimed.has(urn)) throw duplicateUrn(urn, goal.sourcePosition);
  run.claimed.add(urn);
  const state = await settle(run, urn, goal);
  run.mask.learn(state.inputs);
  run.mask.learn(state.outputs);
  run.live.set(urn, state);
  return { urn, id: state.id ?? '', outputs: state.outputs };
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

function settle(run: Run, urn: string, goal: Goal): Promise<ResourceState> {
  const step: Step = { goal, urn, provider: undefined, config: {}, protect: goal.protect };
  if (isProviderType(goal.type)) return registerProvider(run, step);
  if (!goal.custom) return registerComponent(run, step);
  return registerManaged(run, step);
}

async function registerManaged(run: Run, step: Step): Promise<ResourceState> {
  const { goal, urn } = step;
  const provider = await providerOf(run, urn, goal.provider, goal.type, goal.version);
  const config = providerConfig(provider.state.inputs);
  return registerCustom(run, { ...step, provider: provider.reference, config });
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
