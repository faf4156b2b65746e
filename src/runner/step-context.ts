import type { Crashpoint } from '../lib/crashpoint.ts';
import type { CallPort } from './call-port.ts';
import type { JournalEvent, Question } from './journal/events.ts';
import type { StepHistory } from './journal/history.ts';
import type { RepeatRules } from './repeat-rules.ts';
import type { ShellHost } from './shell.ts';
import type { Step } from './step.ts';
import type { Target } from './target.ts';

/** Everything that executing one step needs, made for that step. */
export interface StepContext {
  readonly run: string;
  readonly step: Step;
  readonly planHash: string;
  /** What the journal held of the step when this process began with it. */
  readonly past: StepHistory | undefined;
  readonly target: Target;
  readonly calls: CallPort;
  readonly crash: Crashpoint;
  readonly rules: RepeatRules;
  readonly shellHost: ShellHost;
  /** Starts the bound of the step (again: a person's time does not count). */
  startBound(): void;
  readonly deadlineMs: () => number;
  readonly checkInterrupt: () => void;
  /** Writes an event down; durable ones are on the disk when it resolves. */
  record(event: JournalEvent): Promise<void>;
  /** In a drill, whoever decides. Absent: the run stops for a person. */
  readonly decide?: Decide | undefined;
  /** A wait that is longer stops the run instead. */
  readonly longestSleepSeconds?: number | undefined;
}

/** Takes the time that a decision takes, and decides. */
export type Decide = (
  question: Question & { readonly step: string; readonly grantedBy: readonly string[] },
) => Promise<Decision>;
export interface Decision {
  readonly granted: boolean;
  readonly by: string;
  readonly authenticated: boolean;
  readonly reason?: string;
}
