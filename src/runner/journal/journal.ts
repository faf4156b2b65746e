import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { canonicalJson } from '../../lib/canonical.ts';
import { EvenkeelError } from '../../lib/errors.ts';
import { CHAIN_START, chainHash } from './chain.ts';
import { type ChainedEvent, IS_DURABLE, type JournalEvent, type RunHeader } from './events.ts';
import type { RunHistory } from './history.ts';
import { isDead, isSame, type Owner, ownerText, thisProcess } from './owner.ts';
import { openDatabase } from './schema.ts';

/** One line of the list of runs. `outcome` is `running` while its process lives, `crashed` when that has died. */
export interface RunRow {
  readonly run: string;
  readonly runbook: string;
  readonly system: string;
  readonly environment: string;
  readonly target: string;
  readonly startedMs: number;
  readonly planHash: string | null;
  readonly outcome: RunHistory['outcome'] | 'crashed';
}

/**
 * The durable record of runs: an SQLite file (WAL, synchronous=FULL), its events hash-chained for each run. `append`
 * returns when a durable event, and all before it, are on the disk; the others are held back until then. A system has at most one
 * open run, and a run at most one process.
 */
export class Journal {
  readonly #database: DatabaseSync;
  readonly #owner: Owner;
  readonly #statements = new Map<string, StatementSync>();
  #held: { run: string; atMs: number; event: JournalEvent }[] = [];

  private constructor(database: DatabaseSync, owner: Owner) {
    this.#database = database;
    this.#owner = owner;
  }

  /** `:memory:` for a rehearsal. `owner` is this process unless a test says otherwise. */
  static async open(path: string, owner: Owner = thisProcess()): Promise<Journal> {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    return new Journal(await openDatabase(path), owner);
  }

  /** Begins a run and owns it. Refused by name while another run of the system's environment is open. */
  begin(header: Omit<RunHeader, 'run'>, atMs: number): string {
    return this.#transact(() => {
      this.#refuseSecond(header.system, header.environment, undefined);
      const count =
        this.#row<{ n: number }>('SELECT count(*) AS n FROM runs WHERE runbook = ?', header.runbook)?.n ?? 0;
      const run = `${header.runbook}-${count + 1}`;
      this.#run(
        `INSERT INTO runs(run, runbook, system, environment, target, started_ms, outcome, owner, is_open)
         VALUES (?, ?, ?, ?, ?, ?, 'running', ?, 1)`,
        ...[run, header.runbook, header.system, header.environment, header.target, atMs, canonicalJson(this.#owner)],
      );
      this.#insert(run, atMs, { type: 'run-started', ...header, run });
      return run;
    });
  }

  append(run: string, atMs: number, event: JournalEvent): void {
    this.#held.push({ run, atMs, event });
    if (IS_DURABLE[event.type]) this.flush();
  }

  /** Writes what is held back. */
  flush(): void {
    const held = this.#held;
    if (held.length === 0) return;
    this.#held = [];
    this.#transact(() => {
      for (const { run, atMs, event } of held) {
        this.#insert(run, atMs, event);
        this.#reflect(run, event);
      }
    });
  }

  /** Forgets what is not on the disk: what a crash does. For tests. */
  crash(): void {
    this.#held = [];
  }

  /**
   * Makes this process the run's owner. A dead owner's place is taken at once and told; a live one's is refused by name. The
   * run becomes open, which is refused while another one of its system is.
   */
  takeOver(run: string): { was?: string } {
    return this.#transact(() => {
      const row = this.#find(run);
      const owner = row.owner === null ? undefined : (JSON.parse(row.owner) as Owner);
      if (owner && !isSame(owner, this.#owner) && !isDead(owner)) throw runIsOwned(run, owner);
      this.#refuseSecond(row.system, row.environment, run);
      this.#run(
        `UPDATE runs SET owner = ?, is_open = 1, outcome = 'running' WHERE run = ?`,
        canonicalJson(this.#owner),
        run,
      );
      return owner && !isSame(owner, this.#owner) ? { was: ownerText(owner) } : {};
    });
  }

  /** Gives the run up in order, so that any process may go on with it. */
  release(run: string): void {
    this.flush();
    this.#run('UPDATE runs SET owner = NULL WHERE run = ? AND owner = ?', run, canonicalJson(this.#owner));
  }

  /** All events of a run, in order. Throws where there is no such run. */
  events(run: string): ChainedEvent[] {
    this.flush();
    this.#find(run);
    const rows = this.#rows<{ seq: number; at_ms: number; body: string; hash: string }>(
      'SELECT seq, at_ms, body, hash FROM events WHERE run = ? ORDER BY seq',
      run,
    );
    return rows.map(({ seq, at_ms, body, hash }) => ({
      seq,
      atMs: at_ms,
      event: JSON.parse(body) as JournalEvent,
      hash,
    }));
  }

  runs(): RunRow[] {
    const rows = this.#rows<StoredRun>('SELECT * FROM runs ORDER BY rowid');
    return rows.map((row) => ({
      run: row.run,
      runbook: row.runbook,
      system: row.system,
      environment: row.environment,
      target: row.target,
      startedMs: row.started_ms,
      planHash: row.plan_hash,
      outcome: row.outcome === 'running' && isOrphan(row) ? 'crashed' : row.outcome,
    }));
  }

  close(): void {
    this.flush();
    this.#database.close();
  }

  #insert(run: string, atMs: number, event: JournalEvent): void {
    const last = this.#row<{ seq: number; hash: string }>(
      'SELECT seq, hash FROM events WHERE run = ? ORDER BY seq DESC LIMIT 1',
      run,
    );
    const seq = (last?.seq ?? 0) + 1;
    const hash = chainHash(last?.hash ?? CHAIN_START, run, seq, atMs, event);
    const body = canonicalJson(event);
    this.#run('INSERT INTO events(run, seq, at_ms, body, hash) VALUES (?, ?, ?, ?, ?)', run, seq, atMs, body, hash);
  }

  /** Keeps the list of runs in step with what their events say. */
  #reflect(run: string, event: JournalEvent): void {
    if (event.type === 'planned') this.#run('UPDATE runs SET plan_hash = ? WHERE run = ?', event.planHash, run);
    if (event.type === 'stopped') this.#run('UPDATE runs SET outcome = ? WHERE run = ?', event.why, run);
    if (event.type === 'ended') {
      this.#run('UPDATE runs SET outcome = ?, is_open = 0 WHERE run = ?', event.outcome, run);
    }
  }

  #refuseSecond(system: string, environment: string, except: string | undefined): void {
    const open = this.#row<{ run: string }>(
      'SELECT run FROM runs WHERE system = ? AND environment = ? AND is_open = 1 AND run <> ?',
      ...[system, environment, except ?? ''],
    );
    if (!open) return;
    throw new EvenkeelError({
      code: 'run-open',
      message: `${system} (${environment}) has an open run: ${open.run}`,
      found: open.run,
      allowed: 'one run of a system at a time',
      next: `evenkeel resume ${open.run}, or evenkeel abort ${open.run} --reason R`,
    });
  }

  #find(run: string): StoredRun {
    const row = this.#row<StoredRun>('SELECT * FROM runs WHERE run = ?', run);
    if (row) return row;
    throw new EvenkeelError({
      code: 'run-unknown',
      message: `there is no run ${run} in this state folder`,
      found: run,
      allowed:
        this.#rows<{ run: string }>('SELECT run FROM runs ORDER BY rowid')
          .map((one) => one.run)
          .join(', ') || 'none yet',
      next: 'evenkeel runs lists them',
    });
  }

  #transact<T>(change: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = change();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
  #run(sql: string, ...values: (string | number)[]): void {
    this.#prepare(sql).run(...values);
  }
  #row<T>(sql: string, ...values: (string | number)[]): T | undefined {
    return this.#prepare(sql).get(...values) as T | undefined;
  }
  #rows<T>(sql: string, ...values: (string | number)[]): T[] {
    return this.#prepare(sql).all(...values) as T[];
  }
}

interface StoredRun {
  readonly run: string;
  readonly runbook: string;
  readonly system: string;
  readonly environment: string;
  readonly target: string;
  readonly started_ms: number;
  readonly plan_hash: string | null;
  readonly outcome: Exclude<RunRow['outcome'], 'crashed'>;
  readonly owner: string | null;
}

function isOrphan(row: StoredRun): boolean {
  return row.owner === null || isDead(JSON.parse(row.owner) as Owner);
}

function runIsOwned(run: string, owner: Owner): EvenkeelError {
  return new EvenkeelError({
    code: 'run-owned',
    message: `${run} is being executed by ${ownerText(owner)}`,
    found: ownerText(owner),
    allowed: 'one process for a run',
    next: 'interrupt that process first (ctrl-c), or wait until it stops',
  });
}
