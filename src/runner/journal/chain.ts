import { createHash } from 'node:crypto';
import { canonicalJson } from '../../lib/canonical.ts';
import type { ChainedEvent, JournalEvent } from './events.ts';

/** The hash before the first event of a run. */
export const CHAIN_START = '';

/** SHA-256 over the previous hash and this event: no event can be changed, moved or taken out unseen. */
export function chainHash(previous: string, run: string, seq: number, atMs: number, event: JournalEvent): string {
  return createHash('sha256')
    .update(`${previous}\n${run}\n${seq}\n${atMs}\n${canonicalJson(event)}`)
    .digest('hex');
}

/** The number of the first event that does not fit the chain; `undefined` where all do. */
export function brokenAt(run: string, events: readonly ChainedEvent[]): number | undefined {
  let previous = CHAIN_START;
  for (const [index, { seq, atMs, event, hash }] of events.entries()) {
    if (seq !== index + 1 || hash !== chainHash(previous, run, seq, atMs, event)) return index + 1;
    previous = hash;
  }
  return undefined;
}
