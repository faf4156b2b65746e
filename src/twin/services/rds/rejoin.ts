import { draw } from '../../../lib/chance.ts';
import { HOUR_MS, isoInstant } from '../../../lib/clock.ts';
import { elapseMs } from '../../physics/duration.ts';
import { faultTable, isRegionUp } from '../../physics/faults.ts';
import type { Table, World, WorldEvent } from '../../world.ts';
import { recordGlobalEvent } from './events.ts';
import { setWriter } from './in-region-failover.ts';
import {
  type ClusterRecord,
  clusterByArn,
  type GlobalClusterRecord,
  globalOf,
  partsOfArn,
  putGlobal,
  type WriterMove,
  writerOfGlobal,
} from './records.ts';
import { endStream, startStream } from './replication.ts';
import { takeSnapshot } from './snapshot.ts';
import { followVolume } from './volume.ts';

/** Chance that the snapshot of unreplicated writes comes to be: an estimate of the timing table (3h). */
const SNAPSHOT_PROBABILITY = 0.9;

/** A member that waits to be rebuilt. Table `rds.rejoin`, key = the cluster's ARN. */
interface Rejoining {
  readonly number: number;
  /** It was a writer that was failed away from: its volume may hold writes that no other has. */
  readonly wasWriter: boolean;
}

const waiting = (world: World): Table<Rejoining> => world.table('rds.rejoin');

/**
 * After a failover every other member is rebuilt from the new writer: a secondary at once, the old writer once its
 * region is up again, as soon as Aurora notices. Until then an old writer that could not be fenced goes on committing.
 */
export function scheduleRejoin(world: World, clusterArn: string, change: WriterMove): void {
  const wasWriter = clusterArn === change.from || (waiting(world).get(clusterArn)?.wasWriter ?? false);
  waiting(world).put(clusterArn, { number: change.number, wasWriter });
  endStream(world, clusterArn);
  world.unschedule(clusterArn, 'rds.resynced');
  scheduleWhenUp(world, 'rds.rejoins', clusterArn, change.number);
}

export function rejoinReactions(world: World): void {
  world.react('rds.rejoins', (event) => rejoin(world, event));
  world.react('rds.resynced', (event) => finish(world, event));
  world.react('rds.snapshot-expires', (event) => {
    const { region, id } = partsOfArn(event.subject);
    world.table('rds.cluster-snapshot').delete(`${region}/${id}`);
  });
}

/**
 * Tells RDS that a region is up again earlier than the fault said when the failover ended: members of the region that wait to
 * rejoin do so in the usual time from now. Not needed where a fault runs its course.
 */
export function onRegionHealed(world: World, region: string): void {
  world.transact(() => {
    for (const [clusterArn, { number }] of waiting(world).entries()) {
      if (partsOfArn(clusterArn).region === region) scheduleWhenUp(world, 'rds.rejoins', clusterArn, number);
    }
  });
}

function rejoin(world: World, event: WorldEvent): void {
  const { number } = event.data as { number: number };
  const found = resyncing(world, event.subject);
  if (!found) return;
  const { cluster, writer } = found;
  if (!isRegionUp(world, cluster.region) || !isRegionUp(world, writer.region)) {
    scheduleWhenUp(world, event.kind, cluster.arn, number);
    return;
  }
  if (waiting(world).get(cluster.arn)?.wasWriter) snapshotUnreplicated(world, cluster, number);
  waiting(world).delete(cluster.arn);
  setWriter(world, cluster, undefined);
  followVolume(world, { ...cluster, readWrite: false }, writer);
  recordGlobalEvent(world, 'RDS-EVENT-0240', cluster.arn, [cluster.arn, writer.arn]);
  const atMs = world.nowMs + elapseMs(world, 'rds.secondary-rebuild', cluster.arn, String(number));
  world.schedule({ atMs, kind: 'rds.resynced', subject: cluster.arn, tick: true, data: { number } });
}

function finish(world: World, event: WorldEvent): void {
  const found = resyncing(world, event.subject);
  if (!found) return;
  const { global, cluster, writer } = found;
  if (!isRegionUp(world, cluster.region) || !isRegionUp(world, writer.region)) {
    scheduleWhenUp(world, event.kind, cluster.arn, (event.data as { number: number }).number);
    return;
  }
  startStream(world, cluster.arn, writer.arn);
  putGlobal(world, {
    ...global,
    members: global.members.map((member) =>
      member.clusterArn === cluster.arn ? { ...member, resyncing: false } : member,
    ),
  });
  recordGlobalEvent(world, 'RDS-EVENT-0241', cluster.arn, [cluster.arn, writer.arn]);
}

/** The old writer's volume as it is, with whatever was never replicated; kept as long as its backups are. */
function snapshotUnreplicated(world: World, cluster: ClusterRecord, number: number): void {
  if (draw(world.seed, cluster.arn, `unplanned failover snapshot#${number}`) >= SNAPSHOT_PROBABILITY) return;
  const minute = isoInstant(world.nowMs).slice(0, 16).replace(/[T:]/g, '-');
  const id = `rds:unplanned-global-failover-${cluster.id}-${minute}`;
  const snapshot = takeSnapshot(world, cluster, { id, type: 'automated' });
  const atMs = world.nowMs + cluster.backupRetentionDays * 24 * HOUR_MS;
  world.schedule({ atMs, kind: 'rds.snapshot-expires', subject: snapshot.arn, tick: true });
}

/** A member that still has to be rebuilt, and the writer that it is rebuilt from. */
function resyncing(
  world: World,
  clusterArn: string,
): { global: GlobalClusterRecord; cluster: ClusterRecord; writer: ClusterRecord } | undefined {
  const cluster = clusterByArn(world, clusterArn);
  const global = cluster && globalOf(world, cluster);
  const writer = global && clusterByArn(world, writerOfGlobal(global)?.clusterArn ?? '');
  const isWaiting = global?.members.some((member) => member.clusterArn === clusterArn && member.resyncing);
  return global && cluster && writer && isWaiting ? { global, cluster, writer } : undefined;
}

/** As soon as the cluster's region and its writer's are up, and Aurora has noticed. */
function scheduleWhenUp(world: World, kind: string, clusterArn: string, number: number): void {
  world.unschedule(clusterArn, kind);
  const writer = resyncing(world, clusterArn)?.writer;
  const regions = [partsOfArn(clusterArn).region, ...(writer ? [writer.region] : [])];
  const upMs = Math.max(...regions.map((region) => upFromMs(world, region)));
  const atMs = upMs + elapseMs(world, 'rds.rejoin', clusterArn, String(number));
  world.schedule({ atMs, kind, subject: clusterArn, tick: true, data: { number } });
}

/** The first instant from now on at which no region loss is in force. */
function upFromMs(world: World, region: string): number {
  const losses = faultTable(world)
    .values(`${region}/region-loss/`)
    .sort((a, b) => a.fromMs - b.fromMs);
  return losses.reduce((atMs, loss) => (loss.fromMs <= atMs && atMs < loss.toMs ? loss.toMs : atMs), world.nowMs);
}
