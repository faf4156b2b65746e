import type { Clock } from '../../lib/clock.ts';
import { EvenkeelError, ExitCode, type Problem } from '../../lib/errors.ts';
import type { PropertyMap } from '../../lib/property.ts';
import type { Provider } from '../../lib/provider.ts';
import type { Packs } from '../analyzer/packs.ts';
import type { Violation } from '../analyzer/violation.ts';
import type { EngineEvent, ResourceResult } from '../options.ts';
import type { Mask } from '../properties/mask.ts';
import type { ResourceState } from '../state/resource-state.ts';
import { isDefaultProvider, parseUrn } from '../state/urn.ts';
import type { Goal } from './goal.ts';
import type { Limit } from './limit.ts';
import type { Olds } from './olds.ts';
import type { Recorder } from './recorder.ts';
import type { Refresh } from './refresh.ts';
import type { Selection } from './selection.ts';

/** What does not change while a deployment runs. */
export interface RunSettings {
  readonly project: string;
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secretConfigKeys: readonly string[];
  readonly provider: Provider;
  /** The project's folder: source positions are told from it. */
  readonly root: string;
  /** The program's folder: paths of assets are relative to it. */
  readonly folder: string;
  readonly preview: boolean;
  readonly recorder: Recorder;
  readonly limit: Limit;
  readonly mask: Mask;
  readonly clock: Clock;
  /** Names or URNs of protected resources that may go. */
  readonly unprotect: readonly string[];
  /** What the run is about; `undefined`: everything. */
  readonly selection: Selection | undefined;
  readonly emit: (event: EngineEvent) => void;
  /** The policy packs that look at what is made; `undefined` where there are none. */
  readonly packs: Packs | undefined;
  /** The outputs of another stack, secrets marked; `undefined` where there is none. */
  readonly stackOutputs: (reference: string) => Promise<PropertyMap | undefined>;
}

/** One deployment under way: the settings and everything that is known so far. */
export interface Run extends RunSettings {
  readonly olds: Olds;
  readonly refresh: Refresh;
  /** The new states, by URN. */
  readonly live: Map<string, ResourceState>;
  /** By slot: a URN can have a live state and condemned ones. */
  readonly results: Map<string, ResourceResult>;
  /** Replaced in this run, to be deleted at its end. */
  readonly replaced: ResourceState[];
  /** Deleted in this run before their replacements: URN to the end of that deletion. */
  readonly deletedBefore: Map<string, Promise<void>>;
  /** URNs of what this run deletes or has deleted: what is `deletedWith` one of them goes along. */
  readonly deleting: Set<string>;
  /** URNs, as recorded, of states whose step is settled: no replacement may delete them first any more. */
  readonly decided: Set<string>;
  /** What the program has asked for, by URN. */
  readonly goals: Map<string, Goal>;
  /** Default providers by package and version. */
  readonly defaults: Map<string, Promise<ResourceState>>;
  /** What a preview found wrong; an update throws at once. */
  readonly problems: Problem[];
  /** What the packs have said so far. */
  readonly violations: Violation[];
  /** The URNs that the program has asked for, reads among them. */
  readonly claimed: Set<string>;
  /** Why no further step may begin. */
  stopped: unknown;
}

/** Records what became of a resource and tells it. Default providers are the engine's own business. */
export function finishStep(run: Run, slot: string, result: ResourceResult): void {
  if (isDefaultProvider(result.urn)) return;
  // what was imported may be updated as well: that is one operation of its URN, told by the first step
  const { op } = run.results.get(slot) ?? result;
  run.results.set(slot, { ...result, op });
  run.emit({ kind: 'finished', urn: result.urn, op: result.op });
}

/** Throws the reason when the run was stopped. Called before every step. */
export function assertRunning(run: Run): void {
  if (run.stopped !== undefined) throw run.stopped;
}

/** In a preview, a refusal is kept and the preview goes on; an update ends with it. */
export function refuse(run: Run, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  if (!run.preview) throw new EvenkeelError(problems, { exitCode: ExitCode.answerIsNo });
  run.problems.push(...problems);
}

export function mayUnprotect(run: Run, urn: string): boolean {
  return run.unprotect.includes(urn) || run.unprotect.includes(parseUrn(urn).name);
}
