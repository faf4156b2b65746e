import type { PropertyMap } from '../../lib/property.ts';
import { type PropertyPath, parsePath } from '../../lib/property-path.ts';
import { resetIgnored } from '../properties/ignore-changes.ts';
import { resolveReferences } from '../properties/references.ts';
import type { ResourceState } from '../state/resource-state.ts';
import { resolveAssets } from './assets.ts';
import { compare, driftOf, type StepDifference } from './difference.ts';
import { importResource, isImport } from './import-step.ts';
import type { Step } from './new-state.ts';
import { check } from './provider-calls.ts';
import type { Refreshed } from './refresh.ts';
import { replace } from './replace-step.ts';
import type { Run } from './run.ts';
import { create, keep, update } from './steps.ts';

/** A resource that a provider manages: created, updated, replaced, imported, or the same. */
export async function registerCustom(run: Run, step: Step): Promise<ResourceState> {
  const { goal, met } = step;
  // a path that cannot be read is refused now, not at the first change
  const ignored = goal.ignoreChanges.map(parsePath);
  goal.replaceOnChanges?.map(parsePath);
  const asked = await resolveAssets(resolveReferences(goal.inputs), run.folder);
  const refreshed: Refreshed = met === undefined ? { state: undefined, drift: [] } : await run.refresh.of(met);
  const deletedFirst = met !== undefined && run.deletedBefore.has(met.urn);
  if (isImport(goal, refreshed.state)) {
    const old = deletedFirst ? undefined : refreshed.state;
    const imported = await importResource(run, step, old);
    return follow(run, step, asked, ignored, { state: imported, drift: [] });
  }
  if (deletedFirst) return makeAgain(run, step, asked);
  return follow(run, step, asked, ignored, refreshed);
}

/** Brings the state that there is to what is asked; makes it where there is none that this program manages. */
async function follow(
  run: Run,
  step: Step,
  asked: PropertyMap,
  ignored: readonly PropertyPath[],
  { state: old, drift }: Refreshed,
): Promise<ResourceState> {
  if (old === undefined) {
    return create(run, step, await check(run, step, asked, undefined), { op: 'create', gone: step.met });
  }
  if (old.external || !old.custom || old.pendingReplacement) return makeAgain(run, step, asked);
  run.mask.learn(old.inputs);
  run.mask.learn(old.outputs);
  const checked = await check(run, step, resetIgnored(old.inputs, asked, ignored), old.inputs);
  // the provider may have completed what is ignored as well
  const inputs = resetIgnored(old.inputs, checked, ignored);
  const compared = await compare(run, step, old, inputs, ignored);
  const difference = { ...driftOf(drift, ignored), ...compared.difference };
  // from here on no replacement of another resource may delete this one first; it may have done so by now
  if (step.met !== undefined && run.deletedBefore.has(step.met.urn)) return makeAgain(run, step, asked);
  run.decided.add(step.met?.urn ?? step.urn);
  return act(run, step, old, asked, inputs, { ...compared, difference });
}

function act(
  run: Run,
  step: Step,
  old: ResourceState,
  asked: PropertyMap,
  inputs: PropertyMap,
  compared: StepDifference,
): Promise<ResourceState> {
  const { difference, changed, replaces } = compared;
  if (changed && replaces.length > 0) return replace(run, step, old, asked, compared);
  // what its provider could not finish is tried again
  if (changed || old.initErrors !== undefined) return update(run, step, old, inputs, difference);
  // what was imported and is as asked keeps the inputs that its provider read
  const isImported = run.results.has(step.urn);
  return keep(run, step, old, isImported ? old.inputs : inputs, difference);
}

/** What was deleted so that it can be replaced, or was there and not managed: made as if there were no state. */
async function makeAgain(run: Run, step: Step, asked: PropertyMap): Promise<ResourceState> {
  await run.deletedBefore.get(step.met?.urn ?? '');
  const inputs = await check(run, step, asked, undefined);
  return create(run, step, inputs, { op: 'replace', gone: step.met });
}
