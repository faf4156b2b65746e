import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { type Clock, isoInstant } from '../../lib/clock.ts';
import { removeDeadDrafts } from '../../lib/dead-drafts.ts';
import { EvenkeelError, ExitCode } from '../../lib/errors.ts';
import { writeFileDurably } from '../../lib/files.ts';
import { processStart, processStartMs } from '../../lib/process-start.ts';
import type { Layout } from './layout.ts';

/** A lock file as the Pulumi CLI writes it (pkg/backend/diy/lock.go); `processStart` is ours. */
interface LockFile {
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  readonly timestamp: string;
  readonly processStart?: string;
}

/**
 * Takes the lock of a stack and answers how to release it. A lock whose owner on this machine is dead is taken over.
 * Throws `engine.locked`, naming the owner, when another process (or the Pulumi CLI) has it, or may have it elsewhere.
 */
export function lockStack(layout: Layout, project: string, stack: string, clock: Clock): () => void {
  const folder = layout.locks(project, stack);
  const path = join(folder, `${randomUUID()}.json`);
  refuseLiveOwners(folder, path, stack);
  const own: LockFile = {
    pid: process.pid,
    username: username(),
    hostname: hostname(),
    timestamp: isoInstant(clock.nowMs()),
    ...withStart(processStart(process.pid)),
  };
  mkdirSync(folder, { recursive: true });
  writeFileDurably(path, JSON.stringify(own));
  try {
    // two that came at the same time see each other here: neither goes on, as in the CLI
    refuseLiveOwners(folder, path, stack);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
  return () => rmSync(path, { force: true });
}

/** Throws `engine.locked` where a run, or the Pulumi CLI, has the stack. */
export function assertUnlocked(layout: Layout, project: string, stack: string): void {
  refuseLiveOwners(layout.locks(project, stack), '', stack);
}

/**
 * Takes away the locks of a stack whose owners are dead, and what they were writing when they died: the CLI takes any file there
 * for a lock. True where no other lock is left.
 */
export function clearDeadLocks(layout: Layout, project: string, stack: string): boolean {
  const folder = layout.locks(project, stack);
  removeDeadDrafts(folder);
  let isFree = true;
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const path = join(folder, name);
    const owner = readLock(path);
    if (owner !== undefined && isDead(owner)) removeLock(path);
    else if (name.endsWith('.json')) isFree = false;
  }
  return isFree;
}

function refuseLiveOwners(folder: string, own: string, stack: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (path === own || !name.endsWith('.json') || !existsSync(path)) continue;
    const owner = readLock(path);
    if (owner !== undefined && isDead(owner)) removeLock(path);
    else throw locked(stack, path, owner);
  }
}

/** The CLI's storage library keeps a file of attributes beside each of its files. */
function removeLock(path: string): void {
  rmSync(path, { force: true });
  rmSync(`${path}.attrs`, { force: true });
}

/** How much later than its lock a process must have begun to be another one: the machine's clock may have been set. */
const CLOCK_SLACK_MS = 60_000;

/**
 * True only where the owner is known to be gone: it ran on this machine, and no process has its id, or the one that has it began
 * at another time than the owner (ours write that down; of the CLI's it is later than its lock).
 */
function isDead(owner: LockFile): boolean {
  if (owner.hostname !== hostname()) return false;
  const start = processStart(owner.pid);
  if (start === undefined) return true;
  if (owner.processStart !== undefined) return owner.processStart !== start;
  const startMs = processStartMs(owner.pid);
  return startMs !== undefined && startMs > Date.parse(owner.timestamp) + CLOCK_SLACK_MS;
}

function readLock(path: string): LockFile | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockFile;
  } catch {
    return undefined;
  }
}

function locked(stack: string, path: string, owner: LockFile | undefined): EvenkeelError {
  const who =
    owner === undefined
      ? 'a lock file that cannot be read'
      : `${owner.username} on ${owner.hostname}, process ${owner.pid}, since ${owner.timestamp}`;
  return new EvenkeelError(
    {
      code: 'engine.locked',
      message: `the stack ${stack} is being changed by another process`,
      found: who,
      allowed: 'one process at a time; the lock of one that died on this machine is taken over',
      next: `wait until it has ended; if it is gone for good, delete ${path}`,
    },
    { exitCode: ExitCode.stoppedForPerson },
  );
}

function username(): string {
  try {
    return userInfo().username;
  } catch {
    // a user without an entry in the system's list, as in some containers
    return 'unknown';
  }
}

function withStart(start: string | undefined): { readonly processStart?: string } {
  return start === undefined ? {} : { processStart: start };
}
