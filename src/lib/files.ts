import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a whole file so that a reader, or a power cut, sees the old one or the new one and nothing between:
 * temporary name, fsync, rename, fsync of the folder. A process that dies before the rename leaves the temporary file,
 * `NAME.PID.tmp`. `drafted` runs when that is on the disk.
 */
export function writeFileDurably(
  path: string,
  content: string | Uint8Array,
  mode = 0o644,
  drafted: () => void = () => undefined,
): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  const file = openSync(temporary, 'w', mode);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  drafted();
  renameSync(temporary, path);
  syncFolder(dirname(path));
}

/** Writes a file unless another process was first, or it is there already; answers what it holds, trimmed. */
export function writeOnce(path: string, content: string, mode: number): string {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileDurably(draft, content, mode);
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(path, 'utf8').trim();
}

/** Makes renames and new names in a folder durable. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
