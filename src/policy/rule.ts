import type { Finding } from './finding.ts';
import type { Resource } from './resource.ts';

export type Severity = 'low' | 'medium' | 'high' | 'critical';

/**
 * When a rule's question can be answered: `preview` by the program's own edges and values, before anything is there; `deployed`
 * with what AWS fills in; `estate` with the stacks of all sites. An answer that is clear earlier is given earlier.
 */
export type DecidedAt = 'preview' | 'deployed' | 'estate';

export type ParameterValue = boolean | number | string | readonly number[] | readonly string[];

/** What an estate may set otherwise, with what is right for most. */
export interface Parameter<T extends ParameterValue = ParameterValue> {
  readonly default: T;
  readonly means: string;
}

export type Parameters = Readonly<Record<string, Parameter>>;
export type ValuesOf<P extends Parameters> = { readonly [K in keyof P]: Widened<P[K]['default']> };

type Widened<T> = T extends boolean
  ? boolean
  : T extends number
    ? number
    : T extends string
      ? string
      : T extends readonly number[]
        ? readonly number[]
        : readonly string[];

/** A stack, or all that was given. */
export interface Scope {
  /** Of a stack; of the estate `undefined`. */
  readonly name: string | undefined;
  /** The resources of a canonical type. */
  all(type: string): readonly Resource[];
  /**
   * Those for which `key` answers `value`, and, not certain, those for which it cannot answer. The index is built once for each function: what
   * is asked for every resource must not look at every other.
   */
  having(type: string, key: (resource: Resource) => string | undefined, value: string | undefined): readonly Resource[];
}

/** The code that decides one control. It knows this one thing; packs, reports and the command line only wire. */
export type Rule<P extends Parameters = Parameters> = RuleTexts<P> & RuleCheck<P>;

interface RuleTexts<P extends Parameters> {
  /** The control's, e.g. `RED-01`. */
  readonly id: string;
  /** What holds where it passes, as a sentence. */
  readonly title: string;
  /** What happens where it does not hold. */
  readonly why: string;
  /** What to change. */
  readonly remedy: string;
  readonly severity: Severity;
  /** Canonical types that it judges, one verdict for each resource. */
  readonly types: readonly string[];
  /** Canonical types that it reads to judge others. */
  readonly reads?: readonly string[];
  readonly decidedAt: DecidedAt;
  /** What would break the sentence and is not found. */
  readonly cannotSee: readonly string[];
  readonly parameters: P;
}

/** One of three: over a resource, over a stack, over the estate. */
type RuleCheck<P extends Parameters> =
  | {
      check(resource: Resource, parameters: ValuesOf<P>, estate: Scope): Finding;
      checkStack?: never;
      checkEstate?: never;
    }
  | { checkStack(stack: Scope, parameters: ValuesOf<P>): Finding; check?: never; checkEstate?: never }
  | { checkEstate(estate: Scope, parameters: ValuesOf<P>): Finding; check?: never; checkStack?: never };

/** Types a rule where it is written; nothing else. */
export function rule<P extends Parameters>(written: Rule<P>): Rule<P> {
  return written;
}
