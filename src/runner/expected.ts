import type { Mark } from '../operations/index.ts';
import { TIMINGS, type TimingName } from '../operations/timings.ts';

/** How long a step is expected to take, and how that is known: the weakest mark of its parts. */
export interface Expected {
  readonly p50: number;
  readonly p99: number;
  readonly mark: Mark;
  /** The figures it is made of, for the list of estimates. */
  readonly parts: readonly ExpectedPart[];
}
export interface ExpectedPart {
  readonly figure: string;
  readonly p50: number;
  readonly p99: number;
  readonly mark: Mark;
  readonly source: string;
}

/** The sum of rows of the timing table, for what happens one after the other. The p99 is a bound, not a quantile. */
export function takes(...rows: readonly (TimingName | ExpectedPart)[]): Expected {
  const parts = rows.map((row) => (typeof row === 'string' ? { figure: row, ...TIMINGS[row] } : row));
  return {
    p50: sum(parts.map((part) => part.p50)),
    p99: sum(parts.map((part) => part.p99)),
    mark: parts.reduce<Mark>((weakest, part) => (rank(part.mark) > rank(weakest) ? part.mark : weakest), 'documented'),
    parts,
  };
}

/** A figure that the system's file gives, such as the time to decide. */
export function declared(figure: string, seconds: number): ExpectedPart {
  return { figure, p50: seconds, p99: seconds, mark: 'estimated', source: 'the system file' };
}

const STRONGEST_FIRST: readonly Mark[] = ['documented', 'model', 'observed', 'estimated'];
const rank = (mark: Mark) => STRONGEST_FIRST.indexOf(mark);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
