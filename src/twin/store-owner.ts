import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processStart } from '../lib/process-start.ts';

interface Owner {
  readonly pid: number;
  /** Tells the process from a later one with the same id. */
  readonly start: string;
}

/** Notes that this process has the store, for the message to another one. */
export function writeOwner(folder: string): void {
  const owner: Owner = { pid: process.pid, start: processStart(process.pid) ?? 'unknown' };
  writeFileSync(join(folder, 'owner.json'), JSON.stringify(owner), { mode: 0o600 });
}

/** Who has the store, in words. */
export function readOwner(folder: string): string {
  try {
    const { pid, start } = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as Owner;
    const alive = processStart(pid) === start;
    return alive ? `process ${pid}` : `a process that is not ${pid}, which wrote its name last and has ended`;
  } catch {
    return 'a process that has not written its name yet';
  }
}
