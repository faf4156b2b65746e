import { MINUTE_MS, SECOND_MS } from '../../../lib/clock.ts';
import { assert } from '../../../lib/errors.ts';
import { isRegionUp } from '../../physics/faults.ts';
import type { Range, WriteRange } from '../../traffic/ports.ts';
import { normalise } from '../../traffic/ranges.ts';
import type { Table, World } from '../../world.ts';
import {
  type ClusterRecord,
  clusterByArn,
  globalClusters,
  membersOf,
  partsOfArn,
  putCluster,
  type SnapshotRecord,
  snapshots,
  writerOfGlobal,
} from './records.ts';
import { replicatedUpTo } from './replication.ts';

/**
 * A cluster's storage: which writes of clients it holds. Table `rds.volume`, key `cluster ARN#number`. A secondary's
 * holds what its source's holds, up to its position; what it acknowledged itself comes on top once it is promoted.
 */
export interface VolumeRecord {
  readonly id: string;
  readonly clusterArn: string;
  readonly createdMs: number;
  /** `cutMs` is the last instant that was taken over; absent while replication goes on. */
  readonly source?: { readonly volume: string; readonly cutMs?: number | undefined } | undefined;
}

const volumes = (world: World): Table<VolumeRecord> => world.table('rds.volume');
/** Writes acknowledged on a volume, a minute a record, key `volume/minute`. */
const writes = (world: World): Table<readonly WriteRange[]> => world.table('rds.volume-writes');

/**
 * Puts writes that a cluster acknowledged on its volume. Only where `acceptsWrites` is true: anything else is a broken
 * invariant of the caller. Must run inside a transaction.
 */
export function appendWrites(world: World, clusterArn: string, range: WriteRange): void {
  const cluster = clusterByArn(world, clusterArn);
  assert(cluster && acceptsWrites(world, clusterArn), `${clusterArn} accepts writes`);
  const key = `${cluster.volume}/${minuteOf(range.atMs)}`;
  const rows = writes(world).get(key) ?? [];
  const last = rows.at(-1);
  const joins = last && last.atMs === range.atMs && last.last + 1 === range.first;
  writes(world).put(key, joins ? [...rows.slice(0, -1), { ...last, last: range.last }] : [...rows, { ...range }]);
}

/**
 * Whether a cluster commits writes now: its storage lets it, its region is up, it is available and so is the instance
 * that writes. Not the same as being the writer by DescribeGlobalClusters: an old writer that could not be fenced still
 * commits.
 */
export function acceptsWrites(world: World, clusterArn: string): boolean {
  const cluster = clusterByArn(world, clusterArn);
  if (!cluster?.readWrite || !isRegionUp(world, cluster.region)) return false;
  if (!SERVING.has(cluster.status)) return false;
  return membersOf(world, cluster).some((member) => member.isWriter && SERVING.has(member.status));
}

/**
 * Whether a cluster answers reads now: an instance of it is there to ask. A restored cluster without one answers nobody
 * (refusals, RDS-16). What it then tells is `heldBy`.
 */
export function answersReads(world: World, clusterArn: string): boolean {
  const cluster = clusterByArn(world, clusterArn);
  if (!cluster || !isRegionUp(world, cluster.region) || !SERVING.has(cluster.status)) return false;
  return membersOf(world, cluster).some((member) => SERVING.has(member.status));
}

/** True once Aurora has said that a cluster is fenced (RDS-EVENT-0390), until it is promoted again. */
export function isFenced(world: World, clusterArn: string): boolean {
  return clusterByArn(world, clusterArn)?.fencedMs !== undefined;
}

/** The ARN of the cluster that writes in a global cluster, by DescribeGlobalClusters. */
export function writerOf(world: World, globalClusterId: string): string | undefined {
  const global = globalClusters(world).get(globalClusterId);
  return global && writerOfGlobal(global)?.clusterArn;
}

/** The writes that a cluster's volume holds now; of a member that is being rebuilt, none. */
export function heldBy(world: World, clusterArn: string): Range[] {
  const cluster = clusterByArn(world, clusterArn);
  return cluster ? heldByVolume(world, cluster.volume, upToMs(world, cluster)) : [];
}

/** The writes that a snapshot holds. */
export function heldBySnapshot(world: World, snapshotArn: string): Range[] {
  const { region, id } = partsOfArn(snapshotArn);
  const snapshot = snapshots(world).get(`${region}/${id}`);
  return snapshot ? heldByVolume(world, snapshot.volume, snapshot.upToMs) : [];
}

/** Writes a second that a cluster committed itself in the ten seconds up to an instant. */
export function commitRate(world: World, clusterArn: string, atMs: number): number {
  const fromMs = atMs - RATE_WINDOW_MS;
  let count = 0;
  for (const volume of volumes(world).values(`${clusterArn}#`)) {
    for (const minute of new Set([minuteOf(fromMs), minuteOf(atMs)])) {
      for (const row of writes(world).get(`${volume.id}/${minute}`) ?? []) {
        if (row.atMs > fromMs && row.atMs <= atMs) count += row.last - row.first + 1;
      }
    }
  }
  return (count * SECOND_MS) / RATE_WINDOW_MS;
}

/** A new volume for a cluster, empty or fed by another. Answers its id. */
export function createVolume(world: World, clusterArn: string, sourceVolume?: string): string {
  const id = `${clusterArn}#${volumes(world).entries(`${clusterArn}#`).length + 1}`;
  const source = sourceVolume === undefined ? undefined : { volume: sourceVolume };
  volumes(world).put(id, { id, clusterArn, createdMs: world.nowMs, source });
  return id;
}

/** A new volume that holds what a snapshot does. Answers its id. */
export function restoreVolume(world: World, clusterArn: string, snapshot: SnapshotRecord): string {
  const id = createVolume(world, clusterArn, snapshot.volume);
  cutVolume(world, id, snapshot.upToMs);
  return id;
}

/** Ends what a volume takes over from its source: it keeps the writes up to an instant. */
export function cutVolume(world: World, id: string, cutMs: number | undefined): void {
  const volume = volumes(world).get(id);
  assert(volume?.source, `${id} is fed by another volume`);
  volumes(world).put(id, { ...volume, source: { volume: volume.source.volume, cutMs } });
}

/** Moves a cluster to a new volume that is fed by another cluster's. */
export function followVolume(world: World, cluster: ClusterRecord, source: ClusterRecord): ClusterRecord {
  return putCluster(world, { ...cluster, volume: createVolume(world, cluster.arn, source.volume) });
}

/** The last instant of the source's writes that count as held by a cluster now. */
export function upToMs(world: World, cluster: ClusterRecord): number {
  const source = volumes(world).get(cluster.volume)?.source;
  if (!source || source.cutMs !== undefined) return world.nowMs;
  return replicatedUpTo(world, cluster.arn) ?? 0;
}

const SERVING: ReadonlySet<string> = new Set([
  'available',
  'backing-up',
  'modifying',
  'promoting',
  'renaming',
  'upgrading',
]);
const RATE_WINDOW_MS = 10 * SECOND_MS;

function heldByVolume(world: World, id: string, limitMs: number): Range[] {
  const ranges: Range[] = [];
  let volume = volumes(world).get(id);
  let limit = limitMs;
  while (volume) {
    for (const row of writes(world).values(`${volume.id}/`).flat()) {
      if (row.atMs <= limit) ranges.push({ first: row.first, last: row.last });
    }
    limit = Math.min(limit, volume.source?.cutMs ?? limit);
    volume = volume.source && volumes(world).get(volume.source.volume);
  }
  return normalise(ranges);
}

function minuteOf(atMs: number): string {
  return String(Math.floor(atMs / MINUTE_MS)).padStart(12, '0');
}
