import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { PropertyMap, PropertyValue } from '../../../lib/property.ts';
import { notModelled } from '../../aws-error.ts';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { attachment } from './autoscaling-attachment.ts';
import { optional } from './common.ts';
import { apiNames, isMap, likeKnown, maps, pulumiNames, refuseInputs, texts } from './shape.ts';

const group: Adapter = {
  type: 'aws:autoscaling/group:Group',

  create(inputs, aws) {
    refuseInputs('aws:autoscaling/group:Group', inputs, UNMODELLED);
    const name = String(inputs['name']);
    aws.call('autoscaling', 'CreateAutoScalingGroup', {
      AutoScalingGroupName: name,
      ...settingsOf(inputs),
      TargetGroupARNs: texts(inputs['targetGroupArns']),
      Tags: maps(inputs['tags']).map((tag) => tagOf(name, tag)),
    });
    const suspended = texts(inputs['suspendedProcesses']);
    if (suspended.length > 0) processes(aws, 'SuspendProcesses', name, suspended);
    const metrics = texts(inputs['enabledMetrics']);
    if (metrics.length > 0) enableMetrics(aws, name, metrics);
    aws.settle(groupOf(aws, name)?.AutoScalingGroupARN ?? name);
    return name;
  },

  read(name, aws, known) {
    const record = groupOf(aws, name);
    if (!record) return undefined;
    const { Tags, EnabledMetrics, TerminationPolicies } = record;
    const metrics = (EnabledMetrics ?? []).map((each) => each.Metric ?? '');
    const isDefaultPolicy = (TerminationPolicies ?? []).join() === 'Default';
    return {
      ...Object.fromEntries(KEPT.map((input) => [input, keptTold(record, input, known)])),
      arn: record.AutoScalingGroupARN,
      name,
      minSize: record.MinSize,
      maxSize: record.MaxSize,
      desiredCapacity: record.DesiredCapacity,
      defaultCooldown: record.DefaultCooldown,
      healthCheckType: record.HealthCheckType,
      healthCheckGracePeriod: record.HealthCheckGracePeriod,
      availabilityZones: record.AvailabilityZones ?? [],
      vpcZoneIdentifiers: (record.VPCZoneIdentifier ?? '').split(',').filter(Boolean),
      targetGroupArns: record.TargetGroupARNs ?? [],
      launchTemplate: likeKnown(templateTold(record), known['launchTemplate']),
      mixedInstancesPolicy: likeKnown(
        record.MixedInstancesPolicy && pulumiNames(record.MixedInstancesPolicy),
        known['mixedInstancesPolicy'],
      ),
      loadBalancers: [],
      protectFromScaleIn: record.NewInstancesProtectedFromScaleIn,
      serviceLinkedRoleArn: record.ServiceLinkedRoleARN,
      suspendedProcesses: (record.SuspendedProcesses ?? []).map((each) => each.ProcessName ?? ''),
      enabledMetrics: metrics,
      terminationPolicies:
        isDefaultPolicy && texts(known['terminationPolicies']).length === 0 ? [] : TerminationPolicies,
      tags: (Tags ?? []).map((tag) => ({
        key: tag.Key ?? '',
        value: tag.Value ?? '',
        propagateAtLaunch: tag.PropagateAtLaunch ?? false,
      })),
      predictedCapacity: 0,
      warmPoolSize: 0,
    };
  },

  update(name, { before, after, changed }, aws) {
    refuseInputs('aws:autoscaling/group:Group', after, UNMODELLED);
    const relaunches = ['launchTemplate', 'mixedInstancesPolicy', 'tags'].some((input) => changed.has(input));
    if (relaunches && isMap(after['instanceRefresh'])) throw notModelled('instance refresh of auto scaling groups');
    // only what changed: a desired capacity that a failover moved stays where it is
    const settings = settingsOf(Object.fromEntries([...changed].map((input) => [input, after[input]])));
    if (Object.keys(settings).length > 0) {
      aws.call('autoscaling', 'UpdateAutoScalingGroup', { AutoScalingGroupName: name, ...settings });
    }
    if (changed.has('tags')) retag(aws, name, before, after);
    if (changed.has('targetGroupArns')) retarget(aws, name, before, after);
    if (changed.has('suspendedProcesses')) {
      const { added, removed } = difference(before['suspendedProcesses'], after['suspendedProcesses']);
      if (removed.length > 0) processes(aws, 'ResumeProcesses', name, removed);
      if (added.length > 0) processes(aws, 'SuspendProcesses', name, added);
    }
    if (changed.has('enabledMetrics')) {
      const { added, removed } = difference(before['enabledMetrics'], after['enabledMetrics']);
      if (removed.length > 0) {
        aws.call('autoscaling', 'DisableMetricsCollection', { AutoScalingGroupName: name, Metrics: removed });
      }
      if (added.length > 0) enableMetrics(aws, name, added);
    }
    aws.settle(groupOf(aws, name)?.AutoScalingGroupARN ?? name);
  },

  /** The provider lowers it to nothing and waits, unless it is told to force the deletion. */
  delete(name, state, aws) {
    const arn = groupOf(aws, name)?.AutoScalingGroupARN ?? name;
    if (state['forceDelete'] !== true) {
      const nothing = { MinSize: 0, MaxSize: 0, DesiredCapacity: 0 };
      aws.call('autoscaling', 'UpdateAutoScalingGroup', { AutoScalingGroupName: name, ...nothing });
      aws.settle(arn);
    }
    aws.call('autoscaling', 'DeleteAutoScalingGroup', {
      AutoScalingGroupName: name,
      ForceDelete: state['forceDelete'] === true,
    });
    aws.settle(arn);
  },
};

/** Auto scaling groups, and what attaches target groups to them. */
export const adapters: readonly Adapter[] = [group, attachment];

const UNMODELLED = [
  'initialLifecycleHooks',
  'instanceLifecyclePolicy',
  'launchConfiguration',
  'loadBalancers',
  'maxInstanceLifetime',
  'placementGroup',
  'trafficSources',
  'warmPool',
];

/** Kept by the twin as they are; told where the program names them. */
const KEPT = [
  'availabilityZoneDistribution',
  'capacityRebalance',
  'capacityReservationSpecification',
  'context',
  'defaultInstanceWarmup',
  'desiredCapacityType',
  'instanceMaintenancePolicy',
] as const;

function groupOf(aws: AdapterAws, name: string): AutoScalingGroup | undefined {
  return aws.call<{ AutoScalingGroups: AutoScalingGroup[] }>('autoscaling', 'DescribeAutoScalingGroups', {
    AutoScalingGroupNames: [name],
  }).AutoScalingGroups[0];
}

function settingsOf(inputs: PropertyMap): object {
  const { launchTemplate, mixedInstancesPolicy } = inputs;
  const kept = KEPT.flatMap((input) => {
    const value = inputs[input];
    return value === undefined ? [] : [[input.charAt(0).toUpperCase() + input.slice(1), apiNames(value)] as const];
  });
  return {
    ...optional('MinSize', inputs['minSize']),
    ...optional('MaxSize', inputs['maxSize']),
    ...optional('DesiredCapacity', inputs['desiredCapacity']),
    ...optional('DefaultCooldown', inputs['defaultCooldown']),
    ...optional('HealthCheckType', inputs['healthCheckType']),
    ...optional('HealthCheckGracePeriod', inputs['healthCheckGracePeriod']),
    ...optional('NewInstancesProtectedFromScaleIn', inputs['protectFromScaleIn']),
    ...optional('ServiceLinkedRoleARN', inputs['serviceLinkedRoleArn']),
    ...(texts(inputs['terminationPolicies']).length > 0 && { TerminationPolicies: inputs['terminationPolicies'] }),
    ...(texts(inputs['availabilityZones']).length > 0 && { AvailabilityZones: inputs['availabilityZones'] }),
    ...(texts(inputs['vpcZoneIdentifiers']).length > 0 && {
      VPCZoneIdentifier: texts(inputs['vpcZoneIdentifiers']).sort().join(','),
    }),
    ...(isMap(launchTemplate) && { LaunchTemplate: apiNames(launchTemplate, TEMPLATE) }),
    ...(isMap(mixedInstancesPolicy) && { MixedInstancesPolicy: apiNames(mixedInstancesPolicy) }),
    ...Object.fromEntries(kept),
  };
}

const TEMPLATE = { id: 'LaunchTemplateId', name: 'LaunchTemplateName' };

function templateTold(record: AutoScalingGroup): PropertyValue | undefined {
  return record.LaunchTemplate && pulumiNames(record.LaunchTemplate, TEMPLATE);
}

function keptTold(
  record: AutoScalingGroup,
  input: (typeof KEPT)[number],
  known: PropertyMap,
): PropertyValue | undefined {
  const member = (input.charAt(0).toUpperCase() + input.slice(1)) as keyof AutoScalingGroup;
  const value = record[member];
  return value === undefined ? undefined : likeKnown(pulumiNames(value), known[input]);
}

function tagOf(name: string, tag: PropertyMap): object {
  return {
    ResourceId: name,
    ResourceType: 'auto-scaling-group',
    Key: tag['key'],
    Value: tag['value'],
    PropagateAtLaunch: tag['propagateAtLaunch'] ?? false,
  };
}

function retag(aws: AdapterAws, name: string, before: PropertyMap, after: PropertyMap): void {
  const kept = new Set(maps(after['tags']).map((tag) => tag['key']));
  const removed = maps(before['tags']).filter((tag) => !kept.has(tag['key']));
  if (removed.length > 0) aws.call('autoscaling', 'DeleteTags', { Tags: removed.map((tag) => tagOf(name, tag)) });
  const wanted = maps(after['tags']).map((tag) => tagOf(name, tag));
  if (wanted.length > 0) aws.call('autoscaling', 'CreateOrUpdateTags', { Tags: wanted });
}

function retarget(aws: AdapterAws, name: string, before: PropertyMap, after: PropertyMap): void {
  const { added, removed } = difference(before['targetGroupArns'], after['targetGroupArns']);
  const send = (operation: string, arns: readonly string[]) => {
    if (arns.length === 0) return;
    aws.call('autoscaling', operation, { AutoScalingGroupName: name, TargetGroupARNs: arns });
  };
  send('DetachLoadBalancerTargetGroups', removed);
  send('AttachLoadBalancerTargetGroups', added);
}

function difference(before: PropertyValue | undefined, after: PropertyValue | undefined) {
  const [old, now] = [texts(before), texts(after)];
  return { added: now.filter((item) => !old.includes(item)), removed: old.filter((item) => !now.includes(item)) };
}

function processes(aws: AdapterAws, operation: string, name: string, names: readonly string[]): void {
  aws.call('autoscaling', operation, { AutoScalingGroupName: name, ScalingProcesses: names });
}

function enableMetrics(aws: AdapterAws, name: string, metrics: readonly string[]): void {
  aws.call('autoscaling', 'EnableMetricsCollection', {
    AutoScalingGroupName: name,
    Metrics: metrics,
    Granularity: '1Minute',
  });
}
