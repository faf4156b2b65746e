import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import type { World } from '../../world.ts';
import { alarmTable } from '../cloudwatch/records.ts';
import { findLaunchTemplate, launchTemplateVersion } from '../ec2/launch-templates.ts';
import type { AutoScaling } from './api.ts';
import { dataOf, templateOf, typesOf } from './launch.ts';
import type { Group, Launching, Member, MixedPolicy } from './records.ts';
import type { Preferences } from './refresh-records.ts';

type StartInput = Parameters<NonNullable<AutoScaling['StartInstanceRefresh']>>[0];
type SentPreferences = NonNullable<StartInput['Preferences']>;

/** The preferences of a refresh, checked, with AWS's defaults (API reference, RefreshPreferences). */
export function preferencesOf(call: Call, group: Group, sent: SentPreferences = {}): Preferences {
  refuseWrongPreferences(call, sent);
  const maintenance = group.notModelled['InstanceMaintenancePolicy'] as MaintenancePolicy | undefined;
  const warmup = group.notModelled['DefaultInstanceWarmup'] as number | undefined;
  return {
    minHealthyPercentage: sent.MinHealthyPercentage ?? maintenance?.MinHealthyPercentage ?? 90,
    maxHealthyPercentage: sent.MaxHealthyPercentage ?? maintenance?.MaxHealthyPercentage ?? 100,
    warmupSeconds: sent.InstanceWarmup ?? warmup ?? group.healthCheckGraceSeconds,
    checkpointPercentages: sent.CheckpointPercentages ?? [],
    checkpointDelaySeconds: sent.CheckpointDelay ?? 3600,
    skipMatching: sent.SkipMatching ?? false,
    autoRollback: sent.AutoRollback ?? false,
    protectedInstances: sent.ScaleInProtectedInstances ?? 'Wait',
    alarms: sent.AlarmSpecification?.Alarms ?? [],
    bakeSeconds: sent.BakeTime ?? 0,
    sent,
  };
}

/** What the desired configuration lets the group launch by; `undefined` where none was sent. */
export function desiredOf(call: Call, sent: StartInput['DesiredConfiguration']): Launching | undefined {
  if (!sent?.LaunchTemplate && !sent?.MixedInstancesPolicy) return undefined;
  if (sent.LaunchTemplate && sent.MixedInstancesPolicy) throw wrong('a launch template and a mixed instances policy');
  const desired = { template: sent.LaunchTemplate, mixed: sent.MixedInstancesPolicy as MixedPolicy | undefined };
  const group = { ...desired, region: call.region };
  try {
    dataOf(call.world, group, typesOf(call.world, group)[0]);
  } catch (error) {
    if (!(error instanceof AwsError) || error.status === 501) throw error;
    throw wrong(`the desired configuration cannot be used: ${error.message}`);
  }
  return desired;
}

/** Why a refresh with this desired configuration could not be rolled back (API reference, RollbackInstanceRefresh); row ASG-04. */
export function whyIrreversible(
  world: World,
  region: string,
  before: Launching,
  desired: Launching | undefined,
): string | undefined {
  if (!desired) return 'it has no desired configuration';
  const { Version } = templateOf(before);
  if (Version === undefined || Version.startsWith('$')) return `the group uses version ${Version ?? '$Default'}`;
  const { imageId } = dataOf(world, { ...before, region }, 'any');
  return imageId.startsWith('resolve:ssm:') ? 'the image is named by a parameter of Systems Manager' : undefined;
}

/** True where an instance was launched by this version of the template, as one of its types. */
export function isLaunchedBy(world: World, region: string, { template, instanceType }: Member, by: Launching): boolean {
  const { LaunchTemplateId: id, LaunchTemplateName: name, Version } = templateOf(by);
  const found = findLaunchTemplate(world, region, { id, name });
  const version = found && launchTemplateVersion(world, region, found.id, Version);
  const isSame = found?.id === template.id && String(version?.version) === template.version;
  return isSame && typesOf(world, { ...by, region }).includes(instanceType);
}

interface MaintenancePolicy {
  readonly MinHealthyPercentage?: number;
  readonly MaxHealthyPercentage?: number;
}

function refuseWrongPreferences(call: Call, sent: SentPreferences): void {
  const { MinHealthyPercentage: min, MaxHealthyPercentage: max, CheckpointPercentages: points = [] } = sent;
  bounded('MinHealthyPercentage', min, 0, 100);
  bounded('MaxHealthyPercentage', max, 100, 200);
  bounded('InstanceWarmup', sent.InstanceWarmup, 0, Number.MAX_SAFE_INTEGER);
  bounded('CheckpointDelay', sent.CheckpointDelay, 0, 172_800);
  bounded('BakeTime', sent.BakeTime, 0, 172_800);
  for (const point of points) bounded('CheckpointPercentages', point, 1, 100);
  if (points.some((point, index) => point <= (points[index - 1] ?? 0)))
    throw wrong('checkpoints not in ascending order');
  if (max !== undefined && min === undefined) throw wrong('MaxHealthyPercentage without MinHealthyPercentage');
  if (max !== undefined && min !== undefined && max - min > 100) throw wrong('percentages more than 100 apart');
  if (sent.CheckpointDelay !== undefined && points.length === 0) throw wrong('CheckpointDelay without checkpoints');
  if (sent.StandbyInstances !== undefined && sent.StandbyInstances !== 'Wait') {
    throw notModelled('StandbyInstances: no instance of the twin is in standby');
  }
  const { Alarms = [] } = sent.AlarmSpecification ?? {};
  if (Alarms.length > 10) throw wrong(`${Alarms.length} alarms where 10 are the most`);
  const unknown = Alarms.find((name) => !alarmTable(call.world).get(`${call.region}/${name}`));
  if (unknown !== undefined) throw wrong(`there is no alarm ${unknown} in ${call.region}`);
}

function bounded(name: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  throw wrong(`${name} ${value} is not within ${least} and ${most}`);
}

/** Auto Scaling has no code of its own for preferences that are wrong. */
function wrong(what: string): AwsError {
  return new AwsError('ValidationError', what);
}
