import type { Severity } from '../evidence/audit-row.ts';
import type { Finding } from './finding.ts';
import type { Resource } from './resource.ts';

export type { Severity } from '../evidence/audit-row.ts';

/**
 * When a rule's question can be answered: `preview` by the program's own edges and values, before anything is there; `deployed`
 * with what AWS fills in; `estate` with the stacks of all sites. An answer that is clear earlier is given earlier.
 */
export type DecidedAt = 'preview' | 'deployed' | 'estate';

export type ParameterValue =
  | boolean
  | number
  | string
  | readonly number[]
  | readonly string[]
  | Readonly<Record<string, number | string | readonly string[]>>;

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
        : T extends readonly string[]
          ? readonly string[]
          : Readonly<Record<string, Widened<Extract<T[keyof T], ParameterValue>>>>;

/** A stack, or all that was given. */
export interface Scope {
  /** Of a stack; of the estate `undefined`. */
  readonly name: string | undefined;
  /** False where one stack of perhaps several was given, as to a pack: what is not here may be elsewhere. */
  readonly isWhole: boolean;
  /** Where its resources are, by account and region; what tells no region is left out. Undecided while an account is not told. */
  places(): readonly Place[];
  /** The resources of a canonical type. */
  all(type: string): readonly Resource[];
  /**
   * Those for which `key` answers `value`, and, not certain, those for which it cannot answer. The index is built once for each function: what
   * is asked for every resource must not look at every other.
   */
  having(type: string, key: (resource: Resource) => string | undefined, value: string | undefined): readonly Resource[];
}

export interface Place {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
}

/** What a resource is judged in. */
export interface Context {
  /** All that was given. */
  readonly estate: Scope;
  /** The resource's own stack. */
  readonly stack: Scope;
  /** The instant of judgement. */
  readonly nowMs: number;
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

/** What a rule says of one resource. A method's type, so that a rule of certain parameters is a `Rule`. */
export type Check<P extends Parameters = Parameters> = {
  of(resource: Resource, parameters: ValuesOf<P>, context: Context): Finding;
}['of'];

type ScopeCheck<P extends Parameters> = {
  of(scope: Scope, parameters: ValuesOf<P>, context: Omit<Context, 'stack'>): Finding;
}['of'];

/** At least one of three, a row for each: over a resource (or one for each type), over a stack, over the estate. */
interface RuleCheck<P extends Parameters> {
  readonly check?: Check<P> | Readonly<Record<string, Check<P>>>;
  readonly checkStack?: ScopeCheck<P>;
  readonly checkEstate?: ScopeCheck<P>;
  /**
   * Which resources the sentence means: `true`, or why not. Where it cannot be told, a resource that passes anyway passes.
   */
  appliesTo?(resource: Resource, parameters: ValuesOf<P>, context: Context): true | string;
}

/** Types a rule where it is written. Throws where it has no check, or one for a type that it does not judge. */
export function rule<P extends Parameters>(written: Rule<P>): Rule<P> {
  const { id, types, check, checkStack, checkEstate } = written;
  if (check === undefined && checkStack === undefined && checkEstate === undefined)
    throw new Error(`${id} has no check`);
  const checked = typeof check === 'object' ? Object.keys(check).sort().join() : undefined;
  if (checked !== undefined && checked !== [...types].sort().join())
    throw new Error(`${id} judges ${types.join(', ')}, and checks ${checked}`);
  return written;
}
