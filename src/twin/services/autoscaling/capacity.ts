import { SECOND_MS } from '../../../lib/clock.ts';
import { AwsError, notModelled } from '../../aws-error.ts';
import { pageOf } from '../page.ts';
import { activitiesOf } from './activities.ts';
import type { AutoScaling } from './api.ts';
import { describeActivity, describeMember } from './describe.ts';
import { groupOf, groupOfInstance } from './lookup.ts';
import { paging } from './paging.ts';
import { type Group, groups, putGroup } from './records.ts';
import { lookSoon, terminate } from './scaling.ts';

/** What operators do to a group that runs. */
export const capacityHandlers: AutoScaling = {
  /** A lack of capacity is no error here: see DescribeScalingActivities (row ASG-15). */
  SetDesiredCapacity(input, call) {
    const group = groupOf(call, input.AutoScalingGroupName);
    const desired = input.DesiredCapacity ?? 0;
    if (!Number.isInteger(desired) || desired < group.min || desired > group.max) {
      throw new AwsError('ValidationError', `${desired} is outside ${group.min} to ${group.max} of ${group.name}`, {
        row: 'ASG-16',
      });
    }
    if (input.HonorCooldown) refuseInCooldown(group, call.world.nowMs);
    const changed = putGroup(call.world, { ...group, desired });
    if (desired !== group.desired) lookSoon(call.world, changed);
    return {};
  },

  DescribeScalingActivities(input, call) {
    if (input.IncludeDeletedGroups || input.Filters?.length) throw notModelled('activities of deleted groups, filters');
    const found = input.AutoScalingGroupName
      ? activitiesOf(call.world, groupOf(call, input.AutoScalingGroupName))
      : groups(call.world)
          .values(`${call.region}/`)
          .flatMap((group) => activitiesOf(call.world, group));
    const wanted = input.ActivityIds?.length ? found.filter((each) => input.ActivityIds?.includes(each.id)) : found;
    const { items, next } = pageOf(call, input, wanted, paging(100, 100));
    return { Activities: items.map(describeActivity), NextToken: next };
  },

  DescribeAutoScalingInstances(input, call) {
    const all = groups(call.world)
      .values(`${call.region}/`)
      .flatMap((group) => group.instances.map((member) => ({ group, member })));
    const wanted = input.InstanceIds?.length ? all.filter(({ member }) => input.InstanceIds?.includes(member.id)) : all;
    const { items, next } = pageOf(call, input, wanted, paging(50));
    return {
      AutoScalingInstances: items.map(({ group, member }) => ({
        ...describeMember(member),
        AutoScalingGroupName: group.name,
        HealthStatus: member.healthy ? 'HEALTHY' : 'UNHEALTHY',
      })),
      NextToken: next,
    };
  },

  /** Also where the instance is protected (row ASG-12): protection holds against scale-in only. */
  TerminateInstanceInAutoScalingGroup(input, call) {
    const group = groupOfInstance(call, input.InstanceId);
    const desired = input.ShouldDecrementDesiredCapacity ? group.desired - 1 : group.desired;
    if (desired < group.min) throw new AwsError('ValidationError', `${desired} is below ${group.min} of ${group.name}`);
    const member = group.instances.find((each) => each.id === input.InstanceId);
    if (!member || member.state === 'Terminating') {
      throw new AwsError('ScalingActivityInProgress', `${input.InstanceId} is on its way out already`);
    }
    const lowered = putGroup(call.world, { ...group, desired });
    const after = terminate(call.world, lowered, member, 'an instance was taken out at a user request.');
    lookSoon(call.world, after);
    const [activity] = activitiesOf(call.world, after);
    return { Activity: activity && describeActivity(activity) };
  },

  SetInstanceProtection(input, call) {
    const group = groupOf(call, input.AutoScalingGroupName);
    const ids = new Set(input.InstanceIds);
    const unknown = [...ids].find((id) => !group.instances.some((member) => member.id === id));
    if (unknown !== undefined) throw new AwsError('ValidationError', `${unknown} is no instance of ${group.name}`);
    const instances = group.instances.map((member) =>
      ids.has(member.id) ? { ...member, protected: input.ProtectedFromScaleIn ?? false } : member,
    );
    lookSoon(call.world, putGroup(call.world, { ...group, instances }));
    return {};
  },

  SetInstanceHealth(input, call) {
    const group = groupOfInstance(call, input.InstanceId);
    const instances = group.instances.map((member) =>
      member.id === input.InstanceId ? { ...member, healthy: input.HealthStatus === 'Healthy' } : member,
    );
    lookSoon(call.world, putGroup(call.world, { ...group, instances }));
    return {};
  },

  SuspendProcesses(input, call) {
    const group = groupOf(call, input.AutoScalingGroupName);
    const added = input.ScalingProcesses?.length ? input.ScalingProcesses : PROCESSES;
    const suspended = [...new Set([...group.suspended, ...checked(added)])].sort();
    putGroup(call.world, { ...group, suspended });
    return {};
  },

  ResumeProcesses(input, call) {
    const group = groupOf(call, input.AutoScalingGroupName);
    const gone = checked(input.ScalingProcesses?.length ? input.ScalingProcesses : PROCESSES);
    const suspended = group.suspended.filter((process) => !gone.includes(process));
    lookSoon(call.world, putGroup(call.world, { ...group, suspended, failingSinceMs: undefined }));
    return {};
  },
};

/** API reference, SuspendProcesses. The twin heeds Launch, Terminate, HealthCheck, ReplaceUnhealthy and AddToLoadBalancer. */
const PROCESSES: readonly string[] = [
  'AddToLoadBalancer',
  'AlarmNotification',
  'AZRebalance',
  'HealthCheck',
  'InstanceRefresh',
  'Launch',
  'ReplaceUnhealthy',
  'ScheduledActions',
  'Terminate',
];

function checked(processes: readonly string[]): readonly string[] {
  const unknown = processes.find((process) => !PROCESSES.includes(process));
  if (unknown) throw new AwsError('ValidationError', `${unknown} is no process; there are ${PROCESSES.join(', ')}`);
  return processes;
}

function refuseInCooldown(group: Group, nowMs: number): void {
  const busy = group.instances.some((member) => member.state !== 'InService');
  const cooling = group.scaledMs !== undefined && nowMs < group.scaledMs + group.cooldownSeconds * SECOND_MS;
  if (!busy && !cooling) return;
  throw new AwsError('ScalingActivityInProgress', `${group.name} is scaling, or cools down from it`, { row: 'ASG-17' });
}
