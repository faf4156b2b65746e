import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { EvenkeelError } from '../../lib/errors.ts';
import { syncFolder } from '../../lib/files.ts';
import { type Deployment, parseCheckpoint } from './checkpoint.ts';
import { type Folded, fold } from './fold.ts';
import { readJournal } from './journal.ts';
import type { Layout } from './layout.ts';

/** What is on the disk of one stack, the journal of an interrupted run included. */
export interface StackFiles extends Folded {
  /** SHA-256 of the checkpoint's bytes; `null` where there is none. */
  readonly base: string | null;
  readonly saltLine: string | undefined;
  /** True where a journal holds steps that the checkpoint does not. */
  readonly unfolded: boolean;
  readonly time: string | undefined;
}

/** Reads a stack without changing anything. `undefined` where there is none. */
export function readStackFiles(layout: Layout, project: string, stack: string): StackFiles | undefined {
  const path = layout.checkpoint(project, stack);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  const journal = readJournal(layout.journal(project, stack));
  if (text === undefined && journal === undefined) return undefined;
  const deployment = text === undefined ? undefined : parseCheckpoint(text, path);
  const base = text === undefined ? null : hashOf(text);
  const applies = journal !== undefined && isUnfolded(journal, base, path);
  const folded = fold(deployment?.resources ?? [], deployment?.pending_operations ?? [], applies ? journal : []);
  return {
    ...folded,
    base,
    saltLine: saltOf(deployment, path) ?? journal?.[0].saltLine,
    unfolded: applies,
    time: deployment?.manifest.time,
  };
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

function isUnfolded(lines: NonNullable<ReturnType<typeof readJournal>>, base: string | null, path: string): boolean {
  if (lines[0].base === base) return true;
  const last = lines.at(-1);
  // the crash came after the new checkpoint was in place and before the journal was taken away
  if (last?.kind === 'folded' && last.result === base) return false;
  throw new EvenkeelError({
    code: 'engine.journal-orphaned',
    message: `the checkpoint ${path} was changed while the journal of an interrupted run lay beside it`,
    found: `a checkpoint with SHA-256 ${base ?? '(none)'}`,
    allowed: `the one the journal continues, ${lines[0].base ?? '(none)'}`,
    next: 'restore the checkpoint that the journal continues, or delete the journal and read every resource',
  });
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
