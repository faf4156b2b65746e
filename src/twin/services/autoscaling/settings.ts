import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { inRegion, subnets } from '../ec2/records.ts';
import { keyOf, targetGroups } from '../elbv2/records.ts';
import type { AutoScaling } from './api.ts';
import { dataOf, typesOf } from './launch.ts';
import type { Group, GroupTag, MixedPolicy } from './records.ts';

type CreateInput = Parameters<NonNullable<AutoScaling['CreateAutoScalingGroup']>>[0];
type UpdateInput = Parameters<NonNullable<AutoScaling['UpdateAutoScalingGroup']>>[0];
/** What both calls have, and what only one of them has. */
type SentSettings = Partial<Omit<CreateInput, keyof UpdateInput>> & UpdateInput;
type Settings = Pick<
  Group,
  | 'min'
  | 'max'
  | 'desired'
  | 'cooldownSeconds'
  | 'healthCheckType'
  | 'healthCheckGraceSeconds'
  | 'template'
  | 'mixed'
  | 'subnetIds'
  | 'terminationPolicies'
  | 'protectFromScaleIn'
  | 'serviceLinkedRoleArn'
  | 'notModelled'
>;

/** What the twin can keep of one group and still answer at once. */
const MOST_INSTANCES = 1_000;

/**
 * The settings of a group after a create or an update, checked against the world. `before` is what they were; for a create,
 * AWS's defaults: a grace period of 0 (row ASG-14), a cooldown of 300 s.
 */
export function settingsOf(call: Call, input: SentSettings, before: Settings | undefined): Settings {
  refuseUnmodelled(input);
  const min = input.MinSize ?? before?.min ?? 0;
  const max = input.MaxSize ?? before?.max ?? 0;
  // an update that leaves the desired capacity outside the new bounds moves it (API reference, UpdateAutoScalingGroup)
  const desired = input.DesiredCapacity ?? (before ? Math.min(Math.max(before.desired, min), max) : min);
  for (const size of [min, max, desired]) {
    if (!Number.isInteger(size) || size < 0) throw new AwsError('ValidationError', `${size} is no size of a group`);
    if (size > MOST_INSTANCES) throw notModelled(`groups of more than ${MOST_INSTANCES} instances`);
  }
  if (min > max || desired < min || desired > max) {
    throw new AwsError('ValidationError', `desired ${desired} is not within ${min} and ${max}`);
  }
  const named = input.LaunchTemplate !== undefined || input.MixedInstancesPolicy !== undefined;
  const settings: Settings = {
    min,
    max,
    desired,
    cooldownSeconds: input.DefaultCooldown ?? before?.cooldownSeconds ?? 300,
    healthCheckType: input.HealthCheckType ?? before?.healthCheckType ?? 'EC2',
    healthCheckGraceSeconds: input.HealthCheckGracePeriod ?? before?.healthCheckGraceSeconds ?? 0,
    template: named ? input.LaunchTemplate : before?.template,
    mixed: named ? (input.MixedInstancesPolicy as MixedPolicy | undefined) : before?.mixed,
    subnetIds: input.VPCZoneIdentifier?.split(',').filter(Boolean) ?? before?.subnetIds ?? [],
    terminationPolicies: input.TerminationPolicies ?? before?.terminationPolicies ?? ['Default'],
    protectFromScaleIn: input.NewInstancesProtectedFromScaleIn ?? before?.protectFromScaleIn ?? false,
    serviceLinkedRoleArn: input.ServiceLinkedRoleARN ?? before?.serviceLinkedRoleArn ?? serviceLinkedRole(call.account),
    notModelled: { ...before?.notModelled, ...kept(input) },
  };
  refuseUnusable(call, settings);
  return settings;
}

export function tagsOf(input: readonly SentTag[] | undefined): GroupTag[] {
  return (input ?? []).map((tag) => ({
    key: tag.Key ?? '',
    value: tag.Value ?? '',
    propagate: tag.PropagateAtLaunch ?? false,
  }));
}

/** Tags with others put over them, in the order of their keys. */
export function mergedTags(tags: readonly GroupTag[], added: readonly GroupTag[]): GroupTag[] {
  const merged = new Map([...tags, ...added].map((tag) => [tag.key, tag]));
  return [...merged.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

export function checkTargetGroups(call: Call, arns: readonly string[]): string[] {
  const unknown = arns.find((arn) => !targetGroups(call.world).get(keyOf(arn)) || !arn.includes(`:${call.region}:`));
  if (unknown !== undefined)
    throw new AwsError('ValidationError', `there is no target group ${unknown} in ${call.region}`);
  return [...new Set(arns)].sort();
}

interface SentTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
  readonly PropagateAtLaunch?: boolean | undefined;
}

/** Kept as they are and answered again; nothing here depends on them. */
const KEPT = [
  'CapacityRebalance',
  'DefaultInstanceWarmup',
  'DesiredCapacityType',
  'Context',
  'InstanceMaintenancePolicy',
  'AvailabilityZoneDistribution',
  'AvailabilityZoneImpairmentPolicy',
  'CapacityReservationSpecification',
] as const;

function kept(input: SentSettings): Record<string, unknown> {
  return Object.fromEntries(KEPT.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])));
}

function refuseUnmodelled(input: SentSettings): void {
  const refused = [
    'LaunchConfigurationName',
    'InstanceId',
    'LoadBalancerNames',
    'LifecycleHookSpecificationList',
    'MaxInstanceLifetime',
    'PlacementGroup',
  ] as const;
  const found = refused.find((name) => {
    const value = input[name];
    return value !== undefined && value !== 0 && !(Array.isArray(value) && value.length === 0);
  });
  if (found) throw notModelled(`${found} of auto scaling groups`);
  if (input.TrafficSources?.length) throw notModelled('traffic sources; name target groups instead');
  if (input.AvailabilityZones?.length && !input.VPCZoneIdentifier) throw notModelled('groups outside a VPC');
  const policies = (input.TerminationPolicies ?? []).filter((policy) => policy !== 'Default');
  if (policies.length > 0) throw notModelled(`the termination policies ${policies.join(', ')}`);
  const { MixedInstancesPolicy: mixed } = input;
  if ((mixed?.InstancesDistribution?.OnDemandPercentageAboveBaseCapacity ?? 100) < 100)
    throw notModelled('spot instances');
}

function refuseUnusable(call: Call, settings: Settings): void {
  const group = { ...settings, region: call.region };
  if (settings.subnetIds.length === 0) throw new AwsError('ValidationError', 'a group needs subnets');
  const unknown = settings.subnetIds.find((id) => !subnets(call.world).get(inRegion(call.region, id)));
  if (unknown !== undefined) throw new AwsError('ValidationError', `there is no ${unknown} in ${call.region}`);
  if (!settings.template && !settings.mixed) throw new AwsError('ValidationError', 'a group needs a launch template');
  try {
    dataOf(call.world, group, typesOf(call.world, group)[0]);
  } catch (error) {
    if (!(error instanceof AwsError) || error.status === 501) throw error;
    throw new AwsError('ValidationError', `the launch template cannot be used: ${error.message}`);
  }
}

function serviceLinkedRole(account: string): string {
  return `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
}
