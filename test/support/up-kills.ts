import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { PROJECT, updateStacks } from '../../src/cli/update.ts';
import { openBackend } from '../../src/engine/index.ts';
import { canonicalJson } from '../../src/lib/canonical.ts';
import { draw } from '../../src/lib/chance.ts';
import { UP_PHASES, type UpPhase } from '../../src/lib/crashpoint.ts';
import { reveal } from '../../src/lib/property.ts';
import { openStateFolder } from '../../src/lib/state-folder.ts';
import { accountStackOf, loadSystem, stacksOf } from '../../src/system/index.ts';
import { openStore } from '../../src/twin/store.ts';
import { assembleTwin } from '../../src/twin/twin.ts';
import { type CliResult, cli, root } from './cli.ts';
import { type Inventory, inventoryOf } from './twin-inventory.ts';

export const STACKS = ['orders-prod-base', 'orders-prod-use1', 'orders-prod-usw2', 'orders-prod-link'] as const;
export type Stack = (typeof STACKS)[number];

/** Where an `up` is killed: the `nth` time that it passes a phase, while it brings up that stack. */
export interface UpKill {
  readonly stack: Stack;
  readonly phase: UpPhase;
  readonly nth: number;
  /** A second kill, of the command that settles what the first one left. */
  readonly second?: UpPhase;
}

/** Phases that each operation passes; the others are passed once a stack. */
const OF_OPERATIONS: ReadonlySet<UpPhase> = new Set([
  'before-intent',
  'intent-to-effect',
  'world-before-commit',
  'world-after-commit',
  'effect-to-outcome',
  'after-outcome',
]);

/** Phases that settling what a kill left passes as well, in that order. */
const OF_SETTLING: readonly UpPhase[] = ['locked', 'fold-written', 'checkpoint-drafted', 'checkpoint-replaced'];

/** Each phase in two or three stacks, the phases of operations at several of them, and kills of what settles a kill. */
export function allUpKills(): UpKill[] {
  const kills = UP_PHASES.flatMap((phase, index): UpKill[] => {
    const stacks = [0, 1, 2].map((step) => STACKS[(index + step) % STACKS.length] as Stack);
    if (!OF_OPERATIONS.has(phase)) return stacks.slice(0, 2).map((stack) => ({ stack, phase, nth: 1 }));
    return stacks.map((stack, step) => ({ stack, phase, nth: 1 + step * 5 + (index % 4) }));
  });
  const twice = OF_SETTLING.map(
    (second, index): UpKill => ({ stack: STACKS[index] as Stack, phase: 'effect-to-outcome', nth: 3 + index, second }),
  );
  return [...kills, ...twice];
}

export interface KillResult {
  /** False where the process ended before it was killed: such a kill shows nothing. */
  readonly killed: boolean;
  /** What is not as after the run that was not killed. */
  readonly differences: readonly string[];
}

/** Before, nothing has begun but Node. */
const EARLIEST_MS = 200;

/** State folders up to each stack, of runs that nobody killed; each kill works on a copy. */
export class UpKillGround {
  readonly #folder = mkdtempSync(join(tmpdir(), 'evenkeel-up-kills-'));
  readonly #reference = new Map<string, Reference>();
  readonly #settled = new Map<string, Reference>();
  #durationMs = 0;

  /** Brings up the stacks up to and including that one. */
  async prepare(last: Stack = 'orders-prod-link'): Promise<void> {
    let before: string | undefined;
    for (const stack of STACKS.slice(0, STACKS.indexOf(last) + 1)) {
      const state = this.#path(stack);
      if (before !== undefined) cpSync(before, state, { recursive: true });
      expectDone(await up(state, ['--stack', stack]));
      this.#reference.set(stack, await referenceOf(state));
      before = state;
    }
  }

  /** Kills the up of one stack and goes on with the next `evenkeel up`. */
  async kill({ stack, phase, nth, second }: UpKill): Promise<KillResult> {
    const state = this.#path('killed');
    const before = STACKS[STACKS.indexOf(stack) - 1];
    if (before !== undefined) cpSync(this.#path(before), state, { recursive: true });
    const subject = phase.startsWith('world-') ? 'twin' : stack;
    let { signal } = await up(state, ['--stack', stack], `${subject}:${phase}#${nth}`);
    if (second !== undefined && signal === 'SIGKILL') {
      ({ signal } = await up(state, ['--stack', stack], `${stack}:${second}#1`));
    }
    expectDone(await up(state, ['--stack', stack]));
    return this.#judge(state, stack, signal);
  }

  /** Kills the up of the whole system after a part of the time that it takes, drawn from a seed, and goes on. */
  async killAtRandom(seed: string): Promise<KillResult> {
    if (this.#durationMs === 0) await this.#measure();
    const state = this.#path('killed');
    // a machine that has become faster since may be done before: then half as late, on a new folder
    let signal: NodeJS.Signals | null = null;
    const drawn = EARLIEST_MS + draw(seed, 'up', 'kill') * this.#durationMs;
    for (let ms = drawn; signal === null && ms > EARLIEST_MS / 2; ms /= 2) {
      rmSync(state, { recursive: true, force: true });
      signal = await killAfter(state, ms);
    }
    expectDone(await up(state, []));
    return this.#judge(state, 'orders-prod-link', signal);
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** A state folder as it was before a stack was brought up, for a test to go on with by itself. */
  copyBefore(stack: Stack): string {
    const state = this.#path('by-hand');
    rmSync(state, { recursive: true, force: true });
    const before = STACKS[STACKS.indexOf(stack) - 1];
    if (before !== undefined) cpSync(this.#path(before), state, { recursive: true });
    return state;
  }

  /** What `ec2 describe-…` counts after the run that was not killed. */
  inventory(stack: Stack): Promise<Inventory> {
    return inventoryOf(this.#path(stack));
  }

  /**
   * What differs from the run that was not killed, up to and including a stack. Where nothing but records differ, both are compared
   * after every resource was read once more: what only a later run reads, such as the dates of a certificate that was pending
   * when it was made, is in the checkpoint of whoever happened to read it.
   */
  async differences(state: string, stack: Stack): Promise<string[]> {
    const reference = this.#reference.get(stack);
    if (reference === undefined) throw new Error(`${stack} was prepared`);
    const differences = [...compare(reference, await referenceOf(state)), ...remains(state)];
    if (!differences.some((line) => line.startsWith('urn:'))) return differences;
    await readAll(state);
    const again = compare(await this.#settledReference(stack), await referenceOf(state));
    return [...new Set([...differences.filter((line) => !line.startsWith('urn:')), ...again])];
  }

  async #settledReference(stack: Stack): Promise<Reference> {
    const known = this.#settled.get(stack);
    if (known !== undefined) return known;
    const state = this.#path(`${stack}-settled`);
    cpSync(this.#path(stack), state, { recursive: true });
    await readAll(state);
    const settled = await referenceOf(state);
    this.#settled.set(stack, settled);
    return settled;
  }

  async #judge(state: string, stack: Stack, signal: NodeJS.Signals | null): Promise<KillResult> {
    const differences = await this.differences(state, stack);
    rmSync(state, { recursive: true, force: true });
    return { killed: signal === 'SIGKILL', differences };
  }

  async #measure(): Promise<void> {
    const state = this.#path('measured');
    const began = performance.now();
    expectDone(await up(state, []));
    this.#durationMs = performance.now() - began;
    rmSync(state, { recursive: true, force: true });
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }
}

/** Everything that is to be the same, by name. */
type Reference = ReadonlyMap<string, string>;

/**
 * The password of the database is one that the program asks AWS for, another one each time it runs, until it is recorded: it is
 * compared by where it stands.
 */
async function referenceOf(state: string): Promise<Reference> {
  const inventory = Object.entries(await inventoryOf(state)).map(([kind, count]) => [kind, String(count)] as const);
  const base = await openBackend(state).outputs({ project: 'evenkeel', stack: 'orders-prod-base' });
  const password = String(reveal(base?.['masterPassword']));
  const entries = [...inventory, ...worldOf(state), ...(await checkpointsOf(state))];
  return new Map(entries.map(([name, value]) => [name, value.replaceAll(password, 'PASSWORD')]));
}

/**
 * Every record of the world, but for how often an equal request was made: a program that runs twice asks twice. Events to come are
 * compared by what they are, not by their numbers, which follow the order in which concurrent creates came.
 */
function worldOf(state: string): [string, string][] {
  const store = openStore(state, openStateFolder(state).key('twin'), { seed: '', account: '', nowMs: 0 });
  const { records, nowMs } = store.world.dump();
  store.close();
  return [
    ['clock', String(nowMs)],
    ...records
      .filter(({ table }) => table !== 'world.request-count')
      .map(({ table, key, record }): [string, string] =>
        table === 'world.event'
          ? [`${table} ${canonicalJson(record)}`, '']
          : [`${table} ${key}`, canonicalJson(record)],
      ),
  ];
}

/** Updates the stacks that are up once more, whether or not anything has changed: their records are as they are read. */
async function readAll(state: string): Promise<void> {
  const systems = join(root, 'stacks', 'systems');
  const system = loadSystem(join(systems, 'orders.yaml'));
  const environment = system.environments['prod'];
  if (environment === undefined) throw new Error('orders has an environment prod');
  const backend = openBackend(state);
  const known = new Set(backend.stacks().map(({ stack }) => stack));
  const store = openStore(state, openStateFolder(state).key('twin'), { seed: '', account: '', nowMs: 0 });
  try {
    await updateStacks({
      root,
      stacks: [accountStackOf(system, environment), ...stacksOf(system, environment)].filter(({ stack }) =>
        known.has(stack),
      ),
      config: { [`${PROJECT}:systems`]: systems },
      backend,
      provider: assembleTwin(store.world).provider,
      mode: 'update',
      readFirst: true,
    });
  } finally {
    store.close();
  }
}

/** Every record of every checkpoint, secrets decrypted, without the times that it was written. */
async function checkpointsOf(state: string): Promise<[string, string][]> {
  const backend = openBackend(state);
  const entries: [string, string][] = [];
  for (const name of backend.stacks()) {
    const snapshot = await backend.readStack(name);
    for (const { createdMs: _, modifiedMs: __, ...resource } of snapshot?.resources ?? []) {
      entries.push([
        `${resource.urn}${resource.condemned ? ` to be deleted: ${resource.id}` : ''}`,
        canonicalJson(resource),
      ]);
    }
    for (const { type, state: pending } of snapshot?.pending ?? []) entries.push([`${type} ${pending.urn}`, 'pending']);
  }
  return entries;
}

/** Files that a finished command leaves nothing of. */
function remains(state: string): string[] {
  return filesIn(join(state, '.pulumi'))
    .filter((path) => /\/stacks\/.*(\.journal|\.tmp)$|\/locks\//.test(path))
    .map((path) => `${relative(state, path)}: is still there`);
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : [path]));
}

function compare(wanted: Reference, found: Reference): string[] {
  const keys = [...new Set([...wanted.keys(), ...found.keys()])].sort();
  return keys
    .filter((key) => wanted.get(key) !== found.get(key))
    .map((key) => `${key}: ${differing(wanted.get(key), found.get(key))}`);
}

/** Both values from where they differ. */
function differing(wanted = 'absent', found = 'absent'): string {
  let at = 0;
  while (at < wanted.length && wanted[at] === found[at]) at++;
  const from = Math.max(0, at - 40);
  return `${wanted.slice(from, at + 160)} → ${found.slice(from, at + 160)}`;
}

function up(state: string, words: readonly string[], crashAt?: string): Promise<CliResult> {
  const env = crashAt === undefined ? {} : { EVENKEEL_CRASH_AT: crashAt };
  return cli(['up', 'orders', '--yes', '--quiet', ...words], { state, env, timeoutMs: 600_000 });
}

/** Kills a real `up` with SIGKILL after some time; answers the signal that it died of. */
async function killAfter(state: string, ms: number): Promise<NodeJS.Signals | null> {
  const words = ['up', 'orders', '--yes', '--quiet', '--state', state];
  const child = spawn(process.execPath, [join(root, 'bin/evenkeel.js'), ...words], { cwd: root, stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  const [, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  return signal;
}

function expectDone(result: CliResult): void {
  if (result.code === 0) return;
  throw new Error(`exit ${result.code ?? result.signal}:\n${result.stdout}\n${result.stderr}`);
}
