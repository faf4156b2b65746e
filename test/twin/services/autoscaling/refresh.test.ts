import { expect, test } from 'vitest';
import { HOUR_MS } from '../../../../src/lib/clock.ts';
import { strike } from '../../../../src/twin/physics/faults.ts';
import { reachableTargets } from '../../../../src/twin/services/elbv2/reachable-targets.ts';
import { EAST, NetworkWorld } from '../../../support/network-world.ts';

const FLEET = { AutoScalingGroupName: 'fleet' };

/** A fleet that serves by version 1 of its template, of which there is a version 2 with another image. */
function serving(desired = 6, group: object = {}) {
  const world = new NetworkWorld();
  world.world.transact(() => strike(world.world, { kind: 'capacity', region: EAST, probability: 0 }, 100 * HOUR_MS));
  const check = { HealthCheckIntervalSeconds: 10, UnhealthyThresholdCount: 2 };
  const fleet = world.fleet(world.network(), { desired, check, group: { HealthCheckGracePeriod: 60, ...group } });
  world.settle();
  world.autoscaling('UpdateAutoScalingGroup', { ...FLEET, LaunchTemplate: version(fleet.templateId, '1') });
  const data = { LaunchTemplateData: { ImageId: 'ami-2' }, SourceVersion: '1', LaunchTemplateId: fleet.templateId };
  world.ec2('CreateLaunchTemplateVersion', data);
  return { world, fleet };
}

function version(LaunchTemplateId: string, Version: string) {
  return { LaunchTemplateId, Version };
}

function start(world: NetworkWorld, templateId: string, Preferences: object = {}, to = '2'): void {
  world.autoscaling('StartInstanceRefresh', {
    ...FLEET,
    DesiredConfiguration: { LaunchTemplate: version(templateId, to) },
    Preferences: { InstanceWarmup: 30, ...Preferences },
  });
}

interface RefreshView {
  readonly Status: string;
  readonly StatusReason?: string;
  readonly PercentageComplete: number;
  readonly InstancesToUpdate: number;
  readonly RollbackDetails?: { readonly PercentageCompleteOnRollback: number };
}

function newest(world: NetworkWorld): RefreshView | undefined {
  return world.autoscaling<{ InstanceRefreshes: RefreshView[] }>('DescribeInstanceRefreshes', FLEET)
    .InstanceRefreshes[0];
}

function versions(world: NetworkWorld): string {
  const members = world.members() as unknown as { LifecycleState: string; LaunchTemplate: { Version: string } }[];
  const kept = members.filter((one) => one.LifecycleState !== 'Terminating');
  return kept
    .map((one) => one.LaunchTemplate.Version)
    .sort()
    .join('');
}

function groupVersion(world: NetworkWorld): string | undefined {
  const groups = world.autoscaling<{ AutoScalingGroups: { LaunchTemplate?: { Version: string } }[] }>(
    'DescribeAutoScalingGroups',
    FLEET,
  );
  return groups.AutoScalingGroups[0]?.LaunchTemplate?.Version;
}

/** The fewest targets that took requests while time passed. */
function fewest(world: NetworkWorld, targetGroupArn: string, seconds: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let second = 0; second < seconds; second += 5) {
    world.pass(5);
    least = Math.min(least, reachableTargets(world.world, targetGroupArn).length);
  }
  return least;
}

function spoil(world: NetworkWorld, effect: 'unhealthy' | 'errors'): void {
  const fault = { kind: 'bad-image', region: EAST, image: 'ami-2', effect } as const;
  world.world.transact(() => strike(world.world, fault, 100 * HOUR_MS));
}

const FULL = { MinHealthyPercentage: 100, MaxHealthyPercentage: 150 };

test('at a minimum of 100 % no target is lost: new instances are launched before old ones are ended', () => {
  const { world, fleet } = serving();
  start(world, fleet.templateId, FULL);
  expect(newest(world)).toMatchObject({ Status: 'Pending', PercentageComplete: 0, InstancesToUpdate: 6 });
  expect(fewest(world, fleet.targetGroupArn, 3600)).toBeGreaterThanOrEqual(6);
  expect(newest(world)).toMatchObject({ Status: 'Successful', PercentageComplete: 100, InstancesToUpdate: 0 });
  expect([versions(world), groupVersion(world)]).toEqual(['222222', '2']);
});

test('below 100 % instances are ended first, and never more than the minimum allows', () => {
  const { world, fleet } = serving();
  start(world, fleet.templateId, { MinHealthyPercentage: 50 });
  const least = fewest(world, fleet.targetGroupArn, 3600);
  expect([least < 6, least >= 3, versions(world)]).toEqual([true, true, '222222']);
});

test('at a checkpoint it waits for the delay, and goes on by itself', () => {
  const { world, fleet } = serving();
  start(world, fleet.templateId, { ...FULL, CheckpointPercentages: [16, 50, 100], CheckpointDelay: 1800 });
  world.pass(600);
  expect(newest(world)).toMatchObject({ PercentageComplete: 16, InstancesToUpdate: 5 });
  expect(versions(world)).toBe('111112');
  world.pass(1000);
  expect(versions(world)).toBe('111112');
  world.pass(1200);
  expect([versions(world), newest(world)?.PercentageComplete]).toEqual(['111222', 50]);
  world.pass(3600);
  expect([versions(world), newest(world)?.Status, groupVersion(world)]).toEqual(['222222', 'Successful', '2']);
});

test('it bakes before it is complete, and can be rolled back until then and not afterwards', () => {
  const { world, fleet } = serving(2);
  start(world, fleet.templateId, { ...FULL, BakeTime: 1800 });
  world.pass(1200);
  expect(newest(world)).toMatchObject({ Status: 'Baking', PercentageComplete: 100 });
  expect(groupVersion(world)).toBe('1');
  world.autoscaling('RollbackInstanceRefresh', FLEET);
  expect(newest(world)).toMatchObject({ Status: 'RollbackInProgress', PercentageComplete: 100 });
  world.pass(1800);
  expect(newest(world)).toMatchObject({ Status: 'RollbackSuccessful', PercentageComplete: 0 });
  expect([versions(world), groupVersion(world)]).toEqual(['11', '1']);
  const late = world.refusal(() => world.autoscaling('RollbackInstanceRefresh', FLEET));
  expect(late.code).toBe('ActiveInstanceRefreshNotFound');
});

test('of a rollback half way only what was replaced is replaced back', () => {
  const { world, fleet } = serving();
  const before = world.members().map(({ InstanceId }) => InstanceId);
  start(world, fleet.templateId, { ...FULL, CheckpointPercentages: [50, 100] });
  world.pass(1200);
  const kept = world.members().filter(({ InstanceId }) => before.includes(InstanceId));
  expect(kept).toHaveLength(3);
  world.autoscaling('RollbackInstanceRefresh', FLEET);
  world.pass(1800);
  const ids = world.members().map(({ InstanceId }) => InstanceId);
  expect(kept.every(({ InstanceId }) => ids.includes(InstanceId))).toBe(true);
  expect([versions(world), newest(world)?.RollbackDetails]).toMatchObject([
    '111111',
    { PercentageCompleteOnRollback: 50 },
  ]);
});

test('an image that never turns healthy makes it stand still, and fail after an hour with the old instances in service', () => {
  const { world, fleet } = serving();
  spoil(world, 'unhealthy');
  start(world, fleet.templateId, FULL);
  expect(fewest(world, fleet.targetGroupArn, 3500)).toBe(6);
  expect(newest(world)).toMatchObject({ Status: 'InProgress', PercentageComplete: 0 });
  expect(fewest(world, fleet.targetGroupArn, 1800)).toBe(6);
  expect(newest(world)?.Status).toBe('Failed');
  world.pass(1800);
  expect([versions(world), groupVersion(world)]).toEqual(['111111', '1']);
});

test('with AutoRollback it goes back by itself where it fails', () => {
  const { world, fleet } = serving();
  spoil(world, 'unhealthy');
  start(world, fleet.templateId, { MinHealthyPercentage: 50, AutoRollback: true });
  world.pass(2 * 3600 + 1800);
  expect(newest(world)).toMatchObject({ Status: 'RollbackSuccessful' });
  expect([versions(world), groupVersion(world)]).toEqual(['111111', '1']);
});

test('an image that serves errors passes every health check', () => {
  const { world, fleet } = serving(2);
  spoil(world, 'errors');
  start(world, fleet.templateId, FULL);
  world.pass(3600);
  expect([newest(world)?.Status, reachableTargets(world.world, fleet.targetGroupArn).length]).toEqual([
    'Successful',
    2,
  ]);
});

test('with SkipMatching a refresh begun again replaces nothing, without it everything once more', () => {
  const { world, fleet } = serving(2);
  start(world, fleet.templateId, FULL);
  world.pass(3600);
  const ids = world.members().map(({ InstanceId }) => InstanceId);
  start(world, fleet.templateId, { ...FULL, SkipMatching: true });
  expect(newest(world)).toMatchObject({ InstancesToUpdate: 0 });
  world.pass(300);
  expect([newest(world)?.Status, world.members().map(({ InstanceId }) => InstanceId)]).toEqual(['Successful', ids]);
  start(world, fleet.templateId, FULL);
  world.pass(3600);
  expect(world.members().filter(({ InstanceId }) => ids.includes(InstanceId))).toEqual([]);
});

test('a lost region has no refresh: it goes on when the region is back', () => {
  const { world, fleet } = serving(2);
  start(world, fleet.templateId, FULL);
  world.pass(60);
  world.world.transact(() => strike(world.world, { kind: 'region-loss', region: EAST }, 3 * HOUR_MS));
  world.pass(3 * 3600 + 1800);
  expect([newest(world)?.Status, versions(world)]).toEqual(['Successful', '22']);
});

test('an alarm that it watches fails it', () => {
  const { world, fleet } = serving(2);
  world.call('cloudwatch', 'PutMetricAlarm', {
    AlarmName: 'errors',
    Namespace: 'own',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
  });
  const watched = { AlarmSpecification: { Alarms: ['errors'] }, AutoRollback: true, CheckpointPercentages: [50, 100] };
  start(world, fleet.templateId, { ...FULL, ...watched });
  world.pass(600);
  const datum = { MetricName: 'Errors', Value: 3, Timestamp: new Date(world.world.nowMs) };
  world.call('cloudwatch', 'PutMetricData', { Namespace: 'own', MetricData: [datum] });
  world.pass(1800);
  expect(newest(world)).toMatchObject({ Status: 'RollbackSuccessful' });
  expect(versions(world)).toBe('11');
});

test.each([
  [{ CheckpointPercentages: [50, 20] }, 'ascending'],
  [{ CheckpointDelay: 60 }, 'without checkpoints'],
  [{ MaxHealthyPercentage: 110 }, 'without MinHealthyPercentage'],
  [{ MinHealthyPercentage: 10, MaxHealthyPercentage: 150 }, 'apart'],
  [{ BakeTime: 172_801 }, 'not within'],
  [{ AlarmSpecification: { Alarms: ['none'] } }, 'no alarm'],
])('preferences that AWS does not take are refused: %o', (Preferences, text) => {
  const { world, fleet } = serving(2);
  expect(() => start(world, fleet.templateId, Preferences)).toThrow(text);
});

test('what is not modelled of it is refused by name', () => {
  const { world, fleet } = serving(2);
  expect(() => start(world, fleet.templateId, { StandbyInstances: 'Ignore' })).toThrow('StandbyInstances');
  const root = { ...FLEET, Strategy: 'ReplaceRootVolume' };
  expect(() => world.autoscaling('StartInstanceRefresh', root)).toThrow('ReplaceRootVolume');
});

test('numbers of launch template versions are never given twice', () => {
  const { world, fleet } = serving(2);
  const LaunchTemplateId = fleet.templateId;
  const latest = () =>
    world.ec2<{ LaunchTemplateVersions: { VersionNumber: number; LaunchTemplateData: object }[] }>(
      'DescribeLaunchTemplateVersions',
      { LaunchTemplateId, Versions: ['$Latest'] },
    ).LaunchTemplateVersions[0];
  expect(latest()).toMatchObject({
    VersionNumber: 2,
    LaunchTemplateData: { ImageId: 'ami-2', InstanceType: 'm7g.large' },
  });
  const deleted = world.ec2('DeleteLaunchTemplateVersions', { LaunchTemplateId, Versions: ['2', '9'] });
  expect(deleted).toMatchObject({
    SuccessfullyDeletedLaunchTemplateVersions: [{ VersionNumber: 2 }],
    UnsuccessfullyDeletedLaunchTemplateVersions: [
      { VersionNumber: 9, ResponseError: { Code: 'launchTemplateVersionDoesNotExist' } },
    ],
  });
  expect(latest()?.VersionNumber).toBe(1);
  world.ec2('CreateLaunchTemplateVersion', { LaunchTemplateId, LaunchTemplateData: {}, SourceVersion: '1' });
  expect(latest()?.VersionNumber).toBe(3);
});

test('rolled back before a new instance serves, no old one is ended', () => {
  const { world, fleet } = serving();
  spoil(world, 'unhealthy');
  start(world, fleet.templateId, FULL);
  world.pass(900);
  world.autoscaling('RollbackInstanceRefresh', FLEET);
  expect(fewest(world, fleet.targetGroupArn, 1800)).toBe(6);
  expect([versions(world), newest(world)?.Status]).toEqual(['111111', 'RollbackSuccessful']);
});
