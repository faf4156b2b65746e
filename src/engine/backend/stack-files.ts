import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { EvenkeelError } from '../../lib/errors.ts';
import { syncFolder } from '../../lib/files.ts';
import { type Deployment, parseCheckpoint } from './checkpoint.ts';
import { type Folded, fold } from './fold.ts';
import { type JournalHead, type JournalLine, parseJournal } from './journal.ts';
import type { Layout } from './layout.ts';
import { refuseToLose } from './merge-proposal.ts';

/** What is on the disk of one stack, the journal of an interrupted run included. */
export interface StackFiles extends Folded {
  /** SHA-256 of the checkpoint's bytes; `null` where there is none. */
  readonly base: string | null;
  readonly saltLine: string | undefined;
  /** True where a journal holds steps that the checkpoint does not. */
  readonly unfolded: boolean;
  /** The lines of that journal. */
  readonly lines: readonly JournalLine[];
  readonly time: string | undefined;
}

/** The bytes of one stack at one instant. */
export interface StackTexts {
  readonly checkpoint: string | undefined;
  readonly journal: string | undefined;
}

/** Reads a stack without changing anything. `undefined` where there is none. */
export function readStackFiles(layout: Layout, project: string, stack: string): StackFiles | undefined {
  const path = layout.checkpoint(project, stack);
  const texts = readTexts(layout, project, stack);
  const journal = parsedJournal(texts, layout.journal(project, stack));
  if (texts.checkpoint === undefined && journal === undefined) return undefined;
  const deployment = parsedCheckpoint(texts, path);
  const base = texts.checkpoint === undefined ? null : hashOf(texts.checkpoint);
  const continues = journal === undefined ? 'folded' : continuation(journal, base);
  const saltLine = saltOf(deployment, path) ?? journal?.[0].saltLine;
  if (continues === 'orphaned') refuseToLose(stack, texts, deployment, journal ?? []);
  const lines = continues === 'unfolded' ? (journal ?? []) : [];
  return {
    ...fold(deployment?.resources ?? [], deployment?.pending_operations ?? [], lines),
    base,
    saltLine,
    unfolded: continues === 'unfolded',
    lines,
    time: deployment?.manifest.time,
  };
}

/** How often a reader that takes no lock begins again because the stack was folded while it read. */
const MOST_READS = 20;

/** Both files as they were at one instant: a run that is under way may fold the one into the other at any time. */
export function readTexts(layout: Layout, project: string, stack: string): StackTexts {
  const read = (path: string) => (existsSync(path) ? readIfThere(path) : undefined);
  const identity = (text: string | undefined) => text?.slice(0, text.indexOf('\n'));
  for (let attempt = 0; ; attempt++) {
    const journal = read(layout.journal(project, stack));
    const checkpoint = read(layout.checkpoint(project, stack));
    const again = read(layout.journal(project, stack));
    if (identity(journal) === identity(again) || attempt === MOST_READS) return { checkpoint, journal };
  }
}

/** Takes a journal away whose steps the checkpoint holds. */
export function removeJournal(layout: Layout, project: string, stack: string): void {
  const path = layout.journal(project, stack);
  if (!existsSync(path)) return;
  rmSync(path);
  syncFolder(dirname(path));
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What a journal is to the checkpoint beside it: to be folded, folded already, or of another one. */
export function continuation(
  lines: readonly [JournalHead, ...JournalLine[]],
  base: string | null,
): 'unfolded' | 'folded' | 'orphaned' {
  if (lines[0].base === base) return 'unfolded';
  const last = lines.at(-1);
  // the crash came after the new checkpoint was in place and before the journal was taken away
  return last?.kind === 'folded' && last.result === base ? 'folded' : 'orphaned';
}

function parsedJournal({ journal }: StackTexts, path: string) {
  return journal === undefined ? undefined : parseJournal(journal, path);
}

function parsedCheckpoint({ checkpoint }: StackTexts, path: string): Deployment | undefined {
  return checkpoint === undefined ? undefined : parseCheckpoint(checkpoint, path);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function saltOf(deployment: Deployment | undefined, path: string): string | undefined {
  const secrets = deployment?.secrets_providers;
  if (secrets === undefined || secrets.type === '') return undefined;
  if (secrets.type === 'passphrase') return secrets.state?.salt;
  throw new EvenkeelError({
    code: 'engine.secrets-provider',
    message: `the secrets of ${path} are encrypted by a provider that this engine does not have`,
    found: secrets.type,
    allowed: 'passphrase',
    next: 'use the Pulumi CLI on this stack, or change its secrets provider to passphrase there',
  });
}
