import type { InputOf, OutputOf } from '../../aws/index.ts';
import { EvenkeelError } from '../../lib/errors.ts';
import { type Act, act } from '../step.ts';
import type { StepIo } from '../step-io.ts';

/** What an auto scaling group launches by, and what its instances were launched by. */
export interface FleetVersions {
  readonly templateId: string;
  /** As the group names it: a number, `$Latest` or `$Default`. */
  readonly version: string;
  readonly desired: number;
  /** The version of each instance that is not on its way out. */
  readonly instances: readonly string[];
}

/** An instance refresh of a group. */
export interface RefreshReading {
  readonly status: string;
  readonly percentage: number;
  readonly reason: string;
  /** The version of the launch template that it goes to. */
  readonly toVersion: string | undefined;
  readonly startedMs: number;
  /** True while AWS works on it, its rollback included. */
  readonly isActive: boolean;
  /** True where it is being, or was, taken back. */
  readonly isRolledBack: boolean;
}

/** How the instances of a group are to be replaced. */
export type RefreshPreferences = NonNullable<InputOf<'autoscaling.StartInstanceRefresh'>['Preferences']>;

/** Calls `autoscaling.DescribeAutoScalingGroups`. Throws where there is no such group, or none with a launch template. */
export async function readFleetVersions(io: StepIo, region: string, group: string): Promise<FleetVersions> {
  const found = await readGroup(io, region, group);
  const { LaunchTemplateId, Version } = templateOf(found) ?? {};
  if (!found || LaunchTemplateId === undefined) throw withoutTemplate(region, group, found !== undefined);
  const instances = (found.Instances ?? []).filter((one) => !one.LifecycleState?.startsWith('Terminat'));
  return {
    templateId: LaunchTemplateId,
    version: Version ?? '$Default',
    desired: found.DesiredCapacity ?? 0,
    instances: instances.map((one) => one.LaunchTemplate?.Version ?? 'none'),
  };
}

/**
 * The newest instance refresh of a group, or the newest of its last hundred that is meant. Calls
 * `autoscaling.DescribeInstanceRefreshes`; `undefined` where the group has had none for six weeks.
 */
export async function readRefresh(
  io: StepIo,
  region: string,
  group: string,
  isMeant?: (refresh: RefreshReading) => Promise<boolean>,
): Promise<RefreshReading | undefined> {
  const { InstanceRefreshes } = await io.call('autoscaling.DescribeInstanceRefreshes', region, {
    AutoScalingGroupName: group,
    MaxRecords: isMeant ? 100 : 1,
  });
  for (const found of InstanceRefreshes ?? []) {
    const refresh = readingOf(found);
    if (!isMeant || (await isMeant(refresh))) return refresh;
  }
  return undefined;
}

function readingOf(found: Refresh): RefreshReading {
  const { Status: status = '', DesiredConfiguration: to, StartTime } = found;
  return {
    status,
    percentage: found.PercentageComplete ?? 0,
    reason: found.StatusReason ?? '',
    toVersion: templateOf(to)?.Version,
    startedMs: StartTime?.getTime() ?? 0,
    isActive: ACTIVE.has(status),
    isRolledBack: status.startsWith('Rollback'),
  };
}

/**
 * The call that replaces the instances of a group by those of another version of its launch template; everything else that the
 * group launches by stays. Calls `autoscaling.DescribeAutoScalingGroups`.
 */
export async function refreshTo(
  io: StepIo,
  region: string,
  group: string,
  version: string,
  Preferences: RefreshPreferences,
): Promise<Act> {
  const found = await readGroup(io, region, group);
  const { LaunchTemplateId } = templateOf(found) ?? {};
  // AWS takes the id or the name of a template, and tells both
  const template = { LaunchTemplateId, Version: version };
  const { MixedInstancesPolicy: mixed } = found ?? {};
  const DesiredConfiguration = mixed
    ? {
        MixedInstancesPolicy: {
          ...mixed,
          LaunchTemplate: { ...mixed.LaunchTemplate, LaunchTemplateSpecification: template },
        },
      }
    : { LaunchTemplate: template };
  const input = { AutoScalingGroupName: group, DesiredConfiguration, Preferences };
  return { ...act('autoscaling.StartInstanceRefresh', region, input), about: `${group} to version ${version}` };
}

const ACTIVE = new Set(['Pending', 'InProgress', 'Baking', 'Cancelling', 'RollbackInProgress']);

type Refresh = NonNullable<OutputOf<'autoscaling.DescribeInstanceRefreshes'>['InstanceRefreshes']>[number];
type Group = NonNullable<OutputOf<'autoscaling.DescribeAutoScalingGroups'>['AutoScalingGroups']>[number];

async function readGroup(io: StepIo, region: string, group: string): Promise<Group | undefined> {
  const { AutoScalingGroups } = await io.call('autoscaling.DescribeAutoScalingGroups', region, {
    AutoScalingGroupNames: [group],
  });
  return AutoScalingGroups?.[0];
}

function templateOf(by: Pick<Group, 'LaunchTemplate' | 'MixedInstancesPolicy'> | undefined) {
  return by?.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification ?? by?.LaunchTemplate;
}

function withoutTemplate(region: string, group: string, isThere: boolean): EvenkeelError {
  return new EvenkeelError({
    code: 'fleet-without-template',
    message: `${region} has no auto scaling group ${group} with a launch template`,
    found: isThere ? 'a group that launches without one' : 'no such group',
    allowed: 'a group that launches by a launch template named by its id',
    next: 'check that the system is up: evenkeel preview',
  });
}
