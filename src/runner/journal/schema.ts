import type { DatabaseSync } from 'node:sqlite';

/**
 * Opens the file, making it where there is none. WAL with synchronous=FULL: a commit has returned only when it is on the disk.
 * Two processes may have it open; a writer waits up to five seconds for the other.
 */
export async function openDatabase(path: string): Promise<DatabaseSync> {
  const { DatabaseSync: Database } = await import('node:sqlite');
  const database = new Database(path);
  database.exec(`
    PRAGMA busy_timeout = 5000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS runs (
      run TEXT PRIMARY KEY, runbook TEXT NOT NULL, system TEXT NOT NULL, environment TEXT NOT NULL, target TEXT NOT NULL,
      started_ms INTEGER NOT NULL, plan_hash TEXT, outcome TEXT NOT NULL, owner TEXT, is_open INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX IF NOT EXISTS one_open_run ON runs (system, environment) WHERE is_open = 1;
    CREATE TABLE IF NOT EXISTS events (
      run TEXT NOT NULL REFERENCES runs (run), seq INTEGER NOT NULL, at_ms INTEGER NOT NULL, body TEXT NOT NULL,
      hash TEXT NOT NULL, PRIMARY KEY (run, seq)
    ) STRICT, WITHOUT ROWID;
  `);
  return database;
}
