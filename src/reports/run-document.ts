/**
 * The result of a run or a drill: the `run` document of the command line (docs/reference/cli.md), and the one input of
 * the evidence page. Seconds count from the start of the run; in a drill that is the instant of the fault.
 */
export interface RunDocument {
  readonly kind: 'run';
  readonly version: 1;
  readonly stamp: 'simulated' | 'isolated' | 'production';
  readonly run?: string;
  readonly runbook: string;
  readonly title: string;
  readonly system: string;
  readonly environment: string;
  readonly target: 'twin' | 'aws';
  readonly scenario?: string;
  readonly scenarioTitle?: string;
  readonly scenarioAbout?: string;
  readonly seed?: string;
  readonly planHash: string;
  readonly outcome: RunOutcome;
  /** What the answer is judged by: the objectives of a recovery, or that a change was made and nothing lost. */
  readonly judgedBy: 'recovery' | 'change';
  readonly objectives: { readonly rtoSeconds: number; readonly rpoSeconds: number };
  readonly measured: Measured;
  /** What the plan said beforehand of its critical path; absent where there was no plan. */
  readonly expectedSeconds?: { readonly p50: number; readonly p99: number };
  readonly estimates: readonly {
    readonly step: string;
    readonly figure: string;
    readonly mark: string;
    readonly source: string;
  }[];
  readonly steps: readonly RunStep[];
  readonly criticalPath: readonly { readonly key: string; readonly seconds: number; readonly mark: string }[];
  readonly violations: readonly { readonly checker: string; readonly at: string; readonly message: string }[];
  /** Calls by region and plane. */
  readonly calls: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What was blocked on purpose, and what it had to refuse. */
  readonly blocked: { readonly regions: readonly string[]; readonly refusedCalls: number };
  /** Inclusive ranges of write numbers. */
  readonly lost: readonly (readonly [number, number])[];
  readonly diverged: readonly (readonly [number, number])[];
  /** Run lengths of equal seconds: start, seconds, attempted a second, succeeded a second. */
  readonly traffic: readonly TrafficRun[];
  readonly sites: { readonly lost: string; readonly winner: string };
  /** Resource types that are kept without behaviour, and how many. */
  readonly inert: Readonly<Record<string, number>>;
  /**
   * What the world of a rehearsal lacks of the one that its checkpoints are of, each with what that costs the proof. Where the
   * proof rests on one that `isUnknown`, the answer is not yes.
   */
  readonly limits: readonly {
    readonly kind: 'inert' | 'left-out' | 'not-modelled' | 'made-up';
    readonly urn: string;
    readonly type: string;
    readonly property?: string;
    readonly cost: string;
    readonly isUnknown: boolean;
  }[];
  readonly notModelled: readonly string[];
  readonly notes: readonly string[];
  readonly replay?: string;
}

export type RunOutcome = 'recovered' | 'done' | 'rolledBack' | 'failed' | 'aborted' | 'waiting';

export interface Measured {
  /** Null where clients did not recover while they were watched. */
  readonly rtoSeconds: number | null;
  readonly detectionSeconds: number;
  readonly decisionSeconds: number;
  readonly machineSeconds: number;
  readonly rpoSeconds: number;
  readonly availability: number;
  readonly acknowledgedWrites: number;
  readonly lostWrites: number;
  readonly divergedWrites: number;
}

export interface RunStep {
  readonly key: string;
  readonly title: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly outcome: string;
  readonly attempts: number;
  /** What the step saw or did, in a line. */
  readonly detail?: string;
}

export type TrafficRun = readonly [startSeconds: number, seconds: number, attempted: number, succeeded: number];

/** The verdict is yes. */
export function isAnswerYes(document: RunDocument): boolean {
  return answerOf(document) === 'yes';
}

/**
 * `yes`: no invariant was broken, and of a recovery both objectives were met, of a change it was made and nothing lost. `unknown`: all
 * that was measured says so, but it rests on something that was not shown.
 */
export function answerOf(document: RunDocument): 'yes' | 'no' | 'unknown' {
  const { violations, limits } = document;
  const isMet = violations.length === 0 && (document.judgedBy === 'change' ? isMade(document) : hasRecovered(document));
  if (!isMet) return 'no';
  return limits.some(({ isUnknown }) => isUnknown) ? 'unknown' : 'yes';
}

function isMade({ outcome, measured }: RunDocument): boolean {
  return outcome === 'done' && measured.lostWrites === 0;
}

function hasRecovered({ outcome, measured, objectives }: RunDocument): boolean {
  return (
    (outcome === 'recovered' || outcome === 'done') &&
    (measured.rtoSeconds ?? Number.POSITIVE_INFINITY) <= objectives.rtoSeconds &&
    measured.rpoSeconds <= objectives.rpoSeconds
  );
}

/** Equal neighbours joined, so that an hour of traffic is a handful of rows. `seconds`: how many an entry stands for, one if it is absent. */
export function runLengths(
  entries: readonly {
    readonly atMs: number;
    readonly attempted: number;
    readonly succeeded: number;
    readonly seconds?: number;
  }[],
  zeroMs: number,
): TrafficRun[] {
  const runs: [number, number, number, number][] = [];
  for (const { atMs, attempted, succeeded, seconds = 1 } of entries) {
    const start = Math.round((atMs - zeroMs) / 1000);
    const [tried, written] = [attempted / seconds, succeeded / seconds];
    const last = runs.at(-1);
    if (last && last[0] + last[1] === start && last[2] === tried && last[3] === written) last[1] += seconds;
    else runs.push([start, seconds, tried, written]);
  }
  return runs;
}
