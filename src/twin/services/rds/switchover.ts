import { MINUTE_MS, SECOND_MS } from '../../../lib/clock.ts';
import { elapseMs } from '../../physics/duration.ts';
import { isRegionUp } from '../../physics/faults.ts';
import type { World, WorldEvent } from '../../world.ts';
import { clusterByArnOrRefuse } from './cluster-defaults.ts';
import { recordFencing, recordGlobalEvent } from './events.ts';
import { moving, pendingMs, scheduleEndpointMove, scheduleMove, takeOver } from './failover.ts';
import { setWriter } from './in-region-failover.ts';
import { type ClusterRecord, type GlobalClusterRecord, putCluster, putGlobal, type WriterMove } from './records.ts';
import { endStream, replicatedUpTo, startStream } from './replication.ts';
import { cutVolume, followVolume } from './volume.ts';

/** The writer is asked to stop once the target is this close; the rest is waited for without writes. Ours. */
const CLOSE_ENOUGH_MS = 10 * SECOND_MS;
/** How long a switchover waits for the target before it fails. Ours: AWS's samples allow 600 s for the whole. */
const PATIENCE_MS = 10 * MINUTE_MS;

/**
 * Begins a switchover: waits until the target is in step, stops writes at the old writer, promotes the target once it
 * has them all. Nothing is lost. Everything after the call happens by time passing.
 */
export function startSwitchover(
  world: World,
  global: GlobalClusterRecord,
  from: ClusterRecord,
  to: ClusterRecord,
): GlobalClusterRecord {
  const number = global.changes + 1;
  const takesMs = outageMs(world, global, number);
  const change: WriterMove = {
    status: 'pending',
    from: from.arn,
    to: to.arn,
    allowsLoss: false,
    number,
    startedMs: world.nowMs,
    promoteMs: world.nowMs + takesMs,
  };
  scheduleMove(world, global, 'rds.switchover-begins', world.nowMs + pendingMs(takesMs));
  return putGlobal(world, { ...global, change, changes: number });
}

export function switchoverReactions(world: World): void {
  world.react('rds.switchover-begins', (event) => {
    const { global, change } = moving(world, event);
    putGlobal(world, { ...global, change: { ...change, status: 'switching-over' } });
    recordGlobalEvent(world, 'RDS-EVENT-0181', change.to, [change.from, change.to]);
    synchronise(world, event);
  });
  world.react('rds.switchover-synchronises', (event) => synchronise(world, event));
  world.react('rds.switchover-promotes', (event) => promote(world, event));
  world.react('rds.switchover-finishes', (event) => finish(world, event));
}

/** Waits while the target is far behind; then the old writer is shut down. */
function synchronise(world: World, event: WorldEvent): void {
  const { global, change } = moving(world, event);
  if (!bothUp(world, change)) {
    cancel(world, global, change, 'RDS-EVENT-0186');
    return;
  }
  const lagMs = world.nowMs - (replicatedUpTo(world, change.to) ?? world.nowMs);
  if (lagMs > CLOSE_ENOUGH_MS) {
    if (world.nowMs - change.startedMs > PATIENCE_MS) {
      cancel(world, global, change, 'RDS-EVENT-0187');
      return;
    }
    const lag = `${Math.round(lagMs / SECOND_MS)} seconds`;
    recordGlobalEvent(world, 'RDS-EVENT-0183', change.to, [change.from, change.to], { lag });
    recordGlobalEvent(world, 'RDS-EVENT-0423', change.to, [change.from, change.to], { lag });
    scheduleMove(world, global, 'rds.switchover-synchronises', world.nowMs + Math.min(lagMs, 30 * SECOND_MS));
    return;
  }
  const from = clusterByArnOrRefuse(world, change.from);
  putCluster(world, { ...from, readWrite: false });
  recordFencing(world, 'RDS-EVENT-0390', change.from, change.to);
  recordGlobalEvent(world, 'RDS-EVENT-0182', change.from, [change.from, change.to]);
  const restMs = Math.max(change.promoteMs - change.startedMs, lagMs + SECOND_MS);
  putGlobal(world, { ...global, change: { ...change, cutMs: world.nowMs, promoteMs: world.nowMs + restMs } });
  scheduleMove(world, global, 'rds.switchover-promotes', world.nowMs + restMs);
}

function promote(world: World, event: WorldEvent): void {
  const { global, change } = moving(world, event);
  const cutMs = change.cutMs ?? world.nowMs;
  // replication stood still meanwhile: without all writes the target is not promoted
  const hasAll = (replicatedUpTo(world, change.to) ?? 0) >= cutMs;
  if (!bothUp(world, change) || !hasAll) {
    cancel(world, global, change, 'RDS-EVENT-0186');
    return;
  }
  const to = clusterByArnOrRefuse(world, change.to);
  cutVolume(world, to.volume, cutMs);
  endStream(world, to.arn);
  takeOver(world, to);
  const promoted = clusterByArnOrRefuse(world, change.to);
  const others = global.members.filter((member) => member.clusterArn !== to.arn);
  for (const { clusterArn, resyncing } of others) {
    if (resyncing) continue;
    const other = clusterByArnOrRefuse(world, clusterArn);
    setWriter(world, other, undefined);
    followVolume(world, other, promoted);
    startStream(world, clusterArn, to.arn);
  }
  const members = global.members.map((member) => ({ ...member, isWriter: member.clusterArn === to.arn }));
  const moved = putGlobal(world, { ...global, members });
  recordGlobalEvent(world, 'RDS-EVENT-0184', to.arn, [change.from, change.to]);
  scheduleEndpointMove(world, moved, change);
  // the API's end comes later than the writer's change: about as long again, by the timing table (3a)
  scheduleMove(world, moved, 'rds.switchover-finishes', world.nowMs + outageMs(world, moved, change.number));
}

function finish(world: World, event: WorldEvent): void {
  const { global, change } = moving(world, event);
  const { change: _done, ...settled } = global;
  putGlobal(world, settled);
  recordGlobalEvent(world, 'RDS-EVENT-0185', change.to, [change.from, change.to]);
}

/** Back to what it was: the old writer goes on writing. */
function cancel(
  world: World,
  global: GlobalClusterRecord,
  change: WriterMove,
  id: 'RDS-EVENT-0186' | 'RDS-EVENT-0187',
): void {
  const from = clusterByArnOrRefuse(world, change.from);
  putCluster(world, { ...from, readWrite: true });
  const { change: _dropped, ...settled } = global;
  putGlobal(world, settled);
  recordGlobalEvent(world, id, change.to, [change.from, change.to]);
}

function outageMs(world: World, global: GlobalClusterRecord, number: number): number {
  return elapseMs(world, 'rds.global-switchover', global.arn, String(number));
}

function bothUp(world: World, change: WriterMove): boolean {
  return [change.from, change.to].every((arn) => isRegionUp(world, clusterByArnOrRefuse(world, arn).region));
}
