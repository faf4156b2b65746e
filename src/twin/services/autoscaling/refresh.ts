import { drawHex } from '../../../lib/chance.ts';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { pageOf } from '../page.ts';
import type { AutoScaling } from './api.ts';
import { groupOf } from './lookup.ts';
import { paging } from './paging.ts';
import type { Group, Launching } from './records.ts';
import { activeRefresh, putRefresh, type Refresh, refreshesOf } from './refresh-records.ts';
import { desiredOf, isLaunchedBy, preferencesOf, whyIrreversible } from './refresh-settings.ts';
import { beginRefresh, beginRollback, cancelRefresh, percentageOf, toUpdate } from './refreshing.ts';

/** Instance refresh: the rolling strategy, without warm pools. */
export const refreshHandlers: AutoScaling = {
  StartInstanceRefresh(input, call) {
    const { world, region } = call;
    const group = groupOf(call, input.AutoScalingGroupName);
    if (input.Strategy !== undefined && input.Strategy !== 'Rolling')
      throw notModelled(`the strategy ${input.Strategy}`);
    const active = activeRefresh(world, group);
    if (active) {
      const found = `${active.id} of ${group.name} is ${active.status}`;
      throw new AwsError('InstanceRefreshInProgress', found, { row: 'ASG-01' });
    }
    const preferences = preferencesOf(call, group, input.Preferences);
    const desired = desiredOf(call, input.DesiredConfiguration);
    const before: Launching = { template: group.template, mixed: group.mixed };
    const why = preferences.autoRollback ? whyIrreversible(world, region, before, desired) : undefined;
    if (why !== undefined) throw new AwsError('ValidationError', `AutoRollback is not possible: ${why}`);
    const by = desired ?? before;
    const left = group.instances
      .filter((member) => member.state !== 'Terminating')
      .filter((member) => !(preferences.skipMatching && isLaunchedBy(world, region, member, by)))
      .filter((member) => !(member.protected && preferences.protectedInstances === 'Ignore'))
      .map((member) => member.id);
    const number = refreshesOf(world, group).length + 1;
    const refresh = putRefresh(world, {
      id: refreshId(call, group, number),
      number,
      region,
      groupName: group.name,
      groupArn: group.arn,
      status: 'Pending',
      startMs: world.nowMs,
      preferences,
      desired,
      before,
      left,
      total: group.desired,
      checkpoints: 0,
      stillSinceMs: world.nowMs,
      updated: group.desired - left.length,
      waitsForTransitions: true,
    });
    beginRefresh(world, group, refresh);
    return { InstanceRefreshId: refresh.id };
  },

  DescribeInstanceRefreshes(input, call) {
    const all = refreshesOf(call.world, groupOf(call, input.AutoScalingGroupName));
    const wanted = input.InstanceRefreshIds?.length
      ? all.filter(({ id }) => input.InstanceRefreshIds?.includes(id))
      : all;
    const { items, next } = pageOf(call, input, wanted, paging(100));
    return { InstanceRefreshes: items.map(describe), NextToken: next };
  },

  /** What was replaced stays replaced (row ASG-05). */
  CancelInstanceRefresh(input, call) {
    const group = groupOf(call, input.AutoScalingGroupName);
    const refresh = activeOrRefuse(call, group, (found) => found.status !== 'Cancelling');
    cancelRefresh(call.world, group, { ...refresh, waitsForTransitions: input.WaitForTransitioningInstances ?? true });
    return { InstanceRefreshId: refresh.id };
  },

  RollbackInstanceRefresh(input, call) {
    const group = groupOf(call, input.AutoScalingGroupName);
    const refresh = activeOrRefuse(call, group, ({ status }) => ['Pending', 'InProgress', 'Baking'].includes(status));
    const why = whyIrreversible(call.world, call.region, refresh.before, refresh.desired);
    if (why !== undefined) {
      throw new AwsError('IrreversibleInstanceRefresh', `${refresh.id} cannot be rolled back: ${why}`, {
        row: 'ASG-04',
      });
    }
    beginRollback(call.world, group, refresh, 'Rollback was initiated manually.');
    return { InstanceRefreshId: refresh.id };
  },
};

function activeOrRefuse(call: Call, group: Group, isMeant: (refresh: Refresh) => boolean): Refresh {
  const active = activeRefresh(call.world, group);
  if (active && isMeant(active)) return active;
  const found = active ? `${active.id} is ${active.status}` : 'none is under way';
  throw new AwsError('ActiveInstanceRefreshNotFound', `${group.name}: ${found}`);
}

function refreshId(call: Call, group: Group, number: number): string {
  const hex = drawHex(call.world.seed, `${group.arn}/${group.createdMs}`, `instance-refresh:${number}`, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function describe(refresh: Refresh) {
  const { desired, rollback } = refresh;
  return {
    InstanceRefreshId: refresh.id,
    AutoScalingGroupName: refresh.groupName,
    Status: refresh.status,
    StatusReason: refresh.statusReason,
    StartTime: new Date(refresh.startMs),
    EndTime: refresh.endMs === undefined ? undefined : new Date(refresh.endMs),
    PercentageComplete: percentageOf(refresh),
    InstancesToUpdate: toUpdate(refresh),
    Strategy: 'Rolling' as const,
    Preferences: refresh.preferences.sent,
    DesiredConfiguration: desired && {
      LaunchTemplate: desired.template,
      MixedInstancesPolicy: desired.mixed as object | undefined,
    },
    RollbackDetails: rollback && {
      RollbackReason: rollback.reason,
      RollbackStartTime: new Date(rollback.startMs),
      PercentageCompleteOnRollback: rollback.percentageComplete,
      InstancesToUpdateOnRollback: rollback.instancesToUpdate,
    },
  };
}
