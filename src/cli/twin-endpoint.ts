import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileDurably } from '../lib/files.ts';
import { processStart } from '../lib/process-start.ts';

interface Announcement {
  readonly url: string;
  readonly pid: number;
  /** Tells the process from a later one with the same id. */
  readonly start: string;
}

/** Notes where this process serves the twin of a state folder, for commands that come later. Gives back what withdraws it. */
export function announceEndpoint(stateDir: string, url: string): () => void {
  const announcement: Announcement = { url, pid: process.pid, start: processStart(process.pid) ?? 'unknown' };
  writeFileDurably(pathOf(stateDir), JSON.stringify(announcement));
  return () => rmSync(pathOf(stateDir), { force: true });
}

/** Where another living process serves the twin of a state folder; what a dead one left is no answer. */
export function servedEndpoint(stateDir: string): string | undefined {
  try {
    const { url, pid, start } = JSON.parse(readFileSync(pathOf(stateDir), 'utf8')) as Announcement;
    return processStart(pid) === start ? url : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function pathOf(stateDir: string): string {
  return join(stateDir, 'twin', 'endpoint.json');
}
