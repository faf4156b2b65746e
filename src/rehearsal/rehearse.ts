import { draw } from '../lib/chance.ts';
import { MINUTE_MS, SECOND_MS } from '../lib/clock.ts';
import type { RunDocument } from '../reports/run-document.ts';
import { boundNotes } from '../runner/bound-notes.ts';
import type { EnginePort } from '../runner/engine-port.ts';
import type { ChainedEvent } from '../runner/journal/events.ts';
import { historyOf } from '../runner/journal/history.ts';
import { Journal } from '../runner/journal/journal.ts';
import { startRun } from '../runner/run.ts';
import type { Runbook, Subject } from '../runner/runbook.ts';
import type { Scenario } from '../runner/scenario.ts';
import type { ShellHost } from '../runner/shell.ts';
import type { Decide } from '../runner/step-context.ts';
import { startTraffic } from '../twin/traffic/clients.ts';
import { playFaults } from '../twin/traffic/play.ts';
import { declareService } from '../twin/traffic/service.ts';
import { type Twin, twinOf } from '../twin/twin.ts';
import { VirtualTime } from '../twin/virtual-time.ts';
import type { Snapshot } from '../twin/world.ts';
import { changedSystem } from './changed-system.ts';
import { NOT_MODELLED } from './not-modelled.ts';
import { runDocumentOf } from './run-document-of.ts';
import { twinTarget } from './twin-target.ts';

/**
 * Time that passes after provisioning and before anybody looks: feeders begin to speak, and a new health check counts as
 * healthy until it has heard them for a whole minute (docs/adr/0002).
 */
export const WARM_UP_MS = 5 * MINUTE_MS;

/** The world that a rehearsal begins in: provisioned, nothing struck yet. */
export interface Start {
  readonly snapshot: Snapshot;
  /** Resource types without behaviour, and how many. */
  readonly inert: Readonly<Record<string, number>>;
  /** What the world lacks of the one that its checkpoints are of. */
  readonly limits: RunDocument['limits'];
}

export interface RehearsalOptions {
  readonly start: Start;
  readonly subject: Subject;
  readonly runbook: Runbook;
  readonly scenario: Scenario;
  /** Fixes all chance from here on. */
  readonly seed: string;
  readonly shellHost: ShellHost;
  readonly replay: string;
  /** The engine over the checkpoints of this drill's world. Absent: runbooks that need one fail by name. */
  readonly engine?: ((twin: Twin) => EnginePort) | undefined;
  /** Told of each step that begins or ends, for progress. */
  readonly onStep?: (step: string, what: 'started' | 'ended', atSeconds: number) => void;
}

export interface Rehearsal {
  readonly document: RunDocument;
  /** The world as it was left, for whoever wants to check the document. */
  readonly twin: Twin;
  /** When the scenario struck. */
  readonly faultMs: number;
  /** The run's journal. */
  readonly events: readonly ChainedEvent[];
}

/**
 * Rehearses a runbook on a twin of its own, in memory: clients at work, a calm, the faults, the runbook with its approval granted at
 * the system's decision time, and traffic afterwards until recovery can be seen to last. Same options, same document.
 */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  const { start, scenario, seed } = options;
  const subject = { ...options.subject, system: changedSystem(options.subject.system, scenario.change) };
  const { system, topology } = subject;
  const twin = twinOf(start.snapshot, seed);
  const { world } = twin;
  const service = declareService(world, topology, system.service.size.serving);
  world.advanceTo(world.nowMs + WARM_UP_MS);
  if (scenario.load.cohorts > 0) startTraffic(world, service.host, scenario.load);
  const faultMs = faultInstant(world.nowMs, scenario.calmSeconds, seed);
  const aimed = playFaults(world, service, scenario.faults, faultMs, twin.ports, imagesOf(subject));
  world.advanceTo(faultMs);
  const blocked = isLost(scenario) ? [aimed.writer] : [];
  for (const region of blocked) twin.dispatcher.blocked.add(region);

  const time = new VirtualTime(world);
  const engine = options.engine?.(twin);
  const target = twinTarget({ twin, time, healthPath: system.service.healthPath, engine });
  const journal = await Journal.open(':memory:');
  const { run } = await startRun({
    journal,
    runbook: options.runbook,
    subject,
    target,
    shellHost: options.shellHost,
    decide: decidesAfter(system.recovery.decisionSeconds, time),
    context: { scenario: scenario.name, seed },
    ...(options.onStep && { onEvent: stepWatcher(options.onStep, faultMs) }),
  });
  world.advanceTo(world.nowMs + scenario.tailSeconds * SECOND_MS);
  const events = journal.events(run);
  const history = historyOf(events);
  journal.close();
  const lostSite = topology.sites.find((site) => site.region === aimed.writer);
  const document = runDocumentOf(history, {
    twin,
    host: service.host,
    faultMs,
    objectives: system.recovery.objectives,
    sites: { lost: lostSite?.site ?? aimed.writer, winner: history.facts?.writer ?? 'none' },
    scenario,
    seed,
    blockedRegions: blocked,
    refusedCalls: target.refusedCalls(),
    inert: start.inert,
    limits: start.limits,
    notModelled: NOT_MODELLED,
    notes: [...boundNotes(topology), ...notesOf(history)],
    replay: options.replay,
  });
  return { document, twin, faultMs, events };
}

/** Somebody who grants everything, after the time that the system says a decision takes; where two are needed, two of them. */
export function decidesAfter(seconds: number, time: VirtualTime): Decide {
  return async ({ persons = 1, grantedBy }) => {
    await time.sleepUntil(time.nowMs() + seconds * SECOND_MS);
    const who = persons === 1 ? 'the drill' : `simulated person ${grantedBy.length + 1} of the drill`;
    return { granted: true, by: `${who}, at the system's decision time`, authenticated: false };
  };
}

/** The calm ends in a second of the minute that the seed draws: what looks once a minute must not be in step with it. */
export function faultInstant(nowMs: number, calmSeconds: number, seed: string): number {
  const offset = Math.floor(draw(seed, 'scenario', 'second-of-the-minute') * 60);
  return nowMs + (calmSeconds + offset) * SECOND_MS;
}

/** Lost before the runbook begins: whatever it calls there is blocked for good. */
function isLost(scenario: Scenario): boolean {
  return scenario.faults.some(
    ({ kind, where, on, atSeconds }) => kind === 'region-loss' && where === 'writer' && !on && atSeconds <= 0,
  );
}

/** The images that the system file names, by region. */
export function imagesOf({ system, environment }: Subject): Readonly<Record<string, string>> {
  const sites = system.environments[environment]?.sites ?? [];
  return Object.fromEntries(sites.map(({ region, image }) => [region, image]));
}

function stepWatcher(tell: NonNullable<RehearsalOptions['onStep']>, zeroMs: number) {
  return (event: { type: string; step?: string }, atMs: number): void => {
    const at = (atMs - zeroMs) / SECOND_MS;
    if (event.type === 'step-started' && event.step) tell(event.step, 'started', at);
    if ((event.type === 'step-done' || event.type === 'step-failed') && event.step) tell(event.step, 'ended', at);
  };
}

/** What the journal says beside the steps: what was shared, what was not found out, what failed, why it ended. */
export function notesOf(history: ReturnType<typeof historyOf>): string[] {
  const notes: string[] = [];
  for (const step of history.steps.values()) {
    if (step.child?.reused) notes.push(`${step.key}: its child process ran once for all seeds of this batch.`);
    if (step.outcome === 'unknown') notes.push(`${step.key}: ended without finding out: ${step.detail ?? ''}`);
    if (step.error) notes.push(`${step.key}: ${step.detail ?? step.error.message}`);
  }
  // a run that a step's failure ended says the same as the step
  const { reason } = history;
  const isTold = [...history.steps.values()].some(({ error }) => error?.message === reason);
  if (reason !== undefined && !isTold) notes.push(reason);
  return notes;
}
