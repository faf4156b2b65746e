import type { InputOf, OperationName } from '../aws/index.ts';
import type { Expected } from './expected.ts';
import type { StepIo } from './step-io.ts';

/** What a step may call: an operation of the operation table and the region it is called in (`global` for DNS). */
export type CallName = OperationName | 'dns.Query';
export interface Uses {
  readonly name: CallName;
  readonly region: string;
}

/** Several operations of one region. */
export function uses(region: string, ...names: readonly CallName[]): Uses[] {
  return names.map((name) => ({ name, region }));
}

/**
 * The unit of effect, as a plan lists it. Everything but the functions `check` and `until` is data, printed by
 * `evenkeel plan` and covered by the plan's hash. Plane, home region, IAM action and repeat class of what it calls come
 * from the operation table, never from here.
 */
export interface Step {
  /** Stable and unique in the plan: journal, approvals and resumes go by it. Lower case, digits, dashes. */
  readonly key: string;
  readonly title: string;
  /** Keys of the steps that must have ended before. */
  readonly after: readonly string[];
  /** Every operation it calls, reads included. What is not listed is refused before it leaves. */
  readonly operations: readonly Uses[];
  readonly expected: Expected;
  /** Bound of the whole step, without the time a person takes; also the bound of retries. */
  readonly timeoutSeconds: number;
  /** Stops the run until a person has accepted this, bound to the plan's hash. */
  readonly approval?: Approval;
  /**
   * Whether the wanted state is there already, or on its way: then the step does not act. After a crash it decides
   * whether the call took effect; needed where the repeat class is `marked` or `once`.
   */
  readonly check?: (io: StepIo) => Promise<Seen>;
  /** The one call that changes something. */
  readonly act?: Act;
  /** The one child process. */
  readonly shell?: Shell;
  /** Observes until the wanted state is there. */
  readonly confirm?: Confirm;
  readonly undo: Undo;
}

/** What was seen, in words for the journal. */
export interface Seen {
  readonly holds: boolean;
  readonly detail: string;
}

/** One write, as data. Strings of the input may hold `MARK`; the token of class `token` is added by the runner. */
export interface Act {
  readonly name: OperationName;
  readonly region: string;
  readonly input: object;
}

/** An act whose input is checked against the SDK's types. */
export function act<N extends OperationName>(name: N, region: string, input: InputOf<N> & object): Act {
  return { name, region, input };
}

/** Stands in an act's input for a mark derived from run and step, by which what was created is found again. */
export const MARK = '{mark}';

export interface Confirm {
  readonly everySeconds: number;
  readonly until: (io: StepIo) => Promise<Seen>;
  /** True where the run goes on without it: at the timeout the step ends as `unknown` with what was last seen. */
  readonly informs?: boolean;
}

/** How the step is taken back, or why it cannot be. Printed; a person decides. */
export type Undo = { readonly act: Act } | { readonly none: string };

export interface Approval {
  readonly question: string;
  /** What the person is shown, each figure with how it is known. */
  readonly shows: readonly { readonly what: string; readonly value: string; readonly mark: string }[];
  /** A question, and an answer to it, are void after this long on the target's clock. */
  readonly expiresSeconds: number;
}

/** A Node script run by zx, with nothing in its environment but PATH, the listener's URL and these variables. */
export interface Shell {
  /** Relative to the folder of the system's file. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** Name of the variable that holds the URL of the service, for this step alone. */
  readonly urlVariable: string;
  /** What stands behind the URL on AWS. */
  readonly url: string;
  /** What the clock of a rehearsal advances by. */
  readonly takesSeconds: number;
}
