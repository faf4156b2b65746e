import { attempt, Undecided } from './undecided.ts';

/** How many different values some things have, as far as that is known. */
export interface Distinct {
  /** Whether there are `wanted` of them. Undecided only where what is not known could change the answer. */
  reaches(wanted: number): boolean;
  /** Values that are not known. */
  readonly open: number;
  /** `1 zone (us-east-1a)`. */
  toString(): string;
}

/**
 * Counts the different values of things. `what` names one value. A thing that is perhaps not meant (`isCertain` is false)
 * can add to the most there may be, never to the least; one that is neither certain nor known may stand for any number.
 */
export function distinct<T extends object>(what: string, items: readonly T[], read: (item: T) => unknown): Distinct {
  const certain = new Set<string>();
  const possible = new Set<string>();
  const open: Undecided[] = [];
  let isEndless = false;
  for (const item of items) {
    const isCertain = !('isCertain' in item) || item.isCertain === true;
    const result = attempt(() => String(read(item)));
    if ('undecided' in result) {
      open.push(result.undecided);
      isEndless ||= !isCertain;
    } else {
      possible.add(result.value);
      if (isCertain) certain.add(result.value);
    }
  }
  return {
    open: open.length,
    reaches(wanted) {
      if (certain.size >= wanted) return true;
      if (!isEndless && possible.size + open.length < wanted) return false;
      throw open[0] ?? new Undecided(`${what}s`, `perhaps ${[...possible].sort().join(', ')}: not computed yet`, true);
    },
    toString: () => {
      const names = [...possible].sort();
      return `${names.length} ${what}${names.length === 1 ? '' : 's'}${names.length === 0 ? '' : ` (${names.join(', ')})`}`;
    },
  };
}
