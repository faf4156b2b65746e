import { AwsError } from '../../aws-error.ts';
import { elapseMs } from '../../physics/duration.ts';
import type { World } from '../../world.ts';
import type { Rds } from './api.ts';
import { findGlobal } from './find.ts';
import { globalView, refuseWhileMoving } from './global-cluster.ts';
import { electWriter, setWriter } from './in-region-failover.ts';
import { type ClusterRecord, clusterByArn, membersOf, putCluster, putGlobal } from './records.ts';
import { endStream, replicatedUpTo } from './replication.ts';
import { cutVolume } from './volume.ts';

export const removeHandlers: Rds = {
  /** Detach and promote: no fencing, no snapshot, no global endpoint (refusals, GDB-42). */
  RemoveFromGlobalCluster(input, call) {
    const { world } = call;
    const global = findGlobal(call, input.GlobalClusterIdentifier);
    refuseWhileMoving(global);
    const arn = input.DbClusterIdentifier ?? '';
    const member = global.members.find(({ clusterArn }) => clusterArn === arn);
    const cluster = clusterByArn(world, arn);
    if (!member || !cluster) {
      const code = cluster ? 'InvalidParameterValue' : 'DBClusterNotFoundFault';
      throw new AwsError(code, `DB cluster ${arn} is not found in global cluster ${global.id}`, { row: 'GDB-44' });
    }
    if (member.isWriter && global.members.length > 1) {
      throw new AwsError('InvalidGlobalClusterStateFault', `${arn} writes: remove the secondaries first`, {
        row: 'GDB-43',
      });
    }
    const members = global.members.filter((other) => other !== member);
    const { endpointTarget: _gone, ...rest } = global;
    const remaining = putGlobal(world, { ...(members.length > 0 ? global : rest), members });
    if (member.isWriter) putCluster(world, standAlone(cluster));
    else promoteAlone(world, cluster);
    return { GlobalCluster: globalView(remaining) };
  },
};

/** Replication stops at once; what has arrived stays, and the cluster is writable. */
function promoteAlone(world: World, cluster: ClusterRecord): void {
  cutVolume(world, cluster.volume, replicatedUpTo(world, cluster.arn) ?? 0);
  endStream(world, cluster.arn);
  for (const kind of ['rds.rejoins', 'rds.resynced']) world.unschedule(cluster.arn, kind);
  world.table('rds.rejoin').delete(cluster.arn);
  putCluster(world, { ...standAlone(cluster), readWrite: true, status: 'promoting' });
  setWriter(world, cluster, electWriter(membersOf(world, cluster))?.id);
  const atMs = world.nowMs + elapseMs(world, 'rds.modify', cluster.arn, 'promoted alone');
  world.schedule({ atMs, kind: 'rds.promoted-alone', subject: cluster.arn });
}

function standAlone(cluster: ClusterRecord): ClusterRecord {
  const { globalClusterId: _left, fencedMs: _fenced, ...rest } = cluster;
  return rest;
}
