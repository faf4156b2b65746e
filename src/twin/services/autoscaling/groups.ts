import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { keyOf, targetGroups, targetsOf } from '../elbv2/records.ts';
import { addTarget, drainTarget } from '../elbv2/targets.ts';
import { pageOf } from '../page.ts';
import type { AutoScaling } from './api.ts';
import { describeGroup } from './describe.ts';
import { groupOf } from './lookup.ts';
import { paging } from './paging.ts';
import { type Group, groupKey, groups, putGroup } from './records.ts';
import { forget, lookSoon, terminate } from './scaling.ts';
import { checkTargetGroups, mergedTags, settingsOf, tagsOf } from './settings.ts';

export const groupHandlers: AutoScaling = {
  CreateAutoScalingGroup(input, call) {
    const { world, region } = call;
    const name = input.AutoScalingGroupName ?? '';
    if (groups(world).get(groupKey({ region, name }))) throw new AwsError('AlreadyExists', `there is a group ${name}`);
    const id = call.newId('', 32);
    const uuid = `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`;
    const group = putGroup(world, {
      ...settingsOf(call, input, undefined),
      arn: `arn:aws:autoscaling:${region}:${call.account}:autoScalingGroup:${uuid}:autoScalingGroupName/${name}`,
      region,
      name,
      createdMs: world.nowMs,
      targetGroupArns: checkTargetGroups(call, input.TargetGroupARNs ?? []),
      tags: mergedTags([], tagsOf(input.Tags)),
      suspended: [],
      metrics: [],
      instances: [],
      deleting: false,
      launches: 0,
      failures: 0,
    });
    if (group.desired > 0) lookSoon(world, group);
    return {};
  },

  DescribeAutoScalingGroups(input, call) {
    if (input.Filters?.some((filter) => !filter.Name?.startsWith('tag:') && filter.Name !== 'tag-key')) {
      throw notModelled('filters of groups other than by tag');
    }
    const names = input.AutoScalingGroupNames ?? [];
    const named = names.flatMap((name) => groups(call.world).get(groupKey({ region: call.region, name })) ?? []);
    const found = names.length > 0 ? named : groups(call.world).values(`${call.region}/`);
    const passing = found.filter((group) => (input.Filters ?? []).every((filter) => passes(group, filter)));
    const { items, next } = pageOf(call, input, passing, paging(100));
    return { AutoScalingGroups: items.map((group) => describeGroup(call.world, group)), NextToken: next };
  },

  UpdateAutoScalingGroup(input, call) {
    const before = groupOf(call, input.AutoScalingGroupName);
    const after = putGroup(call.world, { ...before, ...settingsOf(call, input, before) });
    if (after.desired !== before.desired) lookSoon(call.world, after);
    return {};
  },

  /** With ForceDelete its instances are terminated, and it goes when they have. */
  DeleteAutoScalingGroup(input, call) {
    const group = groupOf(call, input.AutoScalingGroupName);
    if (group.instances.length > 0 && !input.ForceDelete) {
      const ending = group.instances.every((member) => member.state === 'Terminating');
      const code = ending ? 'ScalingActivityInProgress' : 'ResourceInUse';
      throw new AwsError(code, `${group.name} still has ${group.instances.length} instances`, { row: 'ASG-18' });
    }
    if (group.instances.length === 0) {
      forget(call.world, group);
      return {};
    }
    let left = putGroup(call.world, { ...group, min: 0, desired: 0, deleting: true });
    for (const member of group.instances) {
      if (member.state !== 'Terminating') left = terminate(call.world, left, member, 'the group is being deleted.');
    }
    return {};
  },

  AttachLoadBalancerTargetGroups(input, call) {
    const group = groupOf(call, input.AutoScalingGroupName);
    const added = checkTargetGroups(call, input.TargetGroupARNs ?? []);
    for (const arn of added.filter((each) => !group.targetGroupArns.includes(each))) register(call, group, arn);
    putGroup(call.world, { ...group, targetGroupArns: [...new Set([...group.targetGroupArns, ...added])].sort() });
    return {};
  },

  DetachLoadBalancerTargetGroups(input, call) {
    const group = groupOf(call, input.AutoScalingGroupName);
    const gone = input.TargetGroupARNs ?? [];
    for (const arn of gone) deregister(call, group, arn);
    putGroup(call.world, { ...group, targetGroupArns: group.targetGroupArns.filter((arn) => !gone.includes(arn)) });
    return {};
  },
};

function passes(group: Group, filter: { Name?: string | undefined; Values?: readonly string[] | undefined }): boolean {
  const { Name = '', Values = [] } = filter;
  if (Name === 'tag-key') return group.tags.some((tag) => Values.includes(tag.key));
  return group.tags.some((tag) => `tag:${tag.key}` === Name && Values.includes(tag.value));
}

function register(call: Call, group: Group, arn: string): void {
  const targetGroup = targetGroups(call.world).get(keyOf(arn));
  if (!targetGroup || group.suspended.includes('AddToLoadBalancer')) return;
  for (const member of group.instances.filter((each) => each.state === 'InService')) {
    addTarget(call.world, targetGroup, member.id, targetGroup.port, `${group.arn}/${member.id}`);
  }
}

function deregister(call: Call, group: Group, arn: string): void {
  const targetGroup = targetGroups(call.world).get(keyOf(arn));
  const ids = new Set(group.instances.map((member) => member.id));
  for (const target of targetsOf(call.world, arn)) {
    if (targetGroup && ids.has(target.id)) drainTarget(call.world, targetGroup, target);
  }
}
