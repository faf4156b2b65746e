import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Backend } from '../engine/index.ts';
import { canonicalJson } from '../lib/canonical.ts';
import { isoInstant, SECOND_MS } from '../lib/clock.ts';
import { CRASH_WINDOWS, killAt } from '../lib/crashpoint.ts';
import { EvenkeelError, ExitCode } from '../lib/errors.ts';
import { writeFileDurably } from '../lib/files.ts';
import { NOT_MODELLED } from '../rehearsal/not-modelled.ts';
import { notesOf, WARM_UP_MS } from '../rehearsal/rehearse.ts';
import { runDocumentOf } from '../rehearsal/run-document-of.ts';
import { twinTarget } from '../rehearsal/twin-target.ts';
import { certificateOf, hasCertificate } from '../reports/certificate.ts';
import { certificatePage } from '../reports/certificate-page.ts';
import { isAnswerYes, type RunDocument } from '../reports/run-document.ts';
import { boundNotes } from '../runner/bound-notes.ts';
import { historyOf, type RunHistory } from '../runner/journal/history.ts';
import { Journal } from '../runner/journal/journal.ts';
import type { RunOptions, RunResult } from '../runner/run.ts';
import type { Runbook, Subject as RunSubject } from '../runner/runbook.ts';
import { inertCounts } from '../twin/provider/inert.ts';
import { stopTraffic } from '../twin/traffic/clients.ts';
import { declareService } from '../twin/traffic/service.ts';
import { VirtualTime } from '../twin/virtual-time.ts';
import type { World } from '../twin/world.ts';
import type { Invocation } from './command.ts';
import { runSubject } from './drill-start.ts';
import { durationOf } from './duration-word.ts';
import { assertEngine, engineOn } from './engines/open-engine.ts';
import { backendOf, type Subject, subjectOf, topologyIn } from './estate.ts';
import { journalPath, lastFailoverIn } from './last-failover.ts';
import { persistentEngine } from './persistent-engine.ts';
import { openPersistentTwin, type PersistentTwin } from './persistent-twin.ts';
import { runText } from './run-text.ts';
import { shellHost } from './shell-host.ts';
import { systemGraph, systemInventory } from './system-graph.ts';

/** Seconds of traffic that a run on the persistent twin watches after its end, so that recovery can be seen to last. */
const TAIL_SECONDS = 180;

/** A run on the persistent twin: everything that run, resume and approve have in common, open for this process. */
export interface RunSession {
  readonly journal: Journal;
  readonly persistent: PersistentTwin;
  readonly subject: Subject;
  readonly runSubject: RunSubject;
  options(runbook: Runbook, context?: Readonly<Record<string, string>>): RunOptions;
  /** Prints the document of the run as it stands and answers the exit code. Of an ended run the document is kept. */
  finish(result: RunResult): ExitCode;
  close(): void;
}

/** The history of a run; the error says which there are. */
export function findRun(journal: Journal, run: string): RunHistory {
  const rows = journal.runs();
  if (rows.some((row) => row.run === run)) return historyOf(journal.events(run));
  throw new EvenkeelError({
    code: 'run-unknown',
    message: `there is no run ${run}`,
    found: run,
    allowed: rows.map((row) => row.run).join(', ') || 'none: nothing has been run in this state folder',
    next: 'evenkeel runs lists them',
  });
}

/** `history` is that of the run that is gone on with: where it deletes stacks, what it was begun on is not in them any more. */
export async function openSession(
  invocation: Invocation,
  systemName: string,
  history?: RunHistory,
): Promise<RunSession> {
  const { output } = invocation;
  const longest = longestSleep(invocation);
  await assertEngine(invocation);
  const subject = subjectOf(invocation, systemName);
  const backend = backendOf(invocation);
  const { topology, inventory } = begunOn(history) ?? (await knownOf(backend, subject));
  const persistent = await openPersistentTwin(invocation, subject);
  const journal = await Journal.open(journalPath(invocation));
  const { twin } = persistent;
  const service = declareService(twin.world, topology, subject.system.service.size.serving);
  const time = new VirtualTime(twin.world, (move) => persistent.batch(move));
  const engine = persistentEngine(() => engineOn(persistent, invocation, subject), backend, subject.stacks);
  const target = twinTarget({ twin, time, healthPath: subject.system.service.healthPath, engine });
  const interrupt = new AbortController();
  const onSignal = () => interrupt.abort();
  process.once('SIGINT', onSignal);
  const crash = crashOf(process.env['EVENKEEL_CRASH_AT']);
  const runSub = runSubject(subject, topology, lastFailoverIn(journal, systemName), inventory);
  return {
    journal,
    persistent,
    subject,
    runSubject: runSub,
    options: (runbook, context) => ({
      journal,
      runbook,
      subject: runSub,
      target,
      shellHost: shellHost(subject),
      interrupt: interrupt.signal,
      ...longest,
      ...(context && { context }),
      ...(crash && { crash }),
      onEvent: (event, atMs) => {
        if (event.type === 'step-started') output.progress(`${isoInstant(atMs)}  ${event.step} …`, event.step);
        if (event.type === 'step-done')
          output.progress(
            `${isoInstant(atMs)}  ${event.step}: ${[event.outcome, event.detail].filter(Boolean).join(', ')}`,
          );
        if (event.type === 'step-failed')
          output.progress(`${isoInstant(atMs)}  ${event.step}: failed, ${event.error.message}`);
        if (event.type === 'hold-started')
          output.progress(`${isoInstant(atMs)}  ${event.step} waits until ${isoInstant(event.untilMs)}`);
        if (event.type === 'undo-started')
          output.progress(`${isoInstant(atMs)}  taking back ${event.steps.length} steps: ${event.why}`);
        if (event.type === 'asked') output.progress(`${isoInstant(atMs)}  ${event.step} asks: ${event.question}`);
      },
    }),
    finish(result) {
      const isOver = result.outcome !== 'waiting' && result.outcome !== 'interrupted';
      const { world } = twin;
      if (isOver) {
        persistent.batch(() => world.advanceTo(world.nowMs + TAIL_SECONDS * SECOND_MS));
        stopTraffic(world, service.host);
      }
      const document = documentOf(result.run);
      if (isOver) {
        writeFileDurably(documentPath(invocation, result.run), canonicalJson(document, 2));
        keepCertificate(invocation, result.run, journal);
      }
      if (result.error && !output.json) output.warn(result.error.message);
      output.result(document, () => textOf(document, result, output));
      if (result.outcome === 'done') return isAnswerYes(document) ? ExitCode.done : ExitCode.answerIsNo;
      return result.exitCode;
    },
    close() {
      process.removeListener('SIGINT', onSignal);
      journal.close();
      persistent.close();
    },
  };

  function documentOf(run: string): RunDocument {
    const history = historyOf(journal.events(run));
    const { faultMs, scenarioTitle, scenarioAbout, scenario, lostSite } = history.header.context;
    const lost = lostSite ?? history.facts?.lost ?? 'none';
    const region = topology.sites.find((site) => site.site === lost)?.region;
    return runDocumentOf(history, {
      twin,
      host: service.host,
      faultMs: faultMs === undefined ? history.startedMs : Number(faultMs),
      objectives: subject.system.recovery.objectives,
      sites: { lost, winner: history.facts?.writer ?? persistent.writingSite(subject) ?? 'none' },
      ...(scenario && { scenario: { name: scenario, title: scenarioTitle ?? '', about: scenarioAbout ?? '' } }),
      blockedRegions: scenario && region ? [region] : [],
      refusedCalls: unreachableCalls(journal, run),
      inert: inertCounts(
        twin.world,
        subject.stacks.map(({ stack }) => stack),
      ),
      limits: [],
      notModelled: NOT_MODELLED,
      notes: [...boundNotes(topology), ...notesOf(history)],
      run,
    });
  }
}

type Known = Pick<RunSubject, 'topology' | 'inventory'>;

/** What a run journaled as its input of what it was begun on: runbooks that delete stacks do. */
function begunOn(history: RunHistory | undefined): Known | undefined {
  const input = history?.input?.value as Partial<Known> | null | undefined;
  return input?.topology && input.inventory ? { topology: input.topology, inventory: input.inventory } : undefined;
}

export async function knownOf(backend: Backend, subject: Subject): Promise<Known> {
  const graph = await systemGraph(backend, subject);
  const topology = topologyIn(graph, subject);
  return { topology, inventory: await systemInventory(graph, topology, subject, backend) };
}

/** `--longest-wait`: a wait that is longer stops the run instead. */
function longestSleep(invocation: Invocation): { longestSleepSeconds?: number } {
  const text = invocation.value('longest-wait');
  return text === undefined ? {} : { longestSleepSeconds: durationOf(text, 'evenkeel resume RUN --longest-wait 1h') };
}

/** Lets the time pass that the system says a decision takes, counted from the question. */
export function passDecisionTime({ persistent, subject }: RunSession, askedMs: number): void {
  const { world } = persistent.twin;
  const decidedMs = askedMs + subject.system.recovery.decisionSeconds * SECOND_MS;
  persistent.batch(() => world.advanceTo(Math.max(world.nowMs, decidedMs)));
}

/** Lets the feeders begin to speak where nobody has looked at this twin yet. */
export function warmUp(persistent: PersistentTwin): void {
  const { world } = persistent.twin;
  if (!hasBeenLookedAt(world)) persistent.batch(() => world.advanceTo(world.nowMs + WARM_UP_MS));
}

/** True once a run has begun on this world: its feeders and health checks have spoken. */
export function hasBeenLookedAt(world: World): boolean {
  return world.tableNames().includes('traffic.state');
}

/** Who types here: the login name of this machine, which nobody has authenticated. */
export function personHere(): string {
  try {
    return userInfo().username;
  } catch {
    return 'somebody without a login name';
  }
}

export function documentPath(invocation: Invocation, run: string): string {
  return join(invocation.stateDir, 'reports', `${run}.json`);
}

/** The certificate of a run that has something to certify, beside its document: for people, and for what reads it. */
function keepCertificate(invocation: Invocation, run: string, journal: Journal): void {
  const events = journal.events(run);
  if (!hasCertificate(events)) return;
  const certificate = certificateOf(events);
  const base = documentPath(invocation, run).replace(/\.json$/, '.certificate');
  writeFileDurably(`${base}.json`, canonicalJson(certificate, 2));
  writeFileDurably(`${base}.html`, certificatePage(certificate));
}

/** The document of an ended run, as it was when it ended; undefined while it is open. */
export function keptDocument(invocation: Invocation, run: string): RunDocument | undefined {
  const path = documentPath(invocation, run);
  if (!existsSync(path)) return undefined;
  // a document of an earlier version says nothing of limits, nor what it is judged by
  const kept = JSON.parse(readFileSync(path, 'utf8')) as Omit<RunDocument, 'limits' | 'judgedBy'> &
    Partial<RunDocument>;
  return { ...kept, limits: kept.limits ?? [], judgedBy: kept.judgedBy ?? 'recovery' };
}

/** Calls of a run that found no endpoint: reads that were tried again, and writes. */
function unreachableCalls(journal: Journal, run: string): number {
  return journal
    .events(run)
    .filter(
      ({ event }) =>
        (event.type === 'outcome' && event.outcome === 'unreachable') ||
        (event.type === 'retried' && event.code === 'ECONNREFUSED'),
    ).length;
}

function textOf(document: RunDocument, result: RunResult, output: Invocation['output']): string {
  if (document.outcome !== 'waiting') return runText(document, output);
  const open = document.steps.filter((step) => step.outcome === 'open').map((step) => step.key);
  if (result.outcome === 'interrupted') return `${result.run} was interrupted.\n  next: evenkeel resume ${result.run}`;
  if (result.error?.code === 'wait')
    return `${output.bold(`${result.run} waits`)}\n  next: ${result.error.problems[0]?.next}`;
  const step = open[0] ?? 'STEP';
  return `${output.bold(`${result.run} waits for a person`)}\n  next: evenkeel approve ${result.run} ${step}\n  then: evenkeel resume ${result.run}`;
}

/** `STEP:WINDOW` of the environment variable that the crash tests set; never set otherwise. */
function crashOf(text: string | undefined) {
  if (text === undefined) return undefined;
  const [, window = ''] = text.split(':');
  if (!(CRASH_WINDOWS as readonly string[]).includes(window)) {
    throw new EvenkeelError({
      code: 'usage',
      message: 'EVENKEEL_CRASH_AT names no instant of a step',
      found: text,
      allowed: `STEP:WINDOW with ${CRASH_WINDOWS.join(', ')}`,
      next: 'unset it, unless this is a test of crashes',
    });
  }
  return killAt(text);
}
