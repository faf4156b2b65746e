import { MINUTE_MS, SECOND_MS } from '../../../lib/clock.ts';
import { elapseMs } from '../../physics/duration.ts';
import { faultTable, isRegionUp } from '../../physics/faults.ts';
import type { Table, World } from '../../world.ts';
import { partsOfArn } from './records.ts';

/**
 * Aurora's storage replication from the writer of a global cluster to one secondary, from an instant to another. Table
 * `rds.stream`, key `cluster ARN/from`. A secondary's position is a function of the stream and the faults alone, so it
 * can be asked for any instant, and two asks agree.
 */
export interface StreamRecord {
  readonly clusterArn: string;
  readonly sourceArn: string;
  readonly fromMs: number;
  readonly toMs?: number | undefined;
}

const streams = (world: World): Table<StreamRecord> => world.table('rds.stream');

/** Replication of a secondary begins now, with everything that its source holds. */
export function startStream(world: World, clusterArn: string, sourceArn: string): void {
  endStream(world, clusterArn);
  const fromMs = world.nowMs;
  streams(world).put(`${clusterArn}/${String(fromMs).padStart(15, '0')}`, { clusterArn, sourceArn, fromMs });
}

/** Replication to a cluster ends now, where there is any. */
export function endStream(world: World, clusterArn: string): void {
  for (const [key, stream] of streams(world).entries(`${clusterArn}/`)) {
    if (stream.toMs === undefined) streams(world).put(key, { ...stream, toMs: world.nowMs });
  }
}

/** Undoes the end of a cluster's last replication: it goes on as if it had never ended. */
export function resumeStream(world: World, clusterArn: string): void {
  const last = streams(world).entries(`${clusterArn}/`).at(-1);
  if (!last) return;
  const { toMs: _ended, ...stream } = last[1];
  streams(world).put(last[0], stream);
}

/** The last instant whose writes a secondary holds; `undefined` for a cluster that does not replicate now. */
export function replicatedUpTo(world: World, secondaryArn: string): number | undefined {
  const stream = streamAt(world, secondaryArn, world.nowMs);
  return stream && positionAt(world, stream, world.nowMs);
}

/**
 * How far a secondary is behind at an instant, in milliseconds: CloudWatch's AuroraGlobalDBReplicationLag and
 * AuroraGlobalDBRPOLag. `undefined` where AWS publishes nothing: for the writer (refusals, GDB-35), for a member that
 * is being rebuilt, and while the secondary's own region is lost.
 */
export function replicationLagMs(world: World, clusterArn: string, atMs: number): number | undefined {
  const stream = streamAt(world, clusterArn, atMs);
  if (!stream || !isRegionUp(world, partsOfArn(clusterArn).region, atMs)) return undefined;
  return atMs - positionAt(world, stream, atMs);
}

/** How many seconds of writes a secondary takes in each second while it catches up. Ours; AWS publishes no figure. */
const CATCH_UP = 4;

function positionAt(world: World, stream: StreamRecord, atMs: number): number {
  return walk(world, stream, outagesOf(world, stream), atMs);
}

/** Behind by the lag; frozen from the start of an outage; afterwards catching up until only the lag is left. */
function walk(world: World, stream: StreamRecord, outages: readonly Outage[], atMs: number): number {
  const behindMs = lagMs(world, stream.clusterArn, atMs) + extraLagMs(world, stream.clusterArn, atMs);
  const steady = Math.max(stream.fromMs, atMs - behindMs);
  const index = outages.findLastIndex((outage) => outage.fromMs <= atMs);
  const outage = outages[index];
  if (!outage) return steady;
  const frozen = walk(world, stream, outages.slice(0, index), Math.max(outage.fromMs, stream.fromMs));
  if (atMs < outage.toMs) return frozen;
  return Math.min(steady, frozen + (atMs - outage.toMs) * CATCH_UP);
}

/** Drawn for each minute and joined by straight lines: a lag can never grow faster than time passes. */
function lagMs(world: World, clusterArn: string, atMs: number): number {
  const minute = Math.floor(atMs / MINUTE_MS);
  const share = (atMs - minute * MINUTE_MS) / MINUTE_MS;
  const at = (number: number) => elapseMs(world, 'rds.global-lag', clusterArn, String(number));
  return Math.round(at(minute) * (1 - share) + at(minute + 1) * share);
}

/** What faults add: growing as fast as time passes up to their figure, and caught up with afterwards. */
function extraLagMs(world: World, clusterArn: string, atMs: number): number {
  return faultTable(world)
    .values(`${partsOfArn(clusterArn).region}/replication-lag/`)
    .reduce((worst, fault) => {
      if (fault.kind !== 'replication-lag' || atMs < fault.fromMs) return worst;
      const grown = Math.min(fault.seconds * SECOND_MS, Math.min(atMs, fault.toMs) - fault.fromMs);
      const caughtUp = Math.max(0, atMs - fault.toMs) * (CATCH_UP - 1);
      return Math.max(worst, grown - caughtUp);
    }, 0);
}

interface Outage {
  readonly fromMs: number;
  readonly toMs: number;
}

/** When nothing arrives: the source's region lost or cut off, or the secondary's own lost. Merged, in order. */
function outagesOf(world: World, stream: StreamRecord): Outage[] {
  const source = partsOfArn(stream.sourceArn).region;
  const own = partsOfArn(stream.clusterArn).region;
  const faults = [`${source}/region-loss/`, `${source}/replication-cut/`, `${own}/region-loss/`]
    .flatMap((prefix) => faultTable(world).values(prefix))
    .filter((fault) => fault.toMs > stream.fromMs)
    .sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs);
  const merged: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of faults) {
    const last = merged.at(-1);
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else merged.push({ fromMs, toMs });
  }
  return merged;
}

function streamAt(world: World, clusterArn: string, atMs: number): StreamRecord | undefined {
  return streams(world)
    .values(`${clusterArn}/`)
    .findLast((stream) => stream.fromMs <= atMs && (stream.toMs === undefined || atMs < stream.toMs));
}
