import { AwsError } from '../../aws-error.ts';
import { elapseMs } from '../../physics/duration.ts';
import type { World } from '../../world.ts';
import type { Rds } from './api.ts';
import { clusterView } from './cluster-view.ts';
import { recordEvent } from './events.ts';
import { findCluster, idOf } from './find.ts';
import { type ClusterRecord, type InstanceRecord, membersOf, putCluster, putInstance } from './records.ts';

export const inRegionFailoverHandlers: Rds = {
  FailoverDBCluster(input, call) {
    const { world } = call;
    const cluster = findCluster(call, input.DBClusterIdentifier);
    if (cluster.status !== 'available') {
      throw new AwsError('InvalidDBClusterStateFault', `${cluster.id} is ${cluster.status}, not available`);
    }
    const target = targetOf(world, cluster, input.TargetDBInstanceIdentifier);
    return { DBCluster: clusterView(world, moveWriter(world, cluster, target)) };
  },
};

/** Moves the writer to another instance of a cluster; meanwhile the cluster commits nothing. */
export function moveWriter(world: World, cluster: ClusterRecord, target: InstanceRecord): ClusterRecord {
  const from = membersOf(world, cluster).find((member) => member.isWriter);
  recordEvent(world, from?.zone === target.zone ? 'RDS-EVENT-0072' : 'RDS-EVENT-0073', cluster.arn, {
    instance: target.id,
  });
  const failovers = cluster.failovers + 1;
  const atMs = world.nowMs + elapseMs(world, 'rds.in-region-failover', cluster.arn, String(failovers));
  world.schedule({ atMs, kind: 'rds.writer-moved', subject: cluster.arn, data: { to: target.id } });
  return putCluster(world, { ...cluster, status: 'failing-over', failovers });
}

/** The instance that Aurora promotes: available, lowest promotion tier first (size is not looked at), then by id. */
export function electWriter(
  members: readonly InstanceRecord[],
  except?: InstanceRecord | undefined,
): InstanceRecord | undefined {
  return members
    .filter((member) => member.status === 'available' && member.id !== except?.id)
    .sort((a, b) => a.promotionTier - b.promotionTier || (a.id < b.id ? -1 : 1))[0];
}

/** Makes one instance of a cluster the writer, or none. */
export function setWriter(world: World, cluster: ClusterRecord, writerId: string | undefined): void {
  for (const member of membersOf(world, cluster)) {
    const isWriter = member.id === writerId;
    if (member.isWriter !== isWriter) putInstance(world, { ...member, isWriter });
  }
}

function targetOf(world: World, cluster: ClusterRecord, identifier: string | undefined): InstanceRecord {
  const members = membersOf(world, cluster);
  const writer = members.find((member) => member.isWriter);
  const elected = writer && electWriter(members, writer);
  if (!elected) {
    throw new AwsError('InvalidDBClusterStateFault', `${cluster.id} has no replica to promote`, { row: 'RDS-14' });
  }
  if (identifier === undefined) return elected;
  const wanted = members.find((member) => member.id === idOf(identifier));
  if (!wanted) {
    throw new AwsError('DBInstanceNotFound', `${identifier} is no instance of ${cluster.id}`, { status: 404 });
  }
  if (wanted.isWriter || wanted.status !== 'available') {
    throw new AwsError('InvalidDBInstanceState', `${wanted.id} is ${wanted.isWriter ? 'the writer' : wanted.status}`);
  }
  return wanted;
}
