import { AwsError, notModelled } from '../../aws-error.ts';
import { pageOf } from '../page.ts';
import type { AutoScaling } from './api.ts';
import { describeTag } from './describe.ts';
import { groupOf } from './lookup.ts';
import { paging } from './paging.ts';
import { groups, putGroup } from './records.ts';
import { mergedTags, tagsOf } from './settings.ts';

export const tagHandlers: AutoScaling = {
  CreateOrUpdateTags(input, call) {
    for (const tag of input.Tags ?? []) {
      const group = groupOf(call, tag.ResourceId);
      putGroup(call.world, { ...group, tags: mergedTags(group.tags, tagsOf([tag])) });
    }
    return {};
  },

  DeleteTags(input, call) {
    for (const tag of input.Tags ?? []) {
      const group = groupOf(call, tag.ResourceId);
      putGroup(call.world, { ...group, tags: group.tags.filter((each) => each.key !== tag.Key) });
    }
    return {};
  },

  DescribeTags(input, call) {
    const unknown = input.Filters?.find((filter) => filter.Name !== 'auto-scaling-group');
    if (unknown) throw notModelled(`the filter ${unknown.Name} of tags`);
    const names = input.Filters?.flatMap((filter) => filter.Values ?? []);
    const found = groups(call.world)
      .values(`${call.region}/`)
      .filter((group) => !names || names.includes(group.name))
      .flatMap((group) => group.tags.map((tag) => describeTag(group, tag)));
    const { items, next } = pageOf(call, input, found, paging(100));
    return { Tags: items, NextToken: next };
  },

  EnableMetricsCollection(input, call) {
    const group = groupOf(call, input.AutoScalingGroupName);
    const added = input.Metrics?.length ? input.Metrics : METRICS;
    const unknown = added.find((metric) => !METRICS.includes(metric));
    if (unknown) throw new AwsError('ValidationError', `there is no metric ${unknown} of groups`);
    putGroup(call.world, { ...group, metrics: [...new Set([...group.metrics, ...added])].sort() });
    return {};
  },

  DisableMetricsCollection(input, call) {
    const group = groupOf(call, input.AutoScalingGroupName);
    const gone = input.Metrics?.length ? input.Metrics : METRICS;
    putGroup(call.world, { ...group, metrics: group.metrics.filter((metric) => !gone.includes(metric)) });
    return {};
  },
};

/** API reference, EnableMetricsCollection; warm pool metrics left out. The twin emits none of them. */
const METRICS: readonly string[] = [
  'GroupAndWarmPoolDesiredCapacity',
  'GroupAndWarmPoolTotalCapacity',
  'GroupDesiredCapacity',
  'GroupInServiceCapacity',
  'GroupInServiceInstances',
  'GroupMaxSize',
  'GroupMinSize',
  'GroupPendingCapacity',
  'GroupPendingInstances',
  'GroupStandbyCapacity',
  'GroupStandbyInstances',
  'GroupTerminatingCapacity',
  'GroupTerminatingInstances',
  'GroupTotalCapacity',
  'GroupTotalInstances',
];
