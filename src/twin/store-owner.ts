import { readFileSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { isoInstant } from '../lib/clock.ts';
import { processStart, processStartMs } from '../lib/process-start.ts';

interface Owner {
  readonly pid: number;
  /** Tells the process from a later one with the same id. */
  readonly start: string;
  readonly username: string;
  readonly hostname: string;
}

/** Notes that this process has the store, for the message to another one. */
export function writeOwner(folder: string): void {
  const { pid } = process;
  const owner: Owner = { pid, start: processStart(pid) ?? 'unknown', username: username(), hostname: hostname() };
  writeFileSync(join(folder, 'owner.json'), JSON.stringify(owner), { mode: 0o600 });
}

/** How long an owner that has just come may take to write its name. */
const ATTEMPTS = 20;
const PAUSE_MS = 25;

/** Who has the store, in words. */
export function readOwner(folder: string): string {
  for (let attempt = 1; ; attempt++) {
    const owner = readFile(folder);
    if (owner !== undefined && processStart(owner.pid) === owner.start) return described(owner);
    if (attempt === ATTEMPTS) return 'a process that has not written its name yet';
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
  }
}

function described({ pid, username: user, hostname: host }: Owner): string {
  const since = processStartMs(pid);
  return `${user} on ${host}, process ${pid}${since === undefined ? '' : `, since ${isoInstant(since)}`}`;
}

function readFile(folder: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as Owner;
  } catch {
    return undefined; // not written yet, or half of it
  }
}

function username(): string {
  try {
    return userInfo().username;
  } catch {
    // a user without an entry in the system's list, as in some containers
    return 'unknown';
  }
}
