import type { Step } from './step.ts';

/**
 * Steps for each of several sites or members, one after the other: what `make` gives for an item is told which keys its first steps
 * wait for, and those are the last steps of the item before (`after` for the first).
 */
export function inSequence<T>(
  items: readonly T[],
  make: (item: T, after: readonly string[]) => readonly Step[],
  after: readonly string[] = [],
): Step[] {
  const all: Step[] = [];
  let before = after;
  for (const item of items) {
    const steps = make(item, before);
    all.push(...steps);
    if (steps.length > 0) before = lastOf(steps);
  }
  return all;
}

/** Keys of the steps that none of the others waits for. */
export function lastOf(steps: readonly Step[]): string[] {
  const waitedFor = new Set(steps.flatMap((step) => step.after));
  return steps.filter((step) => !waitedFor.has(step.key)).map((step) => step.key);
}
