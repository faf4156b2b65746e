import type { ResourceState } from '../state/resource-state.ts';
import { renamed } from './component-step.ts';
import type { Goal } from './goal.ts';
import { newState, type Step } from './new-state.ts';
import { attempt } from './provider-calls.ts';
import { missingImport } from './refusals.ts';
import { assertRunning, finishStep, type Run } from './run.ts';

/** True where the program takes over a resource that its state is not about. */
export function isImport(goal: Goal, old: ResourceState | undefined): boolean {
  if (goal.importId === undefined) return false;
  return old === undefined || old.external || (old.importId ?? old.id) !== goal.importId;
}

/**
 * Takes over what exists under the id that the program gives: what its provider reads becomes its state, which is then
 * compared as any other. What the URN was before is deleted at the end of the run.
 */
export async function importResource(run: Run, step: Step, old: ResourceState | undefined): Promise<ResourceState> {
  const { urn, goal, config } = step;
  const id = goal.importId ?? '';
  return run.limit.run(async () => {
    assertRunning(run);
    const op = old === undefined ? 'import' : 'replace';
    run.emit({ kind: 'started', urn, op });
    const request = { urn, type: goal.type, name: goal.name, config, id };
    const found = await attempt(urn, 'read', () => run.provider.read(request));
    if (found === undefined) throw missingImport(urn, id, goal.sourcePosition);
    const state = newState(run, step, found, undefined, true);
    const condemned = old === undefined ? [] : [{ ...old, urn, condemned: true }];
    run.mask.learn(state.outputs);
    await run.recorder.commit({ put: [state, ...condemned], ...renamed(step.met, state) });
    run.replaced.push(...condemned);
    finishStep(run, urn, { urn, op });
    return state;
  });
}
