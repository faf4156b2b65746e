import type { Registered } from './goal.ts';
import type { Step } from './new-state.ts';
import { finishStep, type Run } from './run.ts';

/** True where the run is about this resource; what is to be made again since a replacement deleted it is always. */
export function isSelected(run: Run, { urn, goal, provider, met }: Step): boolean {
  if (run.selection === undefined) return true;
  const isTaken = run.selection.takes(urn, goal.type, { ...goal, provider });
  return isTaken || (met !== undefined && run.deletedBefore.has(met.urn));
}

/** What is not selected stays as it was recorded, under the URN it had; what does not exist yet is not made. */
export function leaveAsItIs(run: Run, { urn, goal, met }: Step): Registered {
  if (met === undefined) {
    run.selection?.skip(urn);
    finishStep(run, urn, { urn, op: 'same' });
    return { urn, id: '', outputs: goal.custom ? goal.inputs : {}, unknown: true };
  }
  run.decided.add(met.urn);
  run.mask.learn(met.inputs);
  run.mask.learn(met.outputs);
  run.live.set(met.urn, met);
  finishStep(run, met.urn, { urn: met.urn, op: 'same' });
  return { urn: met.urn, id: met.id ?? '', outputs: goal.custom ? met.outputs : {} };
}
