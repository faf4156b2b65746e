import { tookSeconds } from '../reports/change-summary.ts';
import { isAnswerYes, type RunDocument } from '../reports/run-document.ts';

/** The `runs-summary` document of the command line: drills over seeds. */
export interface RunsSummary {
  readonly kind: 'runs-summary';
  readonly version: 1;
  readonly runbook: string;
  readonly system: string;
  readonly environment: string;
  readonly scenario: string | undefined;
  readonly seeds: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly judgedBy: RunDocument['judgedBy'];
  readonly objectives: RunDocument['objectives'];
  /** How many seeds met what they are judged by (both objectives, or the change made and nothing lost) with no invariant broken. */
  readonly met: number;
  readonly rtoSeconds: Distribution;
  readonly rpoSeconds: Distribution;
  readonly lostWrites: Distribution;
  /** From the first step to the last. */
  readonly tookSeconds: Distribution;
  /** Share of attempted writes that succeeded: the worst of half, of 95 % and of all seeds. */
  readonly availability: { readonly p50: number; readonly p95: number; readonly min: number };
  /** Seeds in which something happened that the scenario only makes likely. */
  readonly seen: { readonly capacityShort: number; readonly fencingTimedOut: number };
  readonly violations: number;
  /** What the twin does not show, of all seeds alike. */
  readonly limits: RunDocument['limits'];
  readonly worst: readonly { readonly seed: string; readonly rtoSeconds: number | null; readonly replay: string }[];
}

export interface Distribution {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

const WORST = 3;

/** Sums drills up, in whatever order they are given. A seed that did not recover has no recovery time and is named first. */
export function summarise(
  documents: readonly RunDocument[],
  seen: { capacityShort: number; fencingTimedOut: number },
): RunsSummary {
  const first = documents[0];
  if (!first) throw new Error('broken invariant: a summary is of at least one drill');
  const outcomes: Record<string, number> = {};
  for (const { outcome } of documents) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const rank =
    first.judgedBy === 'change'
      ? badness
      : ({ measured }: RunDocument) => measured.rtoSeconds ?? Number.POSITIVE_INFINITY;
  const worst = [...documents].sort((a, b) => rank(b) - rank(a) || Number(a.seed) - Number(b.seed)).slice(0, WORST);
  return {
    kind: 'runs-summary',
    version: 1,
    runbook: first.runbook,
    system: first.system,
    environment: first.environment,
    scenario: first.scenario,
    seeds: documents.length,
    outcomes,
    judgedBy: first.judgedBy,
    objectives: first.objectives,
    met: documents.filter(isAnswerYes).length,
    rtoSeconds: distribution(documents.flatMap(({ measured }) => measured.rtoSeconds ?? [])),
    rpoSeconds: distribution(documents.map(({ measured }) => measured.rpoSeconds)),
    lostWrites: distribution(documents.map(({ measured }) => measured.lostWrites)),
    tookSeconds: distribution(documents.map(tookSeconds)),
    availability: availabilityOf(documents),
    seen,
    violations: documents.reduce((count, { violations }) => count + violations.length, 0),
    limits: first.limits,
    worst: worst.map(({ seed, measured, replay }) => ({
      seed: seed ?? '',
      rtoSeconds: measured.rtoSeconds,
      replay: replay ?? '',
    })),
  };
}

/** Of changes: those that were not made first, then the least available. */
function badness(document: RunDocument): number {
  return (isAnswerYes(document) ? 0 : 1) + (1 - document.measured.availability);
}

function availabilityOf(documents: readonly RunDocument[]): RunsSummary['availability'] {
  const { p50, p95, max } = distribution(documents.map(({ measured }) => 1 - measured.availability));
  return { p50: 1 - p50, p95: 1 - p95, min: 1 - max };
}

/** By the nearest rank; all zero where there is nothing. */
export function distribution(values: readonly number[]): Distribution {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}
