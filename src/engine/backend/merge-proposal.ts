import { createHash } from 'node:crypto';
import { EvenkeelError, ExitCode, type Problem } from '../../lib/errors.ts';
import type { Deployment } from './checkpoint.ts';
import type { JournalLine } from './journal.ts';
import { type MergeRow, type MergeVerdict, merge } from './merge.ts';

/** The bytes that a proposal is about. */
interface Texts {
  readonly checkpoint: string | undefined;
  readonly journal: string | undefined;
}

/**
 * What a person accepts a merge by: a hash of both files, so that a later change of either makes it invalid. The last, torn line
 * of the journal and the notes of earlier folds are no part of it.
 */
export function proposalHash({ checkpoint, journal }: Texts): string {
  const lines = (journal ?? '').split('\n').slice(0, -1);
  const steps = lines.filter((line) => !line.startsWith('{"kind":"folded"'));
  return createHash('sha256')
    .update(JSON.stringify([checkpoint ?? null, steps]))
    .digest('hex')
    .slice(0, 16);
}

/**
 * Throws `engine.journal-orphaned`, with what a merge would do, where another engine has written the checkpoint since the run that
 * left the journal and the checkpoint lacks any of its steps.
 */
export function refuseToLose(
  stack: string,
  texts: Texts,
  deployment: Deployment | undefined,
  lines: readonly JournalLine[],
): void {
  const { rows } = merge(deployment?.resources ?? [], deployment?.pending_operations ?? [], lines);
  if (rows.some(({ verdict }) => verdict !== 'agreed')) throw journalOrphaned(stack, texts, rows);
}

function journalOrphaned(stack: string, texts: Texts, rows: readonly MergeRow[]): EvenkeelError {
  const hash = proposalHash(texts);
  const lost = rows.some(({ verdict }) => verdict === 'without-provider');
  const summary: Problem = {
    code: 'engine.journal-orphaned',
    message: `another engine has changed the stack ${stack} since an interrupted run, of which steps are not in its checkpoint`,
    found: `${describe(rows)}; merge ${hash}`,
    allowed: 'the checkpoint that the interrupted run continued, or a merge that a person has accepted',
    next: lost
      ? 'bring the named providers back with the engine that deleted them; this merge cannot be accepted'
      : `look at what follows; accept it with evenkeel up SYSTEM --accept-merge ${hash} (both files are kept in .pulumi/backups)`,
  };
  const details = rows.filter(({ verdict }) => verdict !== 'agreed').map((row) => problemOf(stack, row));
  return new EvenkeelError([summary, ...details], { exitCode: ExitCode.stoppedForPerson });
}

/** Of each verdict: what is the case, and what the merge does. */
const MEANING: Readonly<Record<MergeVerdict, readonly [string, string]>> = {
  created: ['the interrupted run made it; the checkpoint does not have it', 'keeps its record'],
  changed: ['the interrupted run changed it; the other engine did not', 'keeps the record of the interrupted run'],
  deleted: ['the interrupted run deleted it; the other engine did not touch it', 'takes its record away'],
  agreed: ['both records say the same', 'keeps it'],
  'deleted-elsewhere': [
    'the interrupted run changed it; the other engine deleted it',
    'keeps its record, and reading it tells whether it is there',
  ],
  'changed-elsewhere': [
    'the interrupted run deleted it; the other engine changed it',
    'keeps its record, and reading it tells whether it is there',
  ],
  'changed-twice': ['both engines changed it', 'keeps the record of the other engine, which is the later one'],
  'made-twice': [
    'both engines made one',
    'keeps the one of the other engine; the one of the interrupted run is deleted by the next up',
  ],
  begun: ['the interrupted run began an operation on it, and its outcome is not recorded', 'asks its provider'],
  'without-provider': [
    'the other engine deleted the provider that it is managed by',
    'cannot be done: nothing can read or delete it',
  ],
};

function problemOf(stack: string, { urn, id, verdict }: MergeRow): Problem {
  const [found, does] = MEANING[verdict];
  return {
    code: `engine.merge-${verdict}`,
    message: `${urn} of ${stack}${id === undefined ? '' : `, ${id}`}`,
    found,
    next: `the merge ${does}`,
  };
}

function describe(rows: readonly MergeRow[]): string {
  const counts = new Map<MergeVerdict, number>();
  for (const { verdict } of rows) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(', ');
}
