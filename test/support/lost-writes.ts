import type { Rehearsal } from '../../src/rehearsal/rehearse.ts';
import { clusters, globalClusters, writerOfGlobal } from '../../src/twin/services/rds/records.ts';
import { heldBy } from '../../src/twin/services/rds/volume.ts';

/** A record of the ledger's, read as it lies in the world: writes `first` to `last` were acknowledged at `atMs`. */
interface AcknowledgedRow {
  readonly first: number;
  readonly last: number;
  readonly atMs: number;
  readonly clusterArn: string;
}

/** The loss as the world shows it, without anything that the document's own figures are computed with. */
export interface LossSeen {
  readonly acknowledged: number;
  /** Numbers of writes that a client was promised and the winner does not have, ascending. */
  readonly lost: readonly number[];
  /** From the oldest of them to the loss of the region. */
  readonly ageSeconds: number;
}

export function lossSeen({ twin, faultMs }: Rehearsal): LossSeen {
  const { world } = twin;
  const acknowledged = new Map<number, number>();
  for (const { first, last, atMs } of world.table<AcknowledgedRow[]>('traffic.acknowledged').values().flat()) {
    for (let number = first; number <= last; number++) acknowledged.set(number, atMs);
  }
  const held = new Set<number>();
  for (const { first, last } of heldBy(world, winnerOf(twin.world))) {
    for (let number = first; number <= last; number++) held.add(number);
  }
  const lost = [...acknowledged.keys()].filter((number) => !held.has(number)).sort((a, b) => a - b);
  const oldestMs = Math.min(...lost.map((number) => acknowledged.get(number) ?? Number.NaN));
  return { acknowledged: acknowledged.size, lost, ageSeconds: (faultMs - oldestMs) / 1000 };
}

/** Where a document's account of the loss differs from what the world shows, or the loss is not that of a cut; nothing, as it should be. */
export function lossFaults(rehearsal: Rehearsal): string[] {
  const { outcome, lost, measured, diverged, violations } = rehearsal.document;
  const seen = lossSeen(rehearsal);
  const named = lost.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index));
  const faults: string[] = [];
  if (outcome !== 'recovered') faults.push(`the outcome is ${outcome}`);
  faults.push(...violations.map(({ checker, message }) => `${checker}: ${message}`));
  if (diverged.length > 0) faults.push(`diverged: ${JSON.stringify(diverged)}`);
  if (named.join() !== seen.lost.join())
    faults.push(`named ${named.length} writes as lost, not the ${seen.lost.length}`);
  if (measured.lostWrites !== seen.lost.length) faults.push(`counted ${measured.lostWrites}, not ${seen.lost.length}`);
  if (measured.acknowledgedWrites !== seen.acknowledged) faults.push(`${measured.acknowledgedWrites} acknowledged`);
  if (measured.rpoSeconds !== seen.ageSeconds) faults.push(`${measured.rpoSeconds} s of loss, not ${seen.ageSeconds}`);
  if (seen.lost.length === 0) faults.push('nothing was lost');
  if (!(seen.ageSeconds >= LEAST_AGE_SECONDS)) faults.push(`the oldest lost write is ${seen.ageSeconds} s old`);
  return faults;
}

/** Replication stops 90 s before the loss; the oldest write that it kept back is nearly as old. */
const LEAST_AGE_SECONDS = 80;

function winnerOf(world: Rehearsal['twin']['world']): string {
  const writers = globalClusters(world).values().map(writerOfGlobal);
  const winner = clusters(world)
    .values()
    .find(({ arn }) => writers.some((writer) => writer?.clusterArn === arn));
  if (!winner) throw new Error('somebody writes after a failover');
  return winner.arn;
}
