import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CRASH_WINDOWS, type CrashWindow, crashName } from '../../src/lib/crashpoint.ts';
import { openStateFolder } from '../../src/lib/state-folder.ts';
import { openStore } from '../../src/twin/store.ts';
import { type CliResult, cli } from './cli.ts';

/** An instant at which a run of the failover is killed: `STEP:WINDOW`, on a twin of that seed. */
export interface Kill {
  readonly seed: number;
  readonly step: string;
  readonly window: CrashWindow;
}

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
  readonly #folder = mkdtempSync(join(tmpdir(), 'evenkeel-kills-'));
  readonly #reference = new Map<number, World>();

  async prepare(seed: number): Promise<void> {
    const up = this.#path(seed, 'up');
    expectCode(await cli(['up', 'orders', '--yes', '--quiet', '--seed', String(seed)], { state: up }), [0]);
    const accepted = this.#copy(seed, 'up', 'accepted');
    await this.#runToApproval(accepted);
    const reference = this.#copy(seed, 'accepted', 'reference');
    expectCode(await cli(['resume', RUN, '--quiet'], { state: reference }), [0, 1]);
    this.#reference.set(seed, worldOf(reference));
  }

  /** Kills, goes on, and answers what differs from the run that was not killed. */
  async kill({ seed, step, window }: Kill): Promise<{ killed: boolean; differences: string[] }> {
    const early = step === 'detect';
    const state = this.#copy(seed, early ? 'up' : 'accepted', `${step}-${window}`);
    const words = early ? ['run', 'dr-failover', 'orders', '--scenario', 'region-loss'] : ['resume', RUN];
    const env = { EVENKEEL_CRASH_AT: crashName(step, window) };
    const died = await cli([...words, '--quiet'], { state, env });
    const killed = died.signal === 'SIGKILL';
    if (early) {
      expectCode(await cli(['resume', RUN, '--quiet'], { state }), [3]);
      expectCode(await cli(['approve', RUN, APPROVAL, '--yes', '--quiet'], { state }), [0]);
    }
    expectCode(await cli(['resume', RUN, '--quiet'], { state }), [0, 1]);
    const differences = compare(this.#reference.get(seed) ?? new Map(), worldOf(state));
    rmSync(state, { recursive: true, force: true });
    return { killed, differences };
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #runToApproval(state: string): Promise<void> {
    expectCode(await cli(['run', 'dr-failover', 'orders', '--scenario', 'region-loss', '--quiet'], { state }), [3]);
    expectCode(await cli(['approve', RUN, APPROVAL, '--yes', '--quiet'], { state }), [0]);
  }

  #path(seed: number, name: string): string {
    return join(this.#folder, `${seed}-${name}`);
  }

  #copy(seed: number, from: string, to: string): string {
    cpSync(this.#path(seed, from), this.#path(seed, to), { recursive: true });
    return this.#path(seed, to);
  }
}

const RUN = 'dr-failover-1';
const APPROVAL = 'accept-loss';

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
