import { SECOND_MS } from '../lib/clock.ts';
import { TIMINGS, type TimingName } from '../operations/timings.ts';
import { type Measured, type RunDocument, type RunOutcome, type RunStep, runLengths } from '../reports/run-document.ts';
import type { RunHistory, StepHistory } from '../runner/journal/history.ts';
import type { PlannedStep } from '../runner/plan-document.ts';
import { violations } from '../twin/traffic/checkers.ts';
import { trafficSeconds } from '../twin/traffic/clients.ts';
import { acknowledged, divergedWrites, lostWrites } from '../twin/traffic/ledger.ts';
import type { Range } from '../twin/traffic/ports.ts';
import { countOf } from '../twin/traffic/ranges.ts';
import type { Twin } from '../twin/twin.ts';
import { measureRecovery, type Recovery } from './measure.ts';

/** What a run document needs beside the journal: the world it ran in, and what the journal does not hold. */
export interface Surroundings {
  readonly twin: Twin;
  readonly host: string;
  /** When the scenario struck; recovery time and loss count from here. */
  readonly faultMs: number;
  readonly objectives: { readonly rtoSeconds: number; readonly rpoSeconds: number };
  readonly sites: { readonly lost: string; readonly winner: string };
  readonly scenario?: { readonly name: string; readonly title: string; readonly about: string } | undefined;
  readonly seed?: string | undefined;
  readonly blockedRegions: readonly string[];
  readonly refusedCalls: number;
  readonly inert: Readonly<Record<string, number>>;
  readonly limits: RunDocument['limits'];
  readonly notModelled: readonly string[];
  readonly notes: readonly string[];
  /** The run's name in the journal; absent for a drill, whose name says nothing. */
  readonly run?: string | undefined;
  readonly replay?: string | undefined;
}

/** The result of a run: a pure function of its journal and of the world that its clients met. */
export function runDocumentOf(history: RunHistory, around: Surroundings): RunDocument {
  const { world } = around.twin;
  const { header, plan } = history;
  const judgedBy = header.judgedBy ?? 'recovery';
  const zeroMs = around.faultMs;
  const seconds = trafficSeconds(world, around.host);
  const recovery = measureRecovery(seconds, around.faultMs, {
    detectedMs: history.steps.get('detect')?.endedMs,
    decisionSeconds: decisionSeconds(history),
  });
  const lost = lostWrites(world, around.host);
  const diverged = divergedWrites(world, around.host);
  const criticalPath = pathTaken(history);
  return {
    kind: 'run',
    version: 1,
    stamp: header.stamp,
    ...(around.run !== undefined && { run: around.run }),
    runbook: header.runbook,
    title: header.title,
    system: header.system,
    environment: header.environment,
    target: header.target,
    ...(around.scenario && {
      scenario: around.scenario.name,
      scenarioTitle: around.scenario.title,
      scenarioAbout: around.scenario.about,
    }),
    ...(around.seed !== undefined && { seed: around.seed }),
    planHash: plan?.planHash ?? '',
    outcome: outcomeOf(history, judgedBy, recovery),
    judgedBy,
    objectives: around.objectives,
    measured: measured(around, recovery, lost, diverged),
    ...(plan && { expectedSeconds: plan.expectedSeconds }),
    estimates: estimatesOn(criticalPath, plan?.steps ?? []),
    steps: stepsOf(history, zeroMs),
    criticalPath: criticalPath.map((step) => ({
      key: step.key,
      seconds: ((step.endedMs ?? step.startedMs) - step.startedMs) / SECOND_MS,
      mark: planned(plan?.steps ?? [], step.key)?.expectedSeconds.mark ?? 'estimated',
    })),
    violations: violations(world, around.host, around.twin.ports),
    calls: history.calls as RunDocument['calls'],
    blocked: { regions: around.blockedRegions, refusedCalls: around.refusedCalls },
    lost: lost.map(({ first, last }) => [first, last] as const),
    diverged: diverged.map(({ first, last }) => [first, last] as const),
    traffic: runLengths(seconds, zeroMs),
    sites: around.sites,
    inert: around.inert,
    limits: around.limits,
    notModelled: around.notModelled,
    notes: around.notes,
    ...(around.replay !== undefined && { replay: around.replay }),
  };
}

/**
 * The steps that decided when the run ended: from the last one back through whichever it waited for longest. A step of an undo, which
 * no plan holds, waited for all that had ended before it.
 */
function pathTaken(history: RunHistory): StepHistory[] {
  const ended = [...history.steps.values()].filter((step) => step.endedMs !== undefined);
  const byEnd = (a: StepHistory, b: StepHistory) => (b.endedMs ?? 0) - (a.endedMs ?? 0) || (a.key < b.key ? -1 : 1);
  const path: StepHistory[] = [];
  let current: StepHistory | undefined = ended.sort(byEnd)[0];
  while (current) {
    path.unshift(current);
    const { key: after, startedMs } = current;
    const awaited = planned(history.plan?.steps ?? [], after)?.after;
    const before = ended.filter((step) => awaited?.includes(step.key) ?? (step.endedMs ?? 0) <= startedMs);
    current = before.filter((step) => !path.includes(step)).sort(byEnd)[0];
  }
  return path;
}

function planned(steps: readonly PlannedStep[], key: string): PlannedStep | undefined {
  return steps.find((step) => step.key === key);
}

function estimatesOn(path: readonly StepHistory[], steps: readonly PlannedStep[]): RunDocument['estimates'] {
  return path.flatMap(({ key }) =>
    (planned(steps, key)?.expectedParts ?? [])
      .filter((part) => part.mark === 'estimated')
      .map((part) => {
        const timing = part.figure in TIMINGS ? TIMINGS[part.figure as TimingName] : undefined;
        const figure = timing ? `${part.figure}: ${timing.p50} s, at most about ${timing.p99} s` : part.figure;
        return { step: key, figure, mark: part.mark, source: part.source };
      }),
  );
}

function stepsOf(history: RunHistory, zeroMs: number): RunStep[] {
  // of steps that began at one instant, the one that the journal has first
  return [...history.steps.values()]
    .sort((a, b) => a.startedMs - b.startedMs)
    .map((step) => ({
      key: step.key,
      title: planned(history.plan?.steps ?? [], step.key)?.title ?? history.undo?.titles[step.key] ?? step.key,
      startSeconds: (step.startedMs - zeroMs) / SECOND_MS,
      endSeconds: ((step.endedMs ?? history.lastMs) - zeroMs) / SECOND_MS,
      outcome: step.outcome ?? 'open',
      attempts: Math.max(1, step.intents.length),
      ...(step.detail !== undefined && { detail: step.detail }),
    }));
}

/** From the question to its answer, over all approvals. */
function decisionSeconds(history: RunHistory): number {
  let total = 0;
  for (const step of history.steps.values()) {
    for (const { about, askedMs, answer } of step.questions) {
      if (about === 'approval' && answer) total += (answer.atMs - askedMs) / SECOND_MS;
    }
  }
  return total;
}

function outcomeOf(history: RunHistory, judgedBy: RunDocument['judgedBy'], recovery: Recovery): RunOutcome {
  switch (history.outcome) {
    case 'done':
      if (judgedBy === 'change') return 'done';
      if (recovery.firstFailureMs === undefined) return 'done';
      return recovery.rtoSeconds === undefined ? 'failed' : 'recovered';
    case 'failed':
    case 'rolledBack':
    case 'aborted':
      return history.outcome;
    default:
      return 'waiting';
  }
}

function measured(
  around: Surroundings,
  recovery: Recovery,
  lost: readonly Range[],
  diverged: readonly Range[],
): Measured {
  const rows = acknowledged(around.twin.world, around.host);
  const lostAtMs = rows
    .filter((row) => lost.some((range) => range.first <= row.last && row.first <= range.last))
    .map((row) => row.atMs);
  const oldestMs = Math.min(...lostAtMs);
  return {
    rtoSeconds: recovery.rtoSeconds ?? null,
    detectionSeconds: recovery.detectionSeconds,
    decisionSeconds: recovery.decisionSeconds,
    machineSeconds: recovery.machineSeconds,
    rpoSeconds: Number.isFinite(oldestMs) ? Math.max(0, (around.faultMs - oldestMs) / SECOND_MS) : 0,
    availability: recovery.availability,
    acknowledgedWrites: countOf(rows),
    lostWrites: countOf(lost),
    divergedWrites: countOf(diverged),
  };
}
