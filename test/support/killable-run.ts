import { type CrashWindow, crashName, SimulatedCrash, simulateCrashAt } from '../../src/lib/crashpoint.ts';
import { decidesAfter, type RehearsalOptions, WARM_UP_MS } from '../../src/rehearsal/rehearse.ts';
import { twinTarget } from '../../src/rehearsal/twin-target.ts';
import type { EnginePort } from '../../src/runner/engine-port.ts';
import { Journal } from '../../src/runner/journal/journal.ts';
import { type RunOptions, type RunResult, resumeRun, startRun } from '../../src/runner/run.ts';
import type { Runbook, Subject } from '../../src/runner/runbook.ts';
import { declareService } from '../../src/twin/traffic/service.ts';
import { type Twin, twinOf } from '../../src/twin/twin.ts';
import { VirtualTime } from '../../src/twin/virtual-time.ts';
import type { Snapshot, World } from '../../src/twin/world.ts';

/** A run without clients that can be killed: what it does happens in a world of its own, which outlives its process. */
export interface KillableRun {
  readonly twin: Twin;
  readonly world: World;
  readonly subject: Subject;
  readonly runbook: Runbook;
  /** Of a process of its own. */
  options(more?: Partial<RunOptions>): Promise<RunOptions>;
}

export interface KillableOptions {
  readonly snapshot: Snapshot;
  readonly subject: Subject;
  readonly runbook: Runbook;
  readonly shellHost: RehearsalOptions['shellHost'];
  readonly seed?: string;
  /** How long feeders have spoken when it begins. */
  readonly warmUpMs?: number;
  readonly engine?: (twin: Twin) => EnginePort;
}

export function killableRun(about: KillableOptions): KillableRun {
  const { snapshot, subject, runbook, shellHost, seed = '1', warmUpMs = WARM_UP_MS } = about;
  const twin = twinOf(snapshot, seed);
  const { world } = twin;
  const { service, recovery } = subject.system;
  declareService(world, subject.topology, service.size.serving);
  world.advanceTo(world.nowMs + warmUpMs);
  const engine = about.engine?.(twin);
  return {
    ...{ twin, world, subject, runbook },
    async options(more = {}) {
      const time = new VirtualTime(world);
      return {
        journal: more.journal ?? (await Journal.open(':memory:')),
        runbook,
        subject,
        target: twinTarget({ twin, time, healthPath: service.healthPath, engine }),
        shellHost,
        decide: decidesAfter(recovery.decisionSeconds, time),
        ...more,
      };
    },
  };
}

/** While nobody runs it: what happens at once, and how long it stays dead. */
export interface WhileDead {
  readonly meanwhile?: () => void;
  readonly deadSeconds?: number;
}

/** Kills a run at an instant, lets things happen and time pass, and resumes it; undefined where it never comes to that instant. */
export async function crashAndResume(
  one: KillableRun,
  step: string,
  window: CrashWindow,
  { meanwhile, deadSeconds = 0 }: WhileDead = {},
): Promise<RunResult | undefined> {
  const journal = await Journal.open(':memory:');
  const crash = simulateCrashAt(crashName(step, window));
  const error = await startRun(await one.options({ journal, crash })).catch((thrown: unknown) => thrown);
  if (!crash.happened()) return undefined;
  if (!(error instanceof SimulatedCrash)) throw error;
  journal.crash();
  meanwhile?.();
  one.world.advanceTo(one.world.nowMs + deadSeconds * 1000);
  return resumeRun(`${one.runbook.name}-1`, await one.options({ journal }));
}
