import type { PropertyMap } from '../../lib/property.ts';
import type { ResourceState } from '../state/resource-state.ts';
import { dependentReplacements } from './dependent-replacements.ts';
import type { StepDifference } from './difference.ts';
import type { Step } from './new-state.ts';
import { check } from './provider-calls.ts';
import { importedReplacement, protectedProblem } from './refusals.ts';
import { removeState } from './remove.ts';
import { mayUnprotect, type Run, refuse } from './run.ts';
import { create } from './steps.ts';

/**
 * Replaces a resource: the new one is created, its dependents follow as the program registers them, and the old one
 * is deleted at the end of the run. Where the program or else the provider asks for it, the old one and every dependent that
 * it would replace are deleted first (pkg/resource/deploy/step_generator.go).
 */
export async function replace(
  run: Run,
  step: Step,
  old: ResourceState,
  asked: PropertyMap,
  compared: StepDifference,
): Promise<ResourceState> {
  const { goal, urn } = step;
  const because = compared.replaces.join(', ');
  if (old.protect && step.protect && !mayUnprotect(run, urn)) refuse(run, [protectedProblem(urn, 'replace', because)]);
  if (goal.importId !== undefined) refuse(run, [importedReplacement(urn, goal, because)]);
  // completed anew: automatic names and defaults are not those of the old one
  const inputs = await check(run, step, asked, undefined);
  const { difference } = compared;
  const isDeletedFirst = goal.deleteBeforeReplace ?? compared.deleteBeforeReplace;
  if (!isDeletedFirst) return create(run, step, inputs, { op: 'replace', replaces: old, difference });
  await deleteFirst(run, old);
  return create(run, step, inputs, { op: 'replace', gone: old, difference });
}

/** Deletes a state and, before it, the dependents that its replacement will replace. */
async function deleteFirst(run: Run, root: ResourceState): Promise<void> {
  const condemned = [root, ...(await dependentReplacements(run, root))];
  const guarded = condemned.filter((one) => one !== root && one.protect && !mayUnprotect(run, one.urn));
  refuse(
    run,
    guarded.map((one) => protectedProblem(one.urn, 'replace', `${root.urn} is replaced, and is deleted first`)),
  );
  for (const { urn } of condemned) run.deleting.add(urn);
  // all are announced before the first is waited for: what the program asks for meanwhile must know of it
  let removal: Promise<void> = Promise.resolve();
  for (const state of condemned.reverse()) {
    const known = run.deletedBefore.get(state.urn);
    const before = removal;
    removal =
      known === undefined ? before.then(() => removeState(run, state, { makesWay: true })) : before.then(() => known);
    // a failure is told by the step that waits for the last of them
    removal.catch(() => undefined);
    run.deletedBefore.set(state.urn, removal);
  }
  await removal;
}
