import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { historyOf } from '../runner/journal/history.ts';
import { Journal } from '../runner/journal/journal.ts';
import type { Invocation } from './command.ts';

/** What the last run that moved a system left, by the journal. */
export interface LastFailover {
  readonly run: string;
  /** The site that writes since then: where runbooks ask first. */
  readonly writer: string;
  readonly lost?: string | undefined;
}

/** Where the runs of a state folder are kept. */
export function journalPath(invocation: Invocation): string {
  return join(invocation.stateDir, 'journal.db');
}

/** Reads the journal, where there is one; makes none. */
export async function lastFailover(invocation: Invocation, system: string): Promise<LastFailover | undefined> {
  if (!existsSync(journalPath(invocation))) return undefined;
  const journal = await Journal.open(journalPath(invocation));
  try {
    return lastFailoverIn(journal, system);
  } finally {
    journal.close();
  }
}

export function lastFailoverIn(journal: Journal, system: string): LastFailover | undefined {
  return journal
    .runs()
    .filter((row) => row.system === system && row.outcome === 'done')
    .flatMap(({ run }) => {
      const { facts } = historyOf(journal.events(run));
      return facts?.writer === undefined ? [] : [{ run, writer: facts.writer, lost: facts.lost }];
    })
    .at(-1);
}
