import type { ResourceState } from '../state/resource-state.ts';
import { dependentReplacements } from './dependent-replacements.ts';
import type { Run } from './run.ts';
import { edgesOf } from './selection.ts';

/**
 * Whether a run may delete a state: without a selection any; with one, what is selected, what depends on it, and what its
 * replacement would replace (pkg/resource/deploy/step_generator.go, `determineAllowedResourcesToDeleteFromTargets`).
 */
export async function deletable(run: Run): Promise<(state: ResourceState) => boolean> {
  const { selection } = run;
  if (selection === undefined) return () => true;
  const olds = run.olds.live();
  const allowed = new Set(olds.filter(({ urn }) => selection.names(urn)).map(({ urn }) => urn));
  for (let before = -1; before < allowed.size; ) {
    before = allowed.size;
    for (const state of olds) if (edgesOf(state).some((edge) => allowed.has(edge))) allowed.add(state.urn);
  }
  for (const state of olds.filter(({ urn }) => allowed.has(urn))) {
    for (const { urn } of await dependentReplacements(run, state)) allowed.add(urn);
  }
  return (state) => allowed.has(state.urn) || selection.names(state.urn);
}
