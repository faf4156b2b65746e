import type { CallFailure } from '../../aws/index.ts';
import type { Plane } from '../../operations/index.ts';
import type { Fate } from '../fate.ts';
import type { RunFacts } from '../runbook.ts';
import type { ErrorRecord } from './error-record.ts';

/**
 * What a journal holds, in the order in which it happened. Everything that a report says is computed from these. Times
 * are the target's clock and stand beside each event; seconds are seconds.
 */
export type JournalEvent =
  | ({ readonly type: 'run-started' } & RunHeader)
  /** What the plan is computed from. */
  | { readonly type: 'input-observed'; readonly input: unknown; readonly calls: CallCounts }
  | { readonly type: 'planned'; readonly planHash: string; readonly plan: unknown }
  /** Another process went on with the run; `was` is the one that died, absent where it had stopped in order. */
  | { readonly type: 'resumed'; readonly was?: string }
  | { readonly type: 'plan-changed'; readonly was: string; readonly is: string }
  | { readonly type: 'step-started'; readonly step: string }
  | ({ readonly type: 'asked'; readonly step: string } & Question)
  | ({ readonly type: 'granted'; readonly step: string } & Answer)
  | ({ readonly type: 'refused'; readonly step: string; readonly reason: string } & Answer)
  | { readonly type: 'expired'; readonly step: string }
  /** Written down before the call leaves. `inputHash` covers the whole input, token and mark included. */
  | {
      readonly type: 'intent';
      readonly step: string;
      readonly attempt: number;
      readonly operation: string;
      readonly region: string;
      readonly inputHash: string;
      /** What the call is about, where the step says. */
      readonly about?: string;
    }
  | {
      readonly type: 'outcome';
      readonly step: string;
      readonly attempt: number;
      readonly outcome: 'answered' | 'took-effect-before' | CallFailure;
      readonly code?: string;
      readonly message?: string;
    }
  /** After an intent without an outcome: the effect was seen. */
  | { readonly type: 'effect-seen'; readonly step: string; readonly attempt: number; readonly detail: string }
  | {
      readonly type: 'retried';
      readonly step: string;
      readonly operation: string;
      readonly region: string;
      readonly code: string;
    }
  | { readonly type: 'child-started'; readonly step: string; readonly script: string }
  | ({ readonly type: 'child-ended'; readonly step: string } & ChildResult)
  | { readonly type: 'engine-started'; readonly step: string; readonly stack: string; readonly resources: number }
  | { readonly type: 'engine-ended'; readonly step: string; readonly stack: string; readonly refusal?: string }
  /** A wait began that ends at an instant, whoever lives to see it. */
  | { readonly type: 'hold-started'; readonly step: string; readonly untilMs: number }
  | {
      readonly type: 'step-done';
      readonly step: string;
      readonly outcome: StepOutcome;
      readonly detail: string;
      /** What a certificate tells of it. */
      readonly fates?: readonly Fate[];
      readonly calls: CallCounts;
    }
  | { readonly type: 'step-failed'; readonly step: string; readonly error: ErrorRecord; readonly calls: CallCounts }
  | { readonly type: 'stopped'; readonly why: 'waiting' | 'interrupted'; readonly steps: readonly string[] }
  /** From here on what the steps did is taken back, in this order. `by` is absent where a failure decided. */
  | {
      readonly type: 'undo-started';
      readonly why: string;
      readonly by?: string;
      readonly steps: readonly string[];
      /** By key: of the plan they are not steps. */
      readonly titles?: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'ended';
      readonly outcome: 'done' | 'rolledBack' | 'failed' | 'aborted';
      readonly reason?: string;
      readonly by?: string;
      readonly facts?: RunFacts;
    };

export interface RunHeader {
  readonly run: string;
  readonly runbook: string;
  readonly title: string;
  readonly system: string;
  readonly environment: string;
  readonly target: 'twin' | 'aws';
  readonly stamp: 'simulated' | 'isolated' | 'production';
  /** What its answer is judged by. Absent: by the objectives of a recovery. */
  readonly judgedBy?: 'recovery' | 'change';
  /** What whoever started it wants to find again: scenario, seed. */
  readonly context: Readonly<Record<string, string>>;
}

/** `approval`: the plan asks. `repeat`: a call of class `once` may or may not have taken effect. */
export interface Question {
  readonly about: 'approval' | 'repeat';
  readonly planHash: string;
  readonly question: string;
  readonly expiresAtMs: number;
  /** How many different persons must grant it; absent: one. */
  readonly persons?: number;
}
export interface Answer {
  readonly about: 'approval' | 'repeat';
  readonly planHash: string;
  readonly by: string;
  /** False: nobody checked that it is them. */
  readonly authenticated: boolean;
}

export interface ChildResult {
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  /** Bounded and redacted. */
  readonly output: string;
  /** True where another run of the same batch ran the child. */
  readonly reused: boolean;
}

/**
 * How a step ended: `acted`, `already` there, `seen` (it only observes), `approved`, or `unknown` where it only informs
 * and did not find out.
 */
export type StepOutcome = 'acted' | 'already' | 'seen' | 'approved' | 'unknown';

/** Calls that left, by region and plane. */
export type CallCounts = Readonly<Record<string, Readonly<Partial<Record<Plane, number>>>>>;

export type EventType = JournalEvent['type'];

/**
 * Which events are fsynced before anything else happens. The others are written with the next of these: what is lost
 * with them can be observed again.
 */
export const IS_DURABLE: Readonly<Record<EventType, boolean>> = {
  'run-started': true,
  'input-observed': false,
  planned: true,
  resumed: false,
  'plan-changed': true,
  'step-started': false,
  asked: true,
  granted: true,
  refused: true,
  expired: true,
  intent: true,
  outcome: true,
  'effect-seen': true,
  retried: false,
  'child-started': true,
  'child-ended': true,
  'engine-started': true,
  'engine-ended': true,
  'hold-started': true,
  'step-done': false,
  'step-failed': true,
  stopped: true,
  'undo-started': true,
  ended: true,
};

/** An event with its place in the chain. */
export interface ChainedEvent {
  readonly seq: number;
  readonly atMs: number;
  readonly event: JournalEvent;
  /** SHA-256 of the previous hash and this event's canonical JSON. */
  readonly hash: string;
}
