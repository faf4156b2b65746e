import { draw } from '../../../lib/chance.ts';
import { SECOND_MS } from '../../../lib/clock.ts';
import { elapseMs } from '../../physics/duration.ts';
import { activeFault, isRegionUp } from '../../physics/faults.ts';
import type { World, WorldEvent } from '../../world.ts';
import { clusterByArnOrRefuse } from './cluster-defaults.ts';
import { recordFencing, recordGlobalEvent } from './events.ts';
import { electWriter, setWriter } from './in-region-failover.ts';
import {
  type ClusterRecord,
  clusterByArn,
  type GlobalClusterRecord,
  globalByResourceId,
  membersOf,
  putCluster,
  putGlobal,
  type WriterMove,
} from './records.ts';
import { scheduleRejoin } from './rejoin.ts';
import { endStream, replicatedUpTo, resumeStream } from './replication.ts';
import { cancelUpgrade } from './upgrade.ts';
import { cutVolume } from './volume.ts';

/** Chance that fencing times out: an estimate of the timing table (3h, write fencing). */
const FENCING_TIMEOUT = { regionUp: 0.02, regionLost: 0.5 };

/**
 * Begins an unplanned failover that accepts loss: fencing is tried, what the target holds then is what survives, and
 * the target is promoted. Everything after the call happens by time passing, never by `settle`.
 */
export function startFailover(
  world: World,
  global: GlobalClusterRecord,
  from: ClusterRecord,
  to: ClusterRecord,
): GlobalClusterRecord {
  const number = global.changes + 1;
  const takesMs = elapseMs(world, 'rds.global-failover', global.arn, String(number));
  const beginMs = world.nowMs + pendingMs(takesMs);
  const fenceMs = beginMs + elapseMs(world, 'rds.fencing', global.arn, String(number));
  const promoteMs = Math.max(world.nowMs + takesMs, fenceMs + SECOND_MS);
  const change: WriterMove = {
    status: 'pending',
    from: from.arn,
    to: to.arn,
    allowsLoss: true,
    number,
    startedMs: world.nowMs,
    promoteMs,
  };
  for (const { clusterArn } of global.members) {
    const member = clusterByArn(world, clusterArn);
    if (member) cancelUpgrade(world, member);
  }
  scheduleMove(world, global, 'rds.failover-begins', beginMs);
  scheduleMove(world, global, 'rds.failover-fences', fenceMs);
  scheduleMove(world, global, 'rds.failover-promotes', promoteMs);
  return putGlobal(world, { ...global, change, changes: number });
}

export function failoverReactions(world: World): void {
  world.react('rds.failover-begins', (event) => {
    const { global, change } = moving(world, event);
    putGlobal(world, { ...global, change: { ...change, status: 'failing-over' } });
  });
  world.react('rds.failover-fences', (event) => fence(world, moving(world, event)));
  world.react('rds.failover-promotes', (event) => promote(world, moving(world, event)));
  world.react('rds.endpoint-moves', (event) => moveEndpoint(world, event));
}

/** How long FailoverState stays `pending`: a tenth of the whole, five seconds at most. Ours; AWS publishes nothing. */
export function pendingMs(takesMs: number): number {
  return Math.min(5 * SECOND_MS, Math.round(takesMs / 10));
}

interface Moving {
  readonly global: GlobalClusterRecord;
  readonly change: WriterMove;
}

/** The move that a scheduled event belongs to. Renaming and deleting are refused meanwhile, so it is there. */
export function moving(world: World, event: WorldEvent): Moving {
  const global = globalByResourceId(world, event.subject);
  if (!global?.change) throw new Error(`broken invariant: the writer of ${event.subject} moves`);
  return { global, change: global.change };
}

export function scheduleMove(world: World, global: GlobalClusterRecord, kind: string, atMs: number): void {
  world.schedule({ atMs, kind, subject: global.resourceId, tick: true });
}

/** The global writer endpoint follows the writer some time after its promotion. */
export function scheduleEndpointMove(world: World, global: GlobalClusterRecord, move: WriterMove): void {
  const atMs = world.nowMs + elapseMs(world, 'rds.global-endpoint', global.arn, String(move.number));
  world.schedule({ atMs, kind: 'rds.endpoint-moves', subject: global.resourceId, tick: true, data: { to: move.to } });
}

/** Lets a promoted cluster write: its storage, and one of its instances. */
export function takeOver(world: World, cluster: ClusterRecord): void {
  const { fencedMs: _fenced, ...rest } = cluster;
  putCluster(world, { ...rest, readWrite: true });
  setWriter(world, cluster, electWriter(membersOf(world, cluster))?.id);
}

/** Replication to the target ends here, whether or not the loser can be fenced: what it holds now survives. */
function fence(world: World, { global, change }: Moving): void {
  const from = clusterByArn(world, change.from);
  const to = clusterByArnOrRefuse(world, change.to);
  const cutMs = replicatedUpTo(world, to.arn) ?? world.nowMs;
  cutVolume(world, to.volume, cutMs);
  endStream(world, to.arn);
  putGlobal(world, { ...global, change: { ...change, cutMs } });
  if (!from) return;
  const isUp = isRegionUp(world, from.region);
  const usual = isUp ? FENCING_TIMEOUT.regionUp : FENCING_TIMEOUT.regionLost;
  const probability = activeFault(world, 'fencing-timeout', from.region)?.probability ?? usual;
  if (draw(world.seed, global.arn, `fencing times out#${change.number}`) < probability) {
    recordFencing(world, 'RDS-EVENT-0391', from.arn, to.arn);
    return;
  }
  putCluster(world, { ...from, readWrite: false, fencedMs: world.nowMs });
  recordFencing(world, 'RDS-EVENT-0390', from.arn, to.arn);
}

function promote(world: World, { global, change }: Moving): void {
  const to = clusterByArnOrRefuse(world, change.to);
  if (!isRegionUp(world, to.region)) {
    abandon(world, { global, change });
    return;
  }
  takeOver(world, to);
  const { change: _done, ...settled } = global;
  const moved = putGlobal(world, {
    ...settled,
    members: global.members.map((member) => {
      const isWriter = member.clusterArn === to.arn;
      return { ...member, isWriter, resyncing: !isWriter };
    }),
  });
  const isHeadless = membersOf(world, to).length === 0;
  recordGlobalEvent(world, isHeadless ? 'RDS-EVENT-0519' : 'RDS-EVENT-0238', to.arn, [to.arn, change.from], {
    global: global.id,
  });
  scheduleEndpointMove(world, moved, change);
  for (const member of moved.members) {
    if (!member.isWriter) scheduleRejoin(world, member.clusterArn, change);
  }
}

/** The target's region was lost as well: everything goes back to what it was before. */
function abandon(world: World, { global, change }: Moving): void {
  const from = clusterByArn(world, change.from);
  const to = clusterByArnOrRefuse(world, change.to);
  cutVolume(world, to.volume, undefined);
  resumeStream(world, to.arn);
  if (from) {
    const { fencedMs: _fenced, ...rest } = from;
    putCluster(world, { ...rest, readWrite: true });
  }
  const { change: _done, ...settled } = global;
  putGlobal(world, settled);
  recordGlobalEvent(world, 'RDS-EVENT-0239', to.arn, [to.arn, change.from]);
}

function moveEndpoint(world: World, event: WorldEvent): void {
  const global = globalByResourceId(world, event.subject);
  const { to } = event.data as { to: string };
  if (!global?.members.some((member) => member.clusterArn === to && member.isWriter)) return;
  putGlobal(world, { ...global, endpointTarget: to });
  recordGlobalEvent(world, 'RDS-EVENT-0397', to, [to]);
}
