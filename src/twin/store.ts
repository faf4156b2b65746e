import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type PassPhase, passEveryPhase } from '../lib/crashpoint.ts';
import { assert, EvenkeelError, ExitCode } from '../lib/errors.ts';
import { deriveKey, keyedHash, seal, unseal } from '../lib/seal.ts';
import { readOwner, writeOwner } from './store-owner.ts';
import { type Change, World } from './world.ts';

/** The persistent twin's world on the disk: one SQLite file whose every row is sealed with the state folder's key. */
export interface Store {
  /** As it was when the last process closed it or died. Each committed transaction is on the disk before the call returns. */
  readonly world: World;
  /**
   * Runs a change of many transactions, such as time passing, with one write to the disk at its end. What was committed in memory
   * is written even where it throws: the world in memory and the one on the disk never part.
   */
  batch<R>(change: () => R): R;
  /** Writes the clock and lets the next process in. */
  close(): void;
}

export interface NewWorld {
  readonly seed: string;
  readonly account: string;
  /** Where the clock of a world that does not exist yet begins. */
  readonly nowMs: number;
}

/**
 * Opens `DIR/twin/world.db`, making it on first use; an existing world keeps its own seed, account and clock. `key` is the
 * state folder's for the purpose `twin`. One process at a time: throws `twin.locked`, naming the owner, while another
 * has it; what a dead one left is taken over. Throws `twin.key` when the world was sealed with another key. `pass` is told when
 * it is open, and before and after each commit of what an operation changed.
 */
export function openStore(dir: string, key: Uint8Array, begin: NewWorld, pass: PassPhase = passEveryPhase): Store {
  const folder = join(dir, 'twin');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = openDatabase(folder);
  try {
    const rows = new Rows(database, key);
    const head = rows.readHead() ?? { ...begin, eventCount: 0 };
    const world = new World(head);
    world.load({ nowMs: head.nowMs, eventCount: head.eventCount, records: rows.readAll() });
    const store = new OpenStore(database, rows, world, pass);
    pass('twin', 'world-open');
    return store;
  } catch (error) {
    database.close();
    throw error;
  }
}

interface Head extends NewWorld {
  readonly eventCount: number;
}

class OpenStore implements Store {
  readonly world: World;
  readonly #database: DatabaseSync;
  readonly #rows: Rows;
  readonly #pass: PassPhase;
  /** What a batch has changed so far: of a record that changes often, the last state is written. */
  readonly #pending = new Map<string, Change>();
  #depth = 0;

  constructor(database: DatabaseSync, rows: Rows, world: World, pass: PassPhase) {
    this.#database = database;
    this.#pass = pass;
    this.#rows = rows;
    this.world = world;
    this.batch(() => undefined);
    world.onCommit = (changes) => {
      for (const change of changes) this.#pending.set(`${change.table}\0${change.key}`, change);
      if (this.#depth === 0) this.batch(() => undefined);
    };
  }

  batch<R>(change: () => R): R {
    if (this.#depth > 0) return change();
    this.#depth++;
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      return change();
    } finally {
      this.#depth--;
      const changed = this.#pending.size > 0;
      this.#rows.write([...this.#pending.values()]);
      this.#pending.clear();
      const { seed, account, nowMs, eventCount } = this.world;
      this.#rows.writeHead({ seed, account, nowMs, eventCount });
      if (changed) this.#pass('twin', 'world-before-commit');
      this.#database.exec('COMMIT');
      if (changed) this.#pass('twin', 'world-after-commit');
    }
  }

  close(): void {
    this.batch(() => undefined);
    this.world.onCommit = () => assert(false, 'a closed store is not written to');
    this.#database.close();
  }
}

/** The rows of the file: a keyed hash of the record's place, and the record sealed for that place. */
class Rows {
  readonly #key: Uint8Array;
  readonly #hashKey: Uint8Array;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;
  readonly #select: StatementSync;
  readonly #one: StatementSync;
  #head = '';

  constructor(database: DatabaseSync, key: Uint8Array) {
    this.#key = key;
    this.#hashKey = deriveKey(key, 'twin-places');
    this.#put = database.prepare(
      'INSERT INTO record (place, sealed) VALUES (?, ?) ON CONFLICT (place) DO UPDATE SET sealed = excluded.sealed',
    );
    this.#delete = database.prepare('DELETE FROM record WHERE place = ?');
    this.#select = database.prepare('SELECT place, sealed FROM record WHERE place <> ? ORDER BY place');
    this.#one = database.prepare('SELECT sealed FROM record WHERE place = ?');
  }

  readHead(): Head | undefined {
    const row = this.#one.get(HEAD) as { sealed: Uint8Array } | undefined;
    if (row === undefined) return undefined;
    return JSON.parse(this.#unseal(row.sealed, HEAD)) as Head;
  }

  writeHead(head: Head): void {
    const text = JSON.stringify(head);
    if (text === this.#head) return;
    this.#put.run(HEAD, seal(this.#key, text, HEAD));
    this.#head = text;
  }

  readAll(): Change[] {
    const rows = this.#select.all(HEAD) as { place: string; sealed: Uint8Array }[];
    return rows.map(({ place, sealed }) => {
      const [table, key, record] = JSON.parse(this.#unseal(sealed, place)) as [string, string, unknown];
      return { table, key, record };
    });
  }

  write(changes: readonly Change[]): void {
    for (const { table, key, record } of changes) {
      const place = keyedHash(this.#hashKey, `${table}\0${key}`);
      if (record === undefined) this.#delete.run(place);
      else this.#put.run(place, seal(this.#key, JSON.stringify([table, key, record]), place));
    }
  }

  #unseal(sealed: Uint8Array, place: string): string {
    try {
      return unseal(this.#key, sealed, place).toString('utf8');
    } catch (cause) {
      throw new EvenkeelError(
        {
          code: 'twin.key',
          message: 'the world of the twin cannot be opened with the key of this state folder',
          found: 'a record that was sealed with another key, or changed since',
          next: 'restore the file `passphrase` of the state folder, or begin with a new state folder',
        },
        { cause },
      );
    }
  }
}

const HEAD = 'head';
const SCHEMA = 'CREATE TABLE IF NOT EXISTS record (place TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID';

/**
 * Exclusive locking is the lock of the store: the system takes it back from a process that dies, whatever its id becomes,
 * so nothing is left to clean up. The owner's file only names who has it.
 */
function openDatabase(folder: string): DatabaseSync {
  const database = new DatabaseSync(join(folder, 'world.db'));
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA busy_timeout = 0');
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    database.exec(`BEGIN IMMEDIATE; ${SCHEMA}; COMMIT`);
  } catch (cause) {
    database.close();
    throw /locked|busy/i.test(String(cause)) ? locked(folder, cause) : cause;
  }
  writeOwner(folder);
  return database;
}

function locked(folder: string, cause: unknown): EvenkeelError {
  return new EvenkeelError(
    {
      code: 'twin.locked',
      message: 'another process has the twin of this state folder',
      found: readOwner(folder),
      allowed: 'one process at a time',
      next: 'wait until it has ended, or give another state folder (--state DIR)',
    },
    { cause, exitCode: ExitCode.stoppedForPerson },
  );
}
