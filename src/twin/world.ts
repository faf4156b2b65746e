import { assert } from '../lib/errors.ts';

/**
 * The state of the simulated AWS: tables of plain JSON records and a queue of what happens next. It knows nothing of
 * any service. Everything that changes it runs inside `transact`, which applies all of a change or none of it.
 *
 * Records are values: never mutate one, `put` a changed copy.
 */
export class World {
  readonly seed: string;
  readonly account: string;
  readonly #records = new Map<string, Map<string, unknown>>();
  readonly #sortedKeys = new Map<string, string[]>();
  readonly #reactions = new Map<string, Reaction>();
  readonly #watchers = new Map<string, Watcher>();
  #rhythm: { readonly kind: string; readonly rhythm: Rhythm } | undefined;
  #disturbedMs = Number.NEGATIVE_INFINITY;
  #inRhythm = false;
  readonly #queue: QueuedEvent[] = [];
  #undo: (() => void)[] | undefined;
  #changed = new Map<string, { table: string; key: string }>();
  #nowMs: number;
  #eventCount = 0;
  #instant = 0;
  /** Called after each committed transaction with what it changed; a persistent twin writes it down before answering. */
  onCommit: ((changes: readonly Change[]) => void) | undefined;

  constructor(options: { seed: string; account: string; nowMs: number }) {
    this.seed = options.seed;
    this.account = options.account;
    this.#nowMs = options.nowMs;
  }

  /** Virtual now, milliseconds since the Unix epoch. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /**
   * True while transitions are completed without time passing: provisioning happens before time zero. Physics then
   * takes no chance and no duration into account.
   */
  get instant(): boolean {
    return this.#instant > 0;
  }

  /** A table of records of one kind, such as `rds.cluster`. Keys are strings, by convention `region/id`. */
  table<T>(name: string): Table<T> {
    return {
      get: (key) => this.#records.get(name)?.get(key) as T | undefined,
      put: (key, record) => this.#set(name, key, record),
      delete: (key) => this.#set(name, key, undefined),
      range: (fromKey, toKey) => {
        const keys = this.#keys(name);
        const slice = keys.slice(lowerBound(keys, fromKey), lowerBound(keys, toKey));
        return slice.map((key) => [key, this.#records.get(name)?.get(key) as T]);
      },
      entries: (prefix = '') =>
        this.#keysFrom(name, prefix).map((key) => [key, this.#records.get(name)?.get(key) as T]),
      values: (prefix = '') => this.#keysFrom(name, prefix).map((key) => this.#records.get(name)?.get(key) as T),
    };
  }

  /** Names of the tables that hold records. */
  tableNames(): string[] {
    return [...this.#records.keys()].filter((name) => (this.#records.get(name)?.size ?? 0) > 0).sort();
  }

  /**
   * Runs a change: all of it is committed, or, where it throws, none of it. Nested calls join the outer one, which may go on
   * after one of them threw and was undone.
   */
  transact<R>(change: () => R): R {
    if (this.#undo) return this.#nested(change, this.#undo);
    this.#undo = [];
    let result: R;
    try {
      result = change();
    } catch (error) {
      for (const undo of this.#undo.reverse()) undo();
      this.#undo = undefined;
      this.#changed.clear();
      throw error;
    }
    this.#undo = undefined;
    this.#commit();
    return result;
  }

  #nested<R>(change: () => R, undo: (() => void)[]): R {
    const mark = undo.length;
    try {
      return change();
    } catch (error) {
      while (undo.length > mark) undo.pop()?.();
      throw error;
    }
  }

  /** Says what an event of a kind does. Registered once, when the twin is assembled; not part of the state. */
  react(kind: string, reaction: Reaction): void {
    assert(!this.#reactions.has(kind), `one reaction for ${kind}`);
    this.#reactions.set(kind, reaction);
  }

  /** Says what follows at once from every change of a table's records. Registered once, like `react`; one a table. */
  watch(table: string, watcher: Watcher): void {
    assert(!this.#watchers.has(table), `one watcher for ${table}`);
    this.#watchers.set(table, watcher);
  }

  /**
   * Lets something happen later. A `transition` belongs to a subject and can be completed at once by `complete`
   * (provisioning); a `tick` recurs and only ever happens by time passing. Events due at the same instant happen in the order
   * of subject, kind and number, whatever order they were scheduled in by concurrent callers.
   */
  schedule(event: { atMs: number; kind: string; subject: string; tick?: boolean; data?: unknown }): void {
    assert(this.#undo, 'schedule inside a transaction');
    assert(this.#reactions.has(event.kind), `a reaction for ${event.kind}`);
    const id = `${String(++this.#eventCount).padStart(9, '0')}`;
    this.table<WorldEvent>(EVENTS).put(id, { ...event, atMs: Math.max(event.atMs, this.#nowMs) });
  }

  /**
   * Names the kind of a tick whose happenings may be passed over where they would change nothing but what `passOver` writes. Registered
   * once. What is left is what would be left had each of them happened, down to the numbers of the events.
   */
  passOver(kind: string, rhythm: Rhythm): void {
    assert(this.#rhythm === undefined, 'one rhythm a world');
    this.#rhythm = { kind, rhythm };
  }

  /** Drops events that have become moot. */
  unschedule(subject: string, kind?: string): void {
    for (const [id, event] of this.table<WorldEvent>(EVENTS).entries()) {
      if (event.subject === subject && (kind === undefined || event.kind === kind)) this.table(EVENTS).delete(id);
    }
  }

  /** When the next event is due, or `undefined` where nothing will ever happen. */
  nextEventMs(): number | undefined {
    return this.#nextEvent()?.atMs;
  }

  /** Moves the clock to an instant, with everything that is due on the way. Each event is a transaction of its own. */
  advanceTo(atMs: number): void {
    assert(!this.#undo, 'time passes between transactions');
    for (;;) {
      const next = this.#nextEvent();
      if (!next || next.atMs > atMs) break;
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      if (next.kind === this.#rhythm?.kind && this.#passedOver(next, atMs)) continue;
      this.#inRhythm = next.kind === this.#rhythm?.kind;
      try {
        this.transact(() => this.#happen(next));
      } finally {
        this.#inRhythm = false;
      }
    }
    this.#nowMs = Math.max(this.#nowMs, atMs);
  }

  /** Whole spans of the rhythm up to the next other event, or to `limitMs`, in one step. */
  #passedOver(next: QueuedEvent, limitMs: number): boolean {
    const { kind, rhythm } = this.#rhythm ?? {};
    if (!rhythm || next.atMs % rhythm.spanMs !== 0) return false;
    const beats = this.#queue.filter((event) => event.kind === kind);
    const other = this.#queue.find((event) => event.kind !== kind);
    const endMs = Math.min(limitMs, other?.atMs ?? limitMs, rhythm.untilMs(next.atMs));
    const spans = Math.floor((endMs - next.atMs) / rhythm.spanMs);
    if (spans < 1 || beats.some((event) => event.atMs !== next.atMs)) return false;
    const toMs = next.atMs + spans * rhythm.spanMs;
    this.#inRhythm = true;
    try {
      return this.transact(() => {
        if (!rhythm.write({ fromMs: next.atMs, toMs, undisturbedMs: this.#disturbedMs })) return false;
        this.#eventCount += ((spans * rhythm.spanMs) / rhythm.everyMs - 1) * beats.length;
        for (const { id } of beats) this.table(EVENTS).delete(id);
        for (const { id: _id, ...event } of beats) this.schedule({ ...event, atMs: toMs });
        return true;
      });
    } finally {
      this.#inRhythm = false;
    }
  }

  /** Completes the pending transitions of subjects that start with a prefix, in order, without time passing. */
  complete(subjectPrefix: string): void {
    this.#instant++;
    try {
      this.transact(() => {
        for (let round = 0; ; round++) {
          assert(round < 10_000, `transitions of ${subjectPrefix} end`);
          const next = this.#sorted().find((event) => !event.tick && event.subject.startsWith(subjectPrefix));
          if (!next) return;
          this.#happen(next);
        }
      });
    } finally {
      this.#instant--;
    }
  }

  /** Everything that a store must keep, in a fixed order. */
  dump(): Snapshot {
    const records: Change[] = [];
    for (const table of this.tableNames()) {
      for (const key of this.#keys(table)) records.push({ table, key, record: this.#records.get(table)?.get(key) });
    }
    return { seed: this.seed, account: this.account, nowMs: this.#nowMs, eventCount: this.#eventCount, records };
  }

  /** Puts back what `dump` gave, or the changes that `onCommit` reported, in their order. */
  load(snapshot: Pick<Snapshot, 'nowMs' | 'eventCount' | 'records'>): void {
    this.#nowMs = snapshot.nowMs;
    this.#eventCount = snapshot.eventCount;
    for (const { table, key, record } of snapshot.records) this.#write(table, key, record);
    this.#queue.length = 0;
    for (const [id, event] of this.table<WorldEvent>(EVENTS).entries()) this.#queue.push({ ...event, id });
    this.#queue.sort(byInstant);
    this.#disturbedMs = this.#nowMs;
  }

  get eventCount(): number {
    return this.#eventCount;
  }

  #happen(event: QueuedEvent): void {
    this.table(EVENTS).delete(event.id);
    const reaction = this.#reactions.get(event.kind);
    assert(reaction, `a reaction for ${event.kind}`);
    reaction(event);
  }

  #nextEvent(): QueuedEvent | undefined {
    return this.#sorted()[0];
  }

  #sorted(): readonly QueuedEvent[] {
    return this.#queue;
  }

  #set(table: string, key: string, record: unknown): void {
    assert(this.#undo, `${table} is changed inside a transaction`);
    const before = this.#records.get(table)?.get(key);
    this.#undo.push(() => this.#write(table, key, before));
    this.#write(table, key, record);
    this.#changed.set(`${table}\0${key}`, { table, key });
    this.#watchers.get(table)?.(key, before, record);
  }

  #write(table: string, key: string, record: unknown): void {
    let rows = this.#records.get(table);
    if (!rows) {
      rows = new Map();
      this.#records.set(table, rows);
    }
    const existed = rows.has(key);
    if (record === undefined) rows.delete(key);
    else rows.set(key, record);
    if (existed !== (record !== undefined)) this.#rekey(table, key, existed);
    if (table === EVENTS) this.#requeue(key, record as WorldEvent | undefined);
  }

  #requeue(id: string, event: WorldEvent | undefined): void {
    const index = this.#queue.findIndex((queued) => queued.id === id);
    if (index >= 0) this.#queue.splice(index, 1);
    if (!event) return;
    const queued = { ...event, id };
    let at = this.#queue.length;
    while (at > 0 && byInstant(queued, this.#queue[at - 1] as QueuedEvent) < 0) at--;
    this.#queue.splice(at, 0, queued);
  }

  /** Keeps the sorted keys of a table as they change: sorting them anew at every create would cost more than the creates. */
  #rekey(table: string, key: string, existed: boolean): void {
    const keys = this.#sortedKeys.get(table);
    if (!keys) return;
    const at = lowerBound(keys, key);
    if (existed) keys.splice(at, 1);
    else keys.splice(at, 0, key);
  }

  #keysFrom(table: string, prefix: string): readonly string[] {
    const keys = this.#keys(table);
    if (prefix === '') return [...keys];
    const from = lowerBound(keys, prefix);
    let to = from;
    while (keys[to]?.startsWith(prefix)) to++;
    return keys.slice(from, to);
  }

  #keys(table: string): readonly string[] {
    let keys = this.#sortedKeys.get(table);
    if (!keys) {
      keys = [...(this.#records.get(table)?.keys() ?? [])].sort();
      this.#sortedKeys.set(table, keys);
    }
    return keys;
  }

  #commit(): void {
    if (this.#changed.size === 0) return;
    const changes = [...this.#changed.values()].map(({ table, key }) => ({
      table,
      key,
      record: this.#records.get(table)?.get(key),
    }));
    this.#changed.clear();
    if (!this.#inRhythm) this.#disturbedMs = this.#nowMs;
    this.onCommit?.(changes);
  }
}

const EVENTS = 'world.event';

export interface Table<T> {
  get(key: string): T | undefined;
  put(key: string, record: T): void;
  delete(key: string): void;
  /** Those from a key on, and before another. */
  range(fromKey: string, toKey: string): [string, T][];
  /** In the order of the keys; `prefix` narrows them, e.g. to `us-east-1/`. */
  entries(prefix?: string): [string, T][];
  values(prefix?: string): T[];
}

export interface WorldEvent {
  readonly atMs: number;
  readonly kind: string;
  /** What it happens to: an ARN, or an id that starts with one. */
  readonly subject: string;
  readonly tick?: boolean;
  readonly data?: unknown;
}
interface QueuedEvent extends WorldEvent {
  readonly id: string;
}
/** A tick that recurs for every subject at the same instants, and what a stretch of it leaves where it changes nothing else. */
export interface Rhythm {
  /** How often it happens; `spanMs` is a multiple, and only whole spans are passed over. */
  readonly everyMs: number;
  readonly spanMs: number;
  /** Up to when nothing changes by the mere passing of time, seen from an instant. */
  untilMs(fromMs: number): number;
  /**
   * Writes what the spans from an instant up to another leave, and answers true; false, with nothing written, where they must
   * happen one by one. Nothing but the rhythm has changed anything since `undisturbedMs`.
   */
  write(stretch: { readonly fromMs: number; readonly toMs: number; readonly undisturbedMs: number }): boolean;
}

/** Told inside the transaction that makes the change; a record that is not there is `undefined`. */
export type Watcher = (key: string, before: unknown, after: unknown) => void;
export type Reaction = (event: WorldEvent) => void;

/** A record as it is after a transaction; `undefined` when it is gone. */
export interface Change {
  readonly table: string;
  readonly key: string;
  readonly record: unknown;
}
export interface Snapshot {
  readonly seed: string;
  readonly account: string;
  readonly nowMs: number;
  readonly eventCount: number;
  readonly records: readonly Change[];
}

function byInstant(a: QueuedEvent, b: QueuedEvent): number {
  return a.atMs - b.atMs || compare(a.subject, b.subject) || compare(a.kind, b.kind) || compare(a.id, b.id);
}

/** The first position whose key is not below `key`. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
