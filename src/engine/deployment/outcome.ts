import { isDeepStrictEqual } from 'node:util';
import { type PropertyMap, reveal } from '../../lib/property.ts';
import { settled } from '../analyzer/violation.ts';
import type { Changes, ResourceResult, StackResult } from '../options.ts';
import { dependencyOrder } from '../state/order.ts';
import { type ResourceState, slotOf } from '../state/resource-state.ts';
import { STACK_TYPE } from '../state/urn.ts';
import type { Run } from './run.ts';

/** What a deployment did or would do. The order is that of the checkpoint, deletions last, whatever came first. */
export function outcomeOf(run: Run): StackResult {
  const states = dependencyOrder([...run.live.values()].map((state) => ({ ...state, slot: slotOf(state) })));
  const made = states.map((state) => run.results.get(state.urn)).filter((result) => result !== undefined);
  // what a selection leaves out and is not there is told as Pulumi tells it: as the same
  const skipped = [...run.results]
    .filter(([slot]) => !slot.startsWith('-') && !run.live.has(slot))
    .sort(bySlot)
    .map(([, result]) => result);
  const replacedUrns = new Set(made.filter((result) => result.op === 'replace').map((result) => result.urn));
  const gone = [...run.results]
    .filter(([slot, result]) => slot.startsWith('-') && !replacedUrns.has(result.urn))
    .sort(bySlot)
    .map(([, result]) => result);
  const resources = [...made, ...skipped, ...gone];
  const before = outputsOf(run.olds.live());
  const outputs = outputsOf([...run.live.values()]);
  return {
    stack: run.stack,
    resources,
    changes: count(resources),
    outputs,
    outputChanges: outputChanges(before, outputs),
    violations: settled(run.violations.map((one) => ({ ...one, message: run.mask.apply(one.message) }))),
    states: states.map(({ slot: _, ...state }) => state),
  };
}

/** Counts resources by what was done to them; what was only read is not counted. */
export function count(resources: readonly ResourceResult[]): Changes {
  const changes = { create: 0, update: 0, replace: 0, delete: 0, same: 0 };
  for (const { op } of resources) if (op !== 'read' && op !== 'import') changes[op]++;
  return changes;
}

function outputsOf(states: readonly ResourceState[]): PropertyMap {
  return states.find((state) => state.type === STACK_TYPE)?.outputs ?? {};
}

function outputChanges(before: PropertyMap, after: PropertyMap): StackResult['outputChanges'] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changed = names.filter((name) => !isDeepStrictEqual(reveal(before[name]), reveal(after[name])));
  return Object.fromEntries(
    changed.map((name) => [name, before[name] === undefined ? 'add' : after[name] === undefined ? 'delete' : 'update']),
  );
}

function bySlot([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
