import type { Table, World } from '../../world.ts';
import type { TemplateReference } from '../ec2/launch-data.ts';

/** What the twin keeps of EC2 Auto Scaling: plain JSON, instants in milliseconds since the Unix epoch, keys `region/name`. */
export interface Group {
  readonly arn: string;
  readonly region: string;
  readonly name: string;
  readonly createdMs: number;
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  readonly cooldownSeconds: number;
  readonly healthCheckType: string;
  readonly healthCheckGraceSeconds: number;
  readonly template?: TemplateReference | undefined;
  /** What it launches by while an instance refresh is under way, in the place of its own template. */
  readonly launching?: Launching | undefined;
  /** Instances above the desired capacity that an instance refresh launches before it ends old ones. */
  readonly surge?: number | undefined;
  /** `MixedInstancesPolicy` as it was sent; of it the twin heeds the template and the overrides' types, in their order. */
  readonly mixed?: MixedPolicy | undefined;
  readonly subnetIds: readonly string[];
  /** Sorted. */
  readonly targetGroupArns: readonly string[];
  readonly terminationPolicies: readonly string[];
  readonly protectFromScaleIn: boolean;
  readonly serviceLinkedRoleArn: string;
  /** In the order of their keys. */
  readonly tags: readonly GroupTag[];
  /** Sorted. */
  readonly suspended: readonly string[];
  readonly metrics: readonly string[];
  /** Properties that the twin keeps and does not heed, as they were sent. */
  readonly notModelled: Readonly<Record<string, unknown>>;
  readonly instances: readonly Member[];
  readonly deleting: boolean;
  /** Launches begun so far, failed ones too: what makes each one's chance its own. */
  readonly launches: number;
  /** Launches that failed one after the other: what makes the next one try another type and zone. */
  readonly failures: number;
  readonly failingSinceMs?: number | undefined;
  /** When the last scaling activity ended; what a cooldown counts from. */
  readonly scaledMs?: number | undefined;
}

/** Which template instances are launched by. */
export type Launching = Pick<Group, 'template' | 'mixed'>;

export interface MixedPolicy {
  readonly LaunchTemplate?: {
    readonly LaunchTemplateSpecification?: TemplateReference | undefined;
    readonly Overrides?: readonly {
      readonly InstanceType?: string | undefined;
      readonly InstanceRequirements?: unknown;
      readonly LaunchTemplateSpecification?: TemplateReference | undefined;
    }[];
  };
  readonly InstancesDistribution?: { readonly OnDemandPercentageAboveBaseCapacity?: number | undefined };
}

export interface GroupTag {
  readonly key: string;
  readonly value: string;
  readonly propagate: boolean;
}

export interface Member {
  readonly id: string;
  readonly zone: string;
  readonly instanceType: string;
  readonly state: 'Pending' | 'InService' | 'Terminating';
  readonly healthy: boolean;
  readonly protected: boolean;
  readonly template: { readonly id: string; readonly name: string; readonly version: string };
  readonly launchedMs: number;
  readonly inServiceMs?: number | undefined;
  /** The activity of its launch, then of its termination. */
  readonly activityId: string;
}

export interface Activity {
  readonly id: string;
  readonly groupName: string;
  readonly groupArn: string;
  readonly description: string;
  readonly cause: string;
  readonly status: 'InProgress' | 'WaitingForELBConnectionDraining' | 'Successful' | 'Failed';
  readonly statusMessage?: string | undefined;
  readonly startMs: number;
  readonly endMs?: number | undefined;
  readonly progress: number;
  readonly zone?: string | undefined;
}

export const groups = (world: World): Table<Group> => world.table('autoscaling.group');
/** Keys `region/name/number`, the number counts the group's activities. */
export const activities = (world: World): Table<Activity> => world.table('autoscaling.activity');

export function groupKey(group: Pick<Group, 'region' | 'name'>): string {
  return `${group.region}/${group.name}`;
}

export function putGroup(world: World, group: Group): Group {
  groups(world).put(groupKey(group), group);
  return group;
}

/** Region and name are in the ARN: `arn:aws:autoscaling:region:account:autoScalingGroup:uuid:autoScalingGroupName/name`. */
export function groupByArn(world: World, arn: string): Group | undefined {
  const [, , , region = '', , , , last = ''] = arn.split(':');
  return groups(world).get(groupKey({ region, name: last.slice('autoScalingGroupName/'.length) }));
}
