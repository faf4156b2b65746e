import { hostname } from 'node:os';
import { processStart } from '../../lib/process-start.ts';

/** Who executes a run: a process, told from later ones with the same id. No lease: nobody is locked out of their own run. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  readonly start: string;
}

export function thisProcess(): Owner {
  return { host: hostname(), pid: process.pid, start: processStart(process.pid) ?? 'unknown' };
}

export function isSame(one: Owner, other: Owner): boolean {
  return one.host === other.host && one.pid === other.pid && one.start === other.start;
}

/** Of another host it cannot be known: there a person decides. */
export function isDead(owner: Owner): boolean {
  return owner.host === hostname() && processStart(owner.pid) !== owner.start;
}

export function ownerText(owner: Owner): string {
  return `process ${owner.pid} on ${owner.host}`;
}
