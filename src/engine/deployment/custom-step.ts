import { parsePath } from '../../lib/property-path.ts';
import { resetIgnored } from '../properties/ignore-changes.ts';
import { resolveReferences } from '../properties/references.ts';
import type { ResourceState } from '../state/resource-state.ts';
import { resolveAssets } from './assets.ts';
import { compare, driftOf } from './difference.ts';
import type { Step } from './new-state.ts';
import { check } from './provider-calls.ts';
import { replace } from './replace-step.ts';
import type { Run } from './run.ts';
import { create, keep, update } from './steps.ts';

/** A resource that a provider manages: created, updated, replaced, or the same. */
export async function registerCustom(run: Run, step: Step): Promise<ResourceState> {
  const { goal, urn } = step;
  // a path that cannot be read is refused now, not at the first change
  const ignored = goal.ignoreChanges.map(parsePath);
  const asked = await resolveAssets(resolveReferences(goal.inputs), run.folder);
  const met = run.olds.meet(urn, goal);
  const { state: old, drift } = met === undefined ? { state: undefined, drift: [] } : await run.refresh.of(met);
  const deleted = run.deletedBefore.get(urn);
  await deleted;
  if (old === undefined || deleted !== undefined) {
    const inputs = await check(run, step, asked, undefined);
    return create(run, step, inputs, { op: deleted === undefined ? 'create' : 'replace', gone: met });
  }
  run.mask.learn(old.inputs);
  run.mask.learn(old.outputs);
  const checked = await check(run, step, resetIgnored(old.inputs, asked, ignored), old.inputs);
  // the provider may have completed what is ignored as well
  const inputs = resetIgnored(old.inputs, checked, ignored);
  const compared = await compare(run, step, old, inputs, ignored);
  const difference = { ...driftOf(drift, ignored), ...compared.difference };
  if (compared.changed && compared.replaces.length > 0) {
    return replace(run, step, old, asked, { ...compared, difference });
  }
  return compared.changed ? update(run, step, old, inputs, difference) : keep(run, step, old, inputs, difference);
}
