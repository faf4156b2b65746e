import { isoInstant } from '../../lib/clock.ts';
import { EvenkeelError, ExitCode } from '../../lib/errors.ts';
import { writeFileDurably } from '../../lib/files.ts';
import { deploymentOf, parseCheckpoint, renderCheckpoint } from './checkpoint.ts';
import { decodeResource, type EncodedResource, encodeResource } from './encoded.ts';
import { type JournalLine, parseJournal } from './journal.ts';
import { lockStack } from './lock.ts';
import { merge } from './merge.ts';
import { proposalHash } from './merge-proposal.ts';
import type { Crypter } from './passphrase.ts';
import { continuation, hashOf, readTexts, removeJournal } from './stack-files.ts';
import type { StackPlace } from './stack-store.ts';

/**
 * Writes an accepted merge: both files are copied to `.pulumi/backups`, then the merged checkpoint takes the place of the one
 * there, then the journal goes. Where the process dies in between, the same hash can be accepted again. Operations of unknown
 * outcome stand in the merged checkpoint, for the next command to settle.
 */
export async function acceptMerge(
  place: StackPlace,
  hash: string,
  crypterOf: (saltLine: string) => Promise<Crypter>,
): Promise<void> {
  const { layout, project, stack, clock } = place;
  const release = lockStack(layout, project, stack, clock);
  try {
    const texts = readTexts(layout, project, stack);
    const path = layout.checkpoint(project, stack);
    const lines = texts.journal === undefined ? undefined : parseJournal(texts.journal, layout.journal(project, stack));
    const base = texts.checkpoint === undefined ? null : hashOf(texts.checkpoint);
    const isOpen = lines !== undefined && continuation(lines, base) === 'orphaned';
    if (!isOpen || proposalHash(texts) !== hash)
      throw mergeChanged(stack, hash, isOpen ? proposalHash(texts) : undefined);
    const deployment = texts.checkpoint === undefined ? undefined : parseCheckpoint(texts.checkpoint, path);
    const saltLine = deployment?.secrets_providers?.state?.salt ?? lines[0].saltLine;
    const readable = await reencrypted(lines, lines[0].saltLine, saltLine, crypterOf);
    const { rows, merged } = merge(deployment?.resources ?? [], deployment?.pending_operations ?? [], readable);
    if (rows.some(({ verdict }) => verdict === 'without-provider')) throw mergeChanged(stack, hash, undefined);
    writeFileDurably(layout.backup(project, stack, `${hash}.checkpoint`), texts.checkpoint ?? '', 0o600);
    writeFileDurably(layout.backup(project, stack, `${hash}.journal`), texts.journal ?? '', 0o600);
    const content = { resources: merged.resources.values(), pending: [...merged.pending.values()] };
    const time = isoInstant(clock.nowMs());
    writeFileDurably(path, renderCheckpoint(project, stack, deploymentOf({ ...content, saltLine, time })), 0o600);
    removeJournal(layout, project, stack);
  } finally {
    release();
  }
}

/** The journal's lines with their secrets as the merged checkpoint's salt has them: the other engine may have taken a new one. */
async function reencrypted(
  lines: readonly JournalLine[],
  from: string,
  to: string,
  crypterOf: (saltLine: string) => Promise<Crypter>,
): Promise<readonly JournalLine[]> {
  if (from === to) return lines;
  const [before, after] = [await crypterOf(from), await crypterOf(to)];
  const again = (resource: EncodedResource) =>
    encodeResource(
      decodeResource(resource, () => before),
      after,
    );
  return lines.map((line) => {
    if (line.kind !== 'step') return line;
    const { begin, put } = line;
    return {
      ...line,
      ...(begin !== undefined && { begin: { ...begin, resource: again(begin.resource) } }),
      ...(put !== undefined && { put: put.map(again) }),
    };
  });
}

function mergeChanged(stack: string, hash: string, now: string | undefined): EvenkeelError {
  return new EvenkeelError(
    {
      code: 'engine.merge-changed',
      message: `the accepted merge ${hash} of ${stack} is not the one that would be made now`,
      found: now === undefined ? 'no merge that can be accepted' : `merge ${now}: a file has changed since`,
      allowed: now ?? 'nothing to accept',
      next: 'call again without --accept-merge; what is to be merged, if anything, is shown anew',
    },
    { exitCode: ExitCode.stoppedForPerson },
  );
}
