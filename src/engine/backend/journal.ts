import { existsSync, readFileSync } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EvenkeelError } from '../../lib/errors.ts';
import { syncFolder } from '../../lib/files.ts';
import type { PendingOperation } from './checkpoint.ts';
import type { EncodedResource } from './encoded.ts';

/** The first line: which checkpoint the rest continues. */
export interface JournalHead {
  readonly kind: 'head';
  readonly version: 1;
  /** SHA-256 of the checkpoint's bytes; `null` where there was none. */
  readonly base: string | null;
  readonly saltLine: string;
}

/** One step. A step is applied as a whole. */
export interface JournalStep {
  readonly kind: 'step';
  /** The intent of operation `number`, written before the provider is called. */
  readonly begin?: PendingOperation & { readonly number: number; readonly creationsBefore?: number };
  /** The operation whose outcome this is. */
  readonly end?: number;
  readonly put?: readonly EncodedResource[];
  /** Slots that are no more (`state/resource-state.ts`). */
  readonly drop?: readonly string[];
  /** Old URN to new URN, for the edges of resources that still name the old one. */
  readonly rename?: Readonly<Record<string, string>>;
  /** By slot, for what this journal changes for the first time: `contentHash` of what the checkpoint had there. */
  readonly was?: Readonly<Record<string, string>>;
}

/** Written before the fold replaces the checkpoint: the SHA-256 of the new one. */
export interface JournalFolded {
  readonly kind: 'folded';
  readonly result: string;
}
export type JournalLine = JournalHead | JournalStep | JournalFolded;

/**
 * An append-only file of JSON lines. `append` resolves when the line is on the disk; lines that arrive while one
 * write is under way share the next one (group commit).
 */
export class Journal {
  readonly #file: FileHandle;
  #waiting: { line: string; done: () => void; failed: (cause: unknown) => void }[] = [];
  #writing: Promise<void> | undefined;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Starts a new journal. Nothing may be there. */
  static async create(path: string, head: JournalHead): Promise<Journal> {
    await mkdir(dirname(path), { recursive: true });
    const journal = new Journal(await open(path, 'ax', 0o600));
    await journal.append(head);
    syncFolder(dirname(path));
    return journal;
  }

  /** Goes on with the journal of a run that died; what it was writing when it died is cut off. */
  static async reopen(path: string): Promise<Journal> {
    const whole = wholeLines(readFileSync(path, 'utf8'));
    const file = await open(path, 'r+');
    await file.truncate(Buffer.byteLength(whole));
    await file.close();
    return new Journal(await open(path, 'a', 0o600));
  }

  append(line: JournalLine): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ line: `${JSON.stringify(line)}\n`, done, failed });
      this.#writing ??= this.#write();
    });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }

  async #write(): Promise<void> {
    // lets everything that is ready in this turn of the event loop share the write
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#file.writeFile(batch.map((entry) => entry.line).join(''));
        await this.#file.datasync();
        for (const entry of batch) entry.done();
      } catch (cause) {
        for (const entry of batch) entry.failed(cause);
      }
    }
    this.#writing = undefined;
  }
}

/**
 * The lines of a journal, without a last one that a crash cut off; `undefined` where there is no journal, or one of
 * which not even the head reached the disk.
 */
export function readJournal(path: string): [JournalHead, ...JournalLine[]] | undefined {
  if (!existsSync(path)) return undefined;
  return parseJournal(readFileSync(path, 'utf8'), path);
}

export function parseJournal(text: string, path: string): [JournalHead, ...JournalLine[]] | undefined {
  const lines = wholeLines(text).split('\n');
  const entries = lines.filter((line) => line !== '').map((line, index) => parseLine(line, index + 1, path));
  const [head, ...rest] = entries;
  if (head === undefined) return undefined;
  if (head.kind !== 'head' || head.version !== 1) throw damaged(path, 1);
  return [head, ...rest];
}

/** Without its line break a last line was being written when the process died: nothing was done on its strength. */
function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

function parseLine(line: string, number: number, path: string): JournalLine {
  try {
    return JSON.parse(line) as JournalLine;
  } catch {
    throw damaged(path, number);
  }
}

function damaged(path: string, line: number): EvenkeelError {
  return new EvenkeelError({
    code: 'engine.journal-damaged',
    message: 'the journal of an interrupted run cannot be read',
    at: `${path}:${line}:1`,
    allowed: 'whole lines of JSON; only the last one may be cut off',
    next: 'restore the state folder from a backup',
  });
}
