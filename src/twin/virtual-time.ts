import { AsyncLocalStorage } from 'node:async_hooks';
import type { Time } from '../lib/clock.ts';
import { assert } from '../lib/errors.ts';
import type { World } from './world.ts';

/**
 * Time over a world's clock (docs/adr/0001). One fibre runs at a time; the next one runs when it sleeps, spawns or
 * ends, and the world's clock moves only when all of them wait. Whatever else a fibre awaits (an SDK call, a child
 * process) holds the clock, and the other fibres, still. So the order of everything follows from instants and from the
 * places of the fibres in their `all`, never from which answer came first.
 *
 * Whoever makes it is the first fibre. A fibre that awaits another fibre's promise would wait for ever: wait by `all`.
 */
export class VirtualTime implements Time {
  readonly #world: Pick<World, 'nowMs' | 'advanceTo'>;
  readonly #advance: (move: () => void) => void;
  readonly #here = new AsyncLocalStorage<Fibre>();
  readonly #root: Fibre = { place: [] };
  readonly #waiting: Waiting[] = [];
  /** How to end the `all` calls that have not ended. */
  readonly #open = new Set<(error: unknown) => void>();
  #running: Fibre | undefined = this.#root;
  #failure: { readonly error: unknown } | undefined;

  /** `advance` wraps each move of the clock: a persistent twin makes one write to the disk of it. */
  constructor(world: Pick<World, 'nowMs' | 'advanceTo'>, advance: (move: () => void) => void = (move) => move()) {
    this.#world = world;
    this.#advance = advance;
  }

  nowMs(): number {
    return this.#world.nowMs;
  }

  async sleepUntil(atMs: number): Promise<void> {
    if (atMs <= this.#world.nowMs) return;
    const fibre = this.#current('sleepUntil');
    await new Promise<void>((resume, stop) => this.#handOver([{ fibre, atMs, resume, stop }]));
    this.#running = fibre;
  }

  async all<T>(fibres: readonly (() => Promise<T>)[]): Promise<T[]> {
    if (fibres.length === 0) return [];
    const parent = this.#current('all');
    const results: PromiseSettledResult<T>[] = [];
    let left = fibres.length;
    const endWatch = parent === this.#root ? watchForDeadlock(this, (error) => this.#fail(error)) : () => {};
    let close = () => {};
    const ended = new Promise<void>((resume, stop) => {
      this.#open.add(stop);
      close = () => this.#open.delete(stop);
      const end = (index: number, result: PromiseSettledResult<T>): void => {
        results[index] = result;
        const isLast = --left === 0;
        this.#handOver(isLast ? [{ fibre: parent, atMs: this.#world.nowMs, resume, stop }] : []);
      };
      const start = (fibre: Fibre, body: () => Promise<T>, index: number): void => {
        this.#running = fibre;
        this.#here.run(fibre, body).then(
          (value) => end(index, { status: 'fulfilled', value }),
          (reason) => end(index, { status: 'rejected', reason }),
        );
      };
      const atMs = this.#world.nowMs;
      this.#handOver(
        fibres.map((body, index) => {
          const fibre: Fibre = { place: [...parent.place, index] };
          return { fibre, atMs, stop, resume: () => start(fibre, body, index) };
        }),
      );
    });
    await ended.finally(() => {
      close();
      endWatch();
    });
    this.#running = parent;
    return results.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
  }

  /**
   * The running fibre waits or has ended: the next one runs, after the world's time has passed up to it. Who runs is set
   * where it really does, so that whatever the old one still does beside it is noticed.
   */
  #handOver(added: readonly Waiting[]): void {
    this.#waiting.push(...added);
    this.#running = undefined;
    if (this.#failure) return;
    const next = firstOf(this.#waiting);
    let hasMoved = false;
    try {
      assert(next, 'no deadlock: some fibre runs or sleeps');
      hasMoved = next.atMs > this.#world.nowMs;
      if (hasMoved) this.#advance(() => this.#world.advanceTo(next.atMs));
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    // a whole run can be promises and nothing else: signals of the machine are heard only between them
    if (hasMoved) setImmediate(() => next.resume());
    else next.resume();
  }

  /** A bug of the world, or a deadlock: everything that waits is told, nothing goes on. */
  #fail(error: unknown): void {
    this.#failure = { error };
    for (const { stop } of this.#waiting.splice(0)) stop(error);
    for (const stop of this.#open) stop(error);
  }

  #current(what: string): Fibre {
    if (this.#failure) throw this.#failure.error;
    const fibre = this.#here.getStore() ?? this.#root;
    assert(this.#running === fibre, `${what} is called by the fibre that runs: spawn fibres with all, not Promise.all`);
    return fibre;
  }
}

interface Fibre {
  /** Indices in the `all` calls that it descends from: what orders fibres due at the same instant. */
  readonly place: readonly number[];
}
interface Waiting {
  readonly fibre: Fibre;
  readonly atMs: number;
  resume(): void;
  stop(error: unknown): void;
}

function firstOf(waiting: readonly Waiting[]): Waiting | undefined {
  return waiting.reduce<Waiting | undefined>((first, one) => (first && !isBefore(one, first) ? first : one), undefined);
}

function isBefore(one: Waiting, other: Waiting): boolean {
  if (one.atMs !== other.atMs) return one.atMs < other.atMs;
  const length = Math.max(one.fibre.place.length, other.fibre.place.length);
  for (let index = 0; index < length; index++) {
    const [a, b] = [one.fibre.place[index] ?? -1, other.fibre.place[index] ?? -1];
    if (a !== b) return a < b;
  }
  return false;
}

/** Clocks that a fibre of now waits on. Weakly held: a run that was dropped in mid-flight never ends its `all`. */
const watched = new Set<WeakRef<object>>();
const failOf = new WeakMap<object, (error: Error) => void>();

/**
 * A fibre that awaits what only another fibre could bring about leaves the process without anything to do; Node says so
 * just before it would end. Returns what ends the watch.
 */
function watchForDeadlock(time: object, fail: (error: Error) => void): () => void {
  if (watched.size === 0) process.on('beforeExit', onIdle);
  const reference = new WeakRef(time);
  watched.add(reference);
  failOf.set(time, fail);
  return () => {
    watched.delete(reference);
    if (watched.size === 0) process.off('beforeExit', onIdle);
  };
}

function onIdle(): void {
  for (const reference of watched) {
    const time = reference.deref();
    if (time) failOf.get(time)?.(new Error('broken invariant: deadlock: a fibre awaits what only another can do'));
  }
  watched.clear();
  process.off('beforeExit', onIdle);
}
