import { hasSecret, hasUnknown, isUnknown, type PropertyMap, UNKNOWN } from '../../lib/property.ts';
import { resolveReferences } from '../properties/references.ts';
import { keepSecrets, markSecret } from '../properties/secrets.ts';
import { STACK_REFERENCE_TYPE, urnOf } from '../state/urn.ts';
import { renamed } from './component-step.ts';
import type { ReadGoal, Registered } from './goal.ts';
import { attempt } from './provider-calls.ts';
import { providerConfig } from './providers.ts';
import { duplicateUrn, missingResource, missingStack } from './refusals.ts';
import { providerOf } from './register.ts';
import { assertRunning, finishStep, type Run } from './run.ts';

/** Reads a resource that the program does not manage: a stack reference, or what a type's `get` asks for. */
export async function readResource(run: Run, goal: ReadGoal): Promise<Registered> {
  assertRunning(run);
  const urn = urnOf(run.stack, run.project, goal.parent, goal.type, goal.name);
  if (run.claimed.has(urn)) throw duplicateUrn(urn, goal.sourcePosition);
  run.claimed.add(urn);
  const old = run.olds.meet(urn, { ...asGoal(goal), aliases: [] }, run.claimed);
  const provider = await providerOf(run, urn, goal.provider, goal.type, goal.version);
  const { id, outputs } = await readNow(run, urn, goal, providerConfig(provider.state.inputs));
  run.mask.learn(outputs);
  const state = {
    ...asGoal(goal),
    urn,
    id: isUnknown(id) ? undefined : id,
    outputs,
    provider: provider.reference,
    protect: false,
    external: true,
    condemned: false,
    createdMs: old?.external ? old.createdMs : run.clock.nowMs(),
    modifiedMs: old?.external ? old.modifiedMs : run.clock.nowMs(),
  };
  run.live.set(urn, state);
  // what the program managed and now only reads is let go; it is deleted where another one is read in its place
  const isOther = old !== undefined && !old.external && old.id !== state.id;
  const condemned = isOther ? [{ ...old, urn, condemned: true }] : [];
  run.replaced.push(...condemned);
  await run.recorder.commit({ put: [state, ...condemned], ...renamed(old, state) });
  finishStep(run, urn, { urn, op: isOther ? 'replace' : 'read' });
  return { urn, id, outputs };
}

async function readNow(run: Run, urn: string, goal: ReadGoal, config: PropertyMap) {
  if (goal.type === STACK_REFERENCE_TYPE) return { id: goal.id, outputs: await readReference(run, urn, goal) };
  if (isUnknown(goal.id)) return { id: UNKNOWN, outputs: {} };
  const inputs = resolveReferences(goal.inputs);
  const request = { urn, type: goal.type, name: goal.name, config, id: goal.id, inputs };
  const found = await run.limit.run(() => attempt(urn, 'read', () => run.provider.read(request)));
  if (found === undefined) throw missingResource(urn, goal.id, goal.sourcePosition);
  return { id: found.id, outputs: markSecret(keepSecrets(found.outputs, inputs), goal.additionalSecretOutputs) };
}

/** The outputs of another stack, in the form the SDK expects: secret as a whole where any is, with their names. */
async function readReference(run: Run, urn: string, goal: ReadGoal): Promise<PropertyMap> {
  const name = typeof goal.inputs['name'] === 'string' ? goal.inputs['name'] : goal.id;
  const outputs = await run.stackOutputs(name);
  if (outputs === undefined) throw missingStack(urn, name, goal.sourcePosition);
  run.mask.learn(outputs);
  const secretOutputNames = Object.keys(outputs)
    .filter((key) => hasSecret(outputs[key]))
    .sort();
  // of a bag that holds unknowns the SDK can only be told that it is not known: their names would read as absent
  return { name, outputs: hasUnknown(outputs) ? UNKNOWN : outputs, secretOutputNames };
}

function asGoal(goal: ReadGoal) {
  return {
    type: goal.type,
    name: goal.name,
    custom: true,
    parent: goal.parent,
    inputs: goal.inputs,
    dependencies: goal.dependencies,
    propertyDependencies: {},
    provider: goal.provider,
    protect: false,
    ignoreChanges: [],
    additionalSecretOutputs: goal.additionalSecretOutputs,
    customTimeouts: {},
    version: goal.version,
    sourcePosition: goal.sourcePosition,
    unsupported: [],
  };
}
