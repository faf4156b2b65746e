import type { World } from '../../world.ts';
import { inRegion, subnets } from '../ec2/records.ts';
import type { Activity, Group, Member } from './records.ts';

/** A group as DescribeAutoScalingGroups answers it. */
export function describeGroup(world: World, group: Group) {
  const zones = group.subnetIds.flatMap((id) => subnets(world).get(inRegion(group.region, id))?.zone ?? []);
  return {
    ...group.notModelled,
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: group.arn,
    LaunchTemplate: group.template,
    MixedInstancesPolicy: group.mixed as object | undefined,
    MinSize: group.min,
    MaxSize: group.max,
    DesiredCapacity: group.desired,
    DefaultCooldown: group.cooldownSeconds,
    AvailabilityZones: [...new Set(zones)].sort(),
    TargetGroupARNs: [...group.targetGroupArns],
    LoadBalancerNames: [],
    TrafficSources: group.targetGroupArns.map((arn) => ({ Identifier: arn, Type: 'elbv2' })),
    HealthCheckType: group.healthCheckType,
    HealthCheckGracePeriod: group.healthCheckGraceSeconds,
    Instances: group.instances.map(describeMember),
    CreatedTime: new Date(group.createdMs),
    SuspendedProcesses: group.suspended.map((ProcessName) => ({ ProcessName, SuspensionReason: 'User suspended' })),
    VPCZoneIdentifier: group.subnetIds.join(','),
    EnabledMetrics: group.metrics.map((Metric) => ({ Metric, Granularity: '1Minute' })),
    TerminationPolicies: [...group.terminationPolicies],
    NewInstancesProtectedFromScaleIn: group.protectFromScaleIn,
    ServiceLinkedRoleARN: group.serviceLinkedRoleArn,
    Status: group.deleting ? 'Delete in progress' : undefined,
    Tags: group.tags.map((tag) => describeTag(group, tag)),
  };
}

export function describeTag(group: Group, tag: Group['tags'][number]) {
  return {
    ResourceId: group.name,
    ResourceType: 'auto-scaling-group',
    Key: tag.key,
    Value: tag.value,
    PropagateAtLaunch: tag.propagate,
  };
}

export function describeMember(member: Member) {
  return {
    InstanceId: member.id,
    InstanceType: member.instanceType,
    AvailabilityZone: member.zone,
    LifecycleState: member.state as 'InService',
    HealthStatus: member.healthy ? 'Healthy' : 'Unhealthy',
    ProtectedFromScaleIn: member.protected,
    LaunchTemplate: {
      LaunchTemplateId: member.template.id,
      LaunchTemplateName: member.template.name,
      Version: member.template.version,
    },
  };
}

export function describeActivity(activity: Activity) {
  return {
    ActivityId: activity.id,
    AutoScalingGroupName: activity.groupName,
    AutoScalingGroupARN: activity.groupArn,
    Description: activity.description,
    Cause: activity.cause,
    StartTime: new Date(activity.startMs),
    EndTime: activity.endMs === undefined ? undefined : new Date(activity.endMs),
    StatusCode: activity.status,
    StatusMessage: activity.statusMessage,
    Progress: activity.progress,
    Details: JSON.stringify(activity.zone ? { 'Availability Zone': activity.zone } : {}),
  };
}
