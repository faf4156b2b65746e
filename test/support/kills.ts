import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CRASH_WINDOWS, type CrashWindow, crashName } from '../../src/lib/crashpoint.ts';
import { openStateFolder } from '../../src/lib/state-folder.ts';
import { openStore } from '../../src/twin/store.ts';
import { type CliResult, cli } from './cli.ts';

/** An instant at which a run is killed: `STEP:WINDOW`, on a twin of that seed. */
export interface Kill {
  readonly seed: number;
  readonly step: string;
  readonly window: CrashWindow;
}

/** A run that is killed: after its approval, or before it where the step is its first. */
export interface KilledRun {
  readonly runbook: string;
  /** Words between the runbook and the options, such as a scenario. */
  readonly words: readonly string[];
  readonly approval: string;
  /** Runs before the approval. */
  readonly first?: string;
}

export const FAILOVER: KilledRun = {
  runbook: 'dr-failover',
  words: ['--scenario', 'region-loss'],
  approval: 'accept-loss',
  first: 'detect',
};

/** Steps that call or run something pass all four windows; those that only observe, the first and the last. */
const ACTING = ['veto-use1', 'capacity', 'database', 'claim', 'verify'];
const OBSERVING = ['detect', 'fencing'];

/** Every instant of the failover, on twins of these seeds, window by window so that any beginning holds all four. */
export function allKills(seeds: readonly number[]): Kill[] {
  const of = (seed: number, window: CrashWindow): Kill[] => {
    const observes = window === 'before-intent' || window === 'after-outcome';
    return [...ACTING, ...(observes ? OBSERVING : [])].map((step) => ({ seed, step, window }));
  };
  return seeds.flatMap((seed) => CRASH_WINDOWS.flatMap((window) => of(seed, window)));
}

/** Twins of one seed: up, and with the loss accepted; each kill works on a copy. */
export class KillGround {
  readonly #run: KilledRun;
  readonly #folder = mkdtempSync(join(tmpdir(), 'evenkeel-kills-'));
  readonly #reference = new Map<number, World>();

  constructor(run: KilledRun = FAILOVER) {
    this.#run = run;
  }

  async prepare(seed: number): Promise<void> {
    const up = this.#path(seed, 'up');
    expectCode(await cli(['up', 'orders', '--yes', '--quiet', '--seed', String(seed)], { state: up }), [0]);
    const accepted = this.#copy(seed, 'up', 'accepted');
    await this.#runToApproval(accepted);
    const reference = this.#copy(seed, 'accepted', 'reference');
    expectCode(await cli(this.#words('resume'), { state: reference }), [0, 1]);
    this.#reference.set(seed, worldOf(reference));
  }

  /** Kills, goes on, and answers what differs from the run that was not killed. */
  async kill({ seed, step, window }: Kill): Promise<{ killed: boolean; differences: string[] }> {
    const early = step === this.#run.first;
    const state = this.#copy(seed, early ? 'up' : 'accepted', `${step}-${window}`);
    const env = { EVENKEEL_CRASH_AT: crashName(step, window) };
    const died = await cli(this.#words(early ? 'run' : 'resume'), { state, env });
    const killed = died.signal === 'SIGKILL';
    if (early) {
      expectCode(await cli(this.#words('resume'), { state }), [3]);
      expectCode(await cli(this.#words('approve'), { state }), [0]);
    }
    expectCode(await cli(this.#words('resume'), { state }), [0, 1]);
    const differences = compare(this.#reference.get(seed) ?? new Map(), worldOf(state));
    rmSync(state, { recursive: true, force: true });
    return { killed, differences };
  }

  /** The state folder of the run that was not killed. */
  reference(seed: number): string {
    return this.#path(seed, 'reference');
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #runToApproval(state: string): Promise<void> {
    expectCode(await cli(this.#words('run'), { state }), [3]);
    expectCode(await cli(this.#words('approve'), { state }), [0]);
  }

  #words(command: 'run' | 'approve' | 'resume'): string[] {
    const { runbook, words, approval } = this.#run;
    const options = [...words.filter((_word, index) => command === 'run' || isEverywhere(words, index)), '--quiet'];
    if (command === 'run') return ['run', runbook, 'orders', ...options];
    return [command, `${runbook}-1`, ...(command === 'approve' ? [approval, '--yes'] : []), ...options];
  }

  #path(seed: number, name: string): string {
    return join(this.#folder, `${seed}-${name}`);
  }

  #copy(seed: number, from: string, to: string): string {
    cpSync(this.#path(seed, from), this.#path(seed, to), { recursive: true });
    return this.#path(seed, to);
  }
}

/** The folder of system files is told to every command, a scenario only to the first. */
function isEverywhere(words: readonly string[], index: number): boolean {
  return words[index] === '--systems' || words[index - 1] === '--systems';
}

type World = ReadonlyMap<string, string>;

/**
 * AWS resources and gates as they are left. Left out are times, samples, events to come, the clients' own traffic, and the numbers
 * that ids of equal requests are told apart by.
 */
function worldOf(state: string): World {
  const folder = openStateFolder(state);
  const store = openStore(state, folder.key('twin'), { seed: '', account: '', nowMs: 0 });
  const records = store.world
    .dump()
    .records.filter(({ table }) => !/^(traffic\.|world\.|cloudwatch\.(metric|datapoint)|fault$)/.test(table))
    .filter(({ table }) => !SAMPLES.has(table))
    .map(({ table, key, record }) => [`${table} ${key}`, JSON.stringify(withoutTimes(record))] as const);
  store.close();
  return new Map(records);
}

/** Histories of what happened when, and marks in them: when a run is resumed, later events stand at later instants. */
const SAMPLES = new Set(['rds.event', 'rds.volume-writes', 'rds.stream', 'autoscaling.activity', 'route53.change']);

function withoutTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !/(Ms|At|Time|Date)$/.test(key));
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutTimes(item)]));
}

function compare(wanted: World, found: World): string[] {
  const keys = [...new Set([...wanted.keys(), ...found.keys()])].sort();
  return keys
    .filter((key) => wanted.get(key) !== found.get(key))
    .map((key) => `${key}: ${wanted.get(key) ?? 'absent'} → ${found.get(key) ?? 'absent'}`);
}

function expectCode(result: CliResult, allowed: readonly number[]): void {
  if (result.code !== null && allowed.includes(result.code)) return;
  throw new Error(
    `exit ${result.code ?? result.signal}, wanted ${allowed.join(' or ')}:\n${result.stdout}\n${result.stderr}`,
  );
}
