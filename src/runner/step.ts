import type { InputOf, OperationName } from '../aws/index.ts';
import type { Expected } from './expected.ts';
import type { Fate } from './fate.ts';
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
  /** An endpoint that cannot be reached is an answer to its reads (`answered`): they are not tried again. */
  readonly asksOnce?: boolean;
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
  /** The one call that changes something. A step has one of `act`, `sweep`, `shell` and `engine`, or none. */
  readonly act?: Act;
  /** Calls that only the world can name at the time: until nothing is left to do. */
  readonly sweep?: Sweep;
  /** The one child process. */
  readonly shell?: Shell;
  /** What the Pulumi engine does with one stack. */
  readonly engine?: EngineAct;
  /** Waits for hours or days; then `confirm` observes. */
  readonly hold?: Hold;
  /** Observes until the wanted state is there. */
  readonly confirm?: Confirm;
  readonly undo: Undo;
  /** Why the run cannot be undone once this step has begun to act. */
  readonly noReturn?: string;
  /**
   * `stop` (default): the run has failed where it stands and can be resumed. `undo`: it takes back, in reverse order, what its steps
   * did, and ends as rolled back; also where a person refuses, or does not answer in time.
   */
  readonly onFailure?: 'stop' | 'undo';
}

/** What was seen, in words for the journal. */
export interface Seen {
  readonly holds: boolean;
  readonly detail: string;
  /** It cannot come true any more: a step that waits for it fails at once, not at its bound. */
  readonly ruledOut?: boolean;
  /** What became of things that the system had, for the certificate: told by the confirmation that a step ends with. */
  readonly fates?: readonly Fate[];
}

/** One write, as data. Strings of the input may hold `MARK`; the token of class `token` is added by the runner. */
export interface Act {
  readonly name: OperationName;
  readonly region: string;
  readonly input: object;
  /** What it is about, for the journal: an ARN or a name, nothing secret. */
  readonly about?: string;
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

/** How the step is taken back: by one call, or by steps in this order; or why it cannot be. */
export type Undo = { readonly act: Act } | { readonly steps: readonly UndoStep[] } | { readonly none: string };

/** A step of an undo: executed, journaled and recovered as any step. `check` holds where there is nothing to take back. */
export type UndoStep = Pick<
  Step,
  'title' | 'operations' | 'expected' | 'timeoutSeconds' | 'check' | 'act' | 'sweep' | 'confirm'
>;

/**
 * Finds what is to be done and does it, call by call, until nothing is found. Every call is of a declared operation that may be
 * repeated (class `absolute`, `refused` or `token`). What AWS refuses is tried again until the step's bound; what it answers and
 * leaves undone fails the step.
 */
export interface Sweep {
  readonly everySeconds: number;
  readonly find: (io: StepIo) => Promise<readonly Act[]>;
}

/** Deletes what a stack's checkpoint holds. What AWS refuses is tried again until the step's bound. */
export interface EngineAct {
  readonly action: 'destroy';
  readonly stack: string;
  /** Names of protected resources that may go. */
  readonly unprotect: readonly string[];
  /** How many resources it was planned to delete. */
  readonly deletes: number;
}

/** A wait on the target's clock that outlives the process: counted from the instant at which it first began. */
export interface Hold {
  readonly forSeconds: number;
  readonly everySeconds: number;
  /**
   * Looked at every so often, and once more when the wait is over; the first time that it does not hold, the step fails. Nobody looks while
   * the process is dead: what it looks at it must look up since the instant at which the wait began.
   */
  readonly watch?: (io: StepIo, sinceMs: number) => Promise<Seen>;
}

export interface Approval {
  readonly question: string;
  /** What the person is shown, each figure with how it is known. */
  readonly shows: readonly { readonly what: string; readonly value: string; readonly mark: string }[];
  /** A question, and an answer to it, are void after this long on the target's clock. */
  readonly expiresSeconds: number;
  /** How many persons must grant it, each with an identity of their own. Default 1. */
  readonly persons?: number;
  /** What becomes of a question that nobody answered in time: `undo` undoes the run. Default: it is asked again. */
  readonly onExpiry?: 'ask-again' | 'undo';
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
