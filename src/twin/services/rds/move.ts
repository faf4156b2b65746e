import type { FailoverGlobalClusterMessage } from '@aws-sdk/client-rds';
import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { isRegionUp } from '../../physics/faults.ts';
import type { Rds } from './api.ts';
import { startFailover } from './failover.ts';
import { findGlobal } from './find.ts';
import { globalView, refuseWhileMoving } from './global-cluster.ts';
import { type ClusterRecord, clusterByArn, type GlobalClusterRecord, membersOf, writerOfGlobal } from './records.ts';
import { startSwitchover } from './switchover.ts';
import { refuseUnequalVersions } from './versions.ts';

export const moveHandlers: Rds = {
  /** Without AllowDataLoss it is a switchover, silently (refusals, GDB-17). */
  FailoverGlobalCluster(input, call) {
    if (input.AllowDataLoss && input.Switchover) {
      throw new AwsError('InvalidParameterCombination', 'AllowDataLoss and Switchover exclude each other', {
        row: 'GDB-16',
      });
    }
    const { global, from, to } = checked(input, call);
    if (!input.AllowDataLoss) {
      refuseImpaired(from, call);
      return { GlobalCluster: globalView(startSwitchover(call.world, global, from, to)) };
    }
    refuseElsewhere(call, to.region, "the target's", 'GDB-18');
    return { GlobalCluster: globalView(startFailover(call.world, global, from, to)) };
  },

  SwitchoverGlobalCluster(input, call) {
    const { global, from, to } = checked(input, call);
    refuseImpaired(from, call);
    refuseElsewhere(call, from.region, "the primary's", 'GDB-19');
    return { GlobalCluster: globalView(startSwitchover(call.world, global, from, to)) };
  },
};

/** What stands against any move of the writer. */
function checked(
  input: Pick<FailoverGlobalClusterMessage, 'GlobalClusterIdentifier' | 'TargetDbClusterIdentifier'>,
  call: Call,
): { global: GlobalClusterRecord; from: ClusterRecord; to: ClusterRecord } {
  const { world } = call;
  const global = findGlobal(call, input.GlobalClusterIdentifier);
  refuseWhileMoving(global);
  const { TargetDbClusterIdentifier: targetArn = '' } = input;
  const member = global.members.find(({ clusterArn }) => clusterArn === targetArn);
  const to = clusterByArn(world, targetArn);
  if (!member || !to) {
    throw new AwsError('DBClusterNotFoundFault', `${targetArn} is not the ARN of a member of ${global.id}`, {
      status: 404,
      row: 'GDB-15',
    });
  }
  if (member.isWriter) {
    throw new AwsError('InvalidDBClusterStateFault', `${targetArn} writes already`, { row: 'GDB-15' });
  }
  const from = clusterByArn(world, writerOfGlobal(global)?.clusterArn ?? '');
  if (!from) throw new Error(`broken invariant: ${global.id} has a writer`);
  if (membersOf(world, to).length === 0) {
    throw new AwsError('InvalidDBClusterStateFault', `${to.id} has no instance: add one first`, { row: 'GDB-41' });
  }
  if (to.status !== 'available' || member.resyncing) {
    const state = member.resyncing ? 'being rebuilt (RDS-EVENT-0241 ends it)' : to.status;
    throw new AwsError('InvalidDBClusterStateFault', `${to.id} is ${state}, not available`);
  }
  const all = global.members
    .map(({ clusterArn }) => clusterByArn(world, clusterArn))
    .filter((each) => each !== undefined);
  refuseUnequalVersions(from, to, all);
  return { global, from, to };
}

/** A switchover needs the primary; AWS sometimes notices only after a while, the twin at once. */
function refuseImpaired(from: ClusterRecord, call: Call): void {
  if (isRegionUp(call.world, from.region) && from.status === 'available') return;
  throw new AwsError('InvalidGlobalClusterStateFault', `${from.arn} cannot be reached: only a failover is left`, {
    row: 'GDB-20',
  });
}

/** AWS names the region to call and does not say what another one answers, so the twin does not either. */
function refuseElsewhere(call: Call, region: string, whose: string, row: string): void {
  if (call.region === region) return;
  throw new AwsError(
    'NotImplemented',
    `the twin does not model ${call.operation} called in ${call.region}: AWS documents ${whose} region, ${region}`,
    { status: 501, row },
  );
}
