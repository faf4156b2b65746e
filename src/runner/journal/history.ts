import { assertNever } from '../../lib/errors.ts';
import type { Fate } from '../fate.ts';
import type { PlanDocument } from '../plan-document.ts';
import type { RunFacts } from '../runbook.ts';
import type { ErrorRecord } from './error-record.ts';
import type {
  Answer,
  CallCounts,
  ChainedEvent,
  ChildResult,
  JournalEvent,
  Question,
  RunHeader,
  StepOutcome,
} from './events.ts';

/** A run as its journal tells it: a pure fold. What resuming, approving and every report start from. */
export interface RunHistory {
  readonly header: RunHeader;
  readonly startedMs: number;
  /** Of the last event. */
  readonly lastMs: number;
  /** The hash of the last event: it stands for the whole history. */
  readonly headHash: string;
  readonly input?: { readonly value: unknown };
  readonly plan?: PlanDocument;
  readonly steps: ReadonlyMap<string, StepHistory>;
  readonly outcome: 'running' | 'waiting' | 'interrupted' | 'done' | 'rolledBack' | 'failed' | 'aborted';
  readonly endedMs?: number;
  readonly reason?: string;
  readonly facts?: RunFacts;
  /** Calls that left, over all steps and the observation. */
  readonly calls: CallCounts;
  /** How often another process went on with it. */
  readonly resumes: number;
  /** Since when, and why, what it did is being taken back. */
  readonly undo?: {
    readonly atMs: number;
    readonly why: string;
    readonly by?: string;
    readonly titles: Readonly<Record<string, string>>;
  };
}

/** True of a run that nothing can be added to: a failed one can be resumed. */
export function isOver(outcome: RunHistory['outcome'] | 'crashed'): boolean {
  return outcome === 'done' || outcome === 'rolledBack' || outcome === 'aborted';
}

export interface StepHistory {
  readonly key: string;
  readonly startedMs: number;
  readonly endedMs?: number;
  readonly outcome?: StepOutcome | 'failed';
  readonly detail?: string;
  /** What became of things that the system had, by its confirmation. */
  readonly fates?: readonly Fate[];
  readonly error?: ErrorRecord;
  /** Intents written, in order. */
  readonly intents: readonly IntentHistory[];
  readonly retries: number;
  readonly questions: readonly QuestionHistory[];
  readonly child?: ChildResult;
  readonly childStartedMs?: number;
  /** What the engine was begun on; that it is done, its checkpoint says. */
  readonly engine?: { readonly stack: string; readonly resources: number };
  readonly holdUntilMs?: number;
}
export interface IntentHistory {
  readonly attempt: number;
  readonly atMs: number;
  readonly inputHash: string;
  /** Absent where nothing is known of it: the process died, or no answer came. */
  readonly outcome?: string;
}
export interface QuestionHistory extends Question {
  readonly askedMs: number;
  /** Who has granted it so far. */
  readonly grantedBy: readonly string[];
  /** Absent while it needs more grants. */
  readonly answer?: Answer & { readonly atMs: number; readonly granted: boolean; readonly reason?: string };
  readonly expired?: boolean;
}

/** Throws where the first event is not a run's start: the journal is then not one of ours. */
export function historyOf(events: readonly ChainedEvent[]): RunHistory {
  const first = events[0];
  const last = events.at(-1);
  if (first?.event.type !== 'run-started' || !last) throw new Error('broken invariant: a run begins with run-started');
  const { type: _type, ...header } = first.event;
  const history: Draft = {
    header,
    startedMs: first.atMs,
    lastMs: last.atMs,
    headHash: last.hash,
    steps: new Map(),
    outcome: 'running',
    calls: {},
    resumes: 0,
  };
  for (const { event, atMs } of events) applyRun(history, event, atMs);
  return history;
}

type Draft = { -readonly [K in keyof RunHistory]: RunHistory[K] } & { steps: Map<string, StepHistory> };

function applyRun(history: Draft, event: JournalEvent, atMs: number): void {
  switch (event.type) {
    case 'run-started':
      return;
    case 'input-observed':
      history.input = { value: event.input };
      history.calls = addCalls(history.calls, event.calls);
      return;
    case 'planned':
      history.plan = event.plan as PlanDocument;
      return;
    case 'resumed':
      history.resumes++;
      history.outcome = 'running';
      delete history.endedMs;
      return;
    case 'plan-changed':
      return;
    case 'stopped':
      history.outcome = event.why;
      return;
    case 'undo-started':
      history.undo = {
        atMs,
        why: event.why,
        titles: event.titles ?? {},
        ...(event.by !== undefined && { by: event.by }),
      };
      return;
    case 'ended':
      history.outcome = event.outcome;
      history.endedMs = atMs;
      if (event.reason !== undefined) history.reason = event.reason;
      if (event.facts !== undefined) history.facts = event.facts;
      return;
    default: {
      const step = history.steps.get(event.step) ?? newStep(event.step, atMs);
      history.steps.set(event.step, applyStep(step, event, atMs));
      if (event.type === 'step-done' || event.type === 'step-failed') {
        history.calls = addCalls(history.calls, event.calls);
      }
    }
  }
}

type StepEvent = Extract<JournalEvent, { step: string }>;

function applyStep(step: StepHistory, event: StepEvent, atMs: number): StepHistory {
  switch (event.type) {
    case 'step-started': {
      const { error: _error, endedMs: _ended, outcome: _outcome, ...rest } = step;
      return rest;
    }
    case 'asked': {
      const { type: _type, step: _step, ...question } = event;
      return { ...step, questions: [...step.questions, { ...question, askedMs: atMs, grantedBy: [] }] };
    }
    case 'granted':
    case 'refused': {
      const { type, step: _step, ...answer } = event;
      const granted = type === 'granted';
      return withLastQuestion(step, (asked) => {
        const grantedBy = granted ? [...new Set([...asked.grantedBy, answer.by])] : asked.grantedBy;
        const isSettled = !granted || grantedBy.length >= (asked.persons ?? 1);
        return { ...asked, grantedBy, ...(isSettled && { answer: { ...answer, atMs, granted } }) };
      });
    }
    case 'expired':
      return withLastQuestion(step, (asked) => ({ ...asked, expired: true }));
    case 'intent':
      return {
        ...step,
        intents: [...step.intents, { attempt: event.attempt, atMs, inputHash: event.inputHash }],
      };
    case 'outcome':
      return withIntent(step, event.attempt, event.outcome);
    case 'effect-seen':
      return withIntent(step, event.attempt, 'effect-seen');
    case 'retried':
      return { ...step, retries: step.retries + 1 };
    case 'child-started':
      return { ...step, childStartedMs: atMs };
    case 'child-ended': {
      const { type: _type, step: _step, ...child } = event;
      return { ...step, child };
    }
    case 'engine-started':
      return { ...step, engine: { stack: event.stack, resources: event.resources } };
    case 'engine-ended':
      return step;
    case 'hold-started':
      return { ...step, holdUntilMs: event.untilMs };
    case 'step-done':
      return {
        ...step,
        endedMs: atMs,
        outcome: event.outcome,
        detail: event.detail,
        ...(event.fates && { fates: event.fates }),
      };
    case 'step-failed':
      return { ...step, endedMs: atMs, outcome: 'failed', error: event.error, detail: shortly(event.error) };
    default:
      return assertNever(event);
  }
}

/** What failed and what was found, in a line. */
function shortly({ problems, message }: ErrorRecord): string {
  if (problems.length === 0) return message;
  return problems.map((one) => (one.found === undefined ? one.message : `${one.message}: ${one.found}`)).join('; ');
}

function newStep(key: string, startedMs: number): StepHistory {
  return { key, startedMs, intents: [], retries: 0, questions: [] };
}

function withLastQuestion(step: StepHistory, change: (asked: QuestionHistory) => QuestionHistory): StepHistory {
  const last = step.questions.at(-1);
  return last ? { ...step, questions: [...step.questions.slice(0, -1), change(last)] } : step;
}

/** `unknown` is no outcome: what became of the call is still open. */
function withIntent(step: StepHistory, attempt: number, outcome: string): StepHistory {
  if (outcome === 'unknown') return step;
  return {
    ...step,
    intents: step.intents.map((intent) => (intent.attempt === attempt ? { ...intent, outcome } : intent)),
  };
}

export function addCalls(one: CallCounts, other: CallCounts): CallCounts {
  const sum: Record<string, Record<string, number>> = {};
  for (const counts of [one, other]) {
    for (const [region, planes] of Object.entries(counts)) {
      const row = sum[region] ?? {};
      for (const [plane, count] of Object.entries(planes)) row[plane] = (row[plane] ?? 0) + (count ?? 0);
      sum[region] = row;
    }
  }
  return sum;
}
