import { expect } from 'vitest';
import { HOUR_MS } from '../../../src/lib/clock.ts';
import { faultTable, strike } from '../../../src/twin/physics/faults.ts';
import { breakApplication } from '../../../src/twin/services/elbv2/application.ts';
import { EAST, type Fleet, type FleetOptions, NetworkWorld } from '../../support/network-world.ts';
import { RefusalTests } from '../../support/refusal-rows.ts';
import { coverage } from './scaling.ts';

const rows = new RefusalTests(['ASG'], coverage);
const FLEET = { AutoScalingGroupName: 'fleet' };
const CHECK = { HealthCheckIntervalSeconds: 10, UnhealthyThresholdCount: 2 };

/** A fleet of three that serves, where launches find capacity. */
function serving(options: FleetOptions = {}): { world: NetworkWorld; fleet: Fleet } {
  const world = new NetworkWorld();
  capacity(world, 0);
  const fleet = world.fleet(world.network(), { check: CHECK, ...options });
  world.settle();
  return { world, fleet };
}

function capacity(world: NetworkWorld, probability: number): void {
  const fault = { kind: 'capacity', region: EAST, probability } as const;
  world.world.transact(() => {
    for (const [key] of faultTable(world.world).entries()) faultTable(world.world).delete(key);
    strike(world.world, fault, 100 * HOUR_MS);
  });
}

function desire(world: NetworkWorld, DesiredCapacity: number, more: object = {}): void {
  world.autoscaling('SetDesiredCapacity', { ...FLEET, DesiredCapacity, ...more });
}

function fail(world: NetworkWorld, id: string): void {
  world.world.transact(() => breakApplication(world.world, EAST, id));
}

function lifecycle(world: NetworkWorld): string[] {
  return world
    .members()
    .map((member) => member.LifecycleState)
    .sort();
}

/** A fleet of a numbered version, of which there is a second one. */
function versioned(options: FleetOptions = {}): { world: NetworkWorld; desired: object } {
  const { world, fleet } = serving(options);
  const LaunchTemplate = { LaunchTemplateId: fleet.templateId, Version: '1' };
  world.autoscaling('UpdateAutoScalingGroup', { ...FLEET, LaunchTemplate });
  world.ec2('CreateLaunchTemplateVersion', {
    LaunchTemplateId: fleet.templateId,
    SourceVersion: '1',
    LaunchTemplateData: { ImageId: 'ami-2' },
  });
  return { world, desired: { LaunchTemplate: { ...LaunchTemplate, Version: '2' } } };
}

function refresh(world: NetworkWorld, DesiredConfiguration: object | undefined, Preferences: object = {}): void {
  const more = { Preferences: { InstanceWarmup: 30, ...Preferences } };
  world.autoscaling('StartInstanceRefresh', {
    ...FLEET,
    ...(DesiredConfiguration && { DesiredConfiguration }),
    ...more,
  });
}

function refreshState(world: NetworkWorld) {
  return world.autoscaling<{ InstanceRefreshes: { Status: string; StatusReason?: string }[] }>(
    'DescribeInstanceRefreshes',
    FLEET,
  ).InstanceRefreshes[0];
}

rows.refuses('ASG-01', 'InstanceRefreshInProgress', 'V', () => {
  const { world, desired } = versioned();
  refresh(world, desired);
  world.pass(120);
  refresh(world, desired);
});

rows.shows('ASG-02', () => {
  const { world, desired } = versioned();
  const InstanceIds = world.members().map(({ InstanceId }) => InstanceId);
  world.autoscaling('SetInstanceProtection', { ...FLEET, InstanceIds, ProtectedFromScaleIn: true });
  refresh(world, desired);
  world.pass(3500);
  expect(refreshState(world)).toMatchObject({ Status: 'InProgress', StatusReason: 'Waiting for protected instances.' });
  world.pass(300);
  expect(refreshState(world)?.Status).toBe('Failed');
  expect(world.members().map(({ InstanceId }) => InstanceId)).toEqual(InstanceIds);
});

rows.refuses('ASG-04', 'IrreversibleInstanceRefresh', 'V', () => {
  const { world, desired } = versioned();
  refresh(world, undefined);
  const irreversible = { code: 'IrreversibleInstanceRefresh', row: 'ASG-04' };
  expect(world.refusal(() => world.autoscaling('RollbackInstanceRefresh', FLEET))).toEqual(irreversible);
  const other = serving();
  refresh(other.world, { LaunchTemplate: { LaunchTemplateId: other.fleet.templateId, Version: '1' } });
  expect(other.world.refusal(() => other.world.autoscaling('RollbackInstanceRefresh', FLEET))).toEqual(irreversible);
  const numbered = versioned();
  refresh(numbered.world, numbered.desired);
  numbered.world.autoscaling('RollbackInstanceRefresh', FLEET);
  expect(refreshState(numbered.world)?.Status).toBe('RollbackInProgress');
  world.autoscaling('CancelInstanceRefresh', { ...FLEET, WaitForTransitioningInstances: false });
  world.pass(60);
  expect(desired).toBeDefined();
  refresh(world, undefined);
  world.autoscaling('RollbackInstanceRefresh', FLEET);
});

rows.shows('ASG-05', () => {
  const { world, desired } = versioned();
  refresh(world, desired, { CheckpointPercentages: [33, 100], CheckpointDelay: 3600 });
  world.pass(1500);
  const replaced = versions(world);
  expect(replaced).toEqual(['1', '1', '2']);
  world.autoscaling('CancelInstanceRefresh', FLEET);
  world.pass(7200);
  expect(refreshState(world)?.Status).toBe('Cancelled');
  expect(versions(world)).toEqual(replaced);
});

rows.shows('ASG-06', () => {
  const { world, desired } = versioned({ desired: 1 });
  refresh(world, desired);
  let seconds = 0;
  while (lifecycle(world).includes('InService') && seconds++ < 120) world.pass(1);
  expect(lifecycle(world)).not.toContain('InService');
  world.pass(1200);
  expect([lifecycle(world), versions(world)]).toEqual([['InService'], ['2']]);
});

rows.shows('ASG-07', () => {
  const { world, desired } = versioned();
  world.autoscaling('SuspendProcesses', { ...FLEET, ScalingProcesses: ['Launch'] });
  refresh(world, desired);
  world.pass(14 * 24 * 3600 - 60);
  expect(refreshState(world)?.Status).toBe('InProgress');
  world.pass(120);
  expect(refreshState(world)?.Status).toBe('Failed');
  expect(versions(world)).toEqual(['1', '1', '1']);
});

function versions(world: NetworkWorld): string[] {
  const members = world.members() as unknown as { LaunchTemplate: { Version: string } }[];
  return members.map(({ LaunchTemplate }) => LaunchTemplate.Version).sort();
}

rows.shows('ASG-08', () => {
  const { world } = serving();
  world.autoscaling('SuspendProcesses', { ...FLEET, ScalingProcesses: ['Launch'] });
  fail(world, world.members()[0]?.InstanceId ?? '');
  world.pass(1200);
  expect(lifecycle(world)).toEqual(['InService', 'InService']);
  world.autoscaling('ResumeProcesses', { ...FLEET, ScalingProcesses: ['Launch'] });
  world.pass(1200);
  expect(lifecycle(world)).toEqual(['InService', 'InService', 'InService']);
});

rows.shows('ASG-09', () => {
  const { world, fleet } = serving();
  world.autoscaling('SuspendProcesses', { ...FLEET, ScalingProcesses: ['AddToLoadBalancer'] });
  desire(world, 4);
  world.pass(1200);
  expect(world.members()).toHaveLength(4);
  world.autoscaling('ResumeProcesses', FLEET);
  world.pass(1200);
  expect(Object.keys(world.health(fleet.targetGroupArn))).toHaveLength(3);
});

rows.shows('ASG-11', () => {
  const { world } = serving();
  capacity(world, 1);
  desire(world, 4);
  const suspended = () => {
    const { AutoScalingGroups } = world.autoscaling<{
      AutoScalingGroups: { SuspendedProcesses: { ProcessName: string }[] }[];
    }>('DescribeAutoScalingGroups', { AutoScalingGroupNames: ['fleet'] });
    return AutoScalingGroups[0]?.SuspendedProcesses.map((process) => process.ProcessName);
  };
  world.pass(23 * 3600);
  expect(suspended()).toEqual([]);
  world.pass(2 * 3600);
  expect(suspended()).toEqual(['Launch']);
});

rows.shows('ASG-12', () => {
  const { world } = serving({ group: { NewInstancesProtectedFromScaleIn: true } });
  const first = world.members()[0]?.InstanceId ?? '';
  fail(world, first);
  world.pass(1200);
  expect(world.members().map((member) => member.InstanceId)).not.toContain(first);
  expect(lifecycle(world)).toEqual(['InService', 'InService', 'InService']);
});

rows.shows('ASG-13', () => {
  const { world } = serving({ group: { NewInstancesProtectedFromScaleIn: true } });
  desire(world, 1);
  world.pass(1200);
  expect(lifecycle(world)).toEqual(['InService', 'InService', 'InService']);
  const InstanceIds = world.members().map((member) => member.InstanceId);
  world.autoscaling('SetInstanceProtection', { ...FLEET, InstanceIds, ProtectedFromScaleIn: false });
  world.pass(1200);
  expect(lifecycle(world)).toEqual(['InService']);
});

rows.shows('ASG-14', () => {
  const lost = (group: object, seconds: number) => {
    const { world } = serving({ group });
    const first = world.members()[0]?.InstanceId ?? '';
    fail(world, first);
    world.pass(seconds);
    return world.members().find((member) => member.InstanceId === first)?.HealthStatus !== 'Healthy';
  };
  expect(lost({}, 30)).toBe(true);
  expect(lost({ HealthCheckGracePeriod: 300 }, 299)).toBe(false);
  expect(lost({ HealthCheckGracePeriod: 300 }, 301)).toBe(true);
});

rows.shows('ASG-15', () => {
  const { world } = serving();
  capacity(world, 1);
  desire(world, 4);
  world.pass(300);
  expect(lifecycle(world)).toEqual(['InService', 'InService', 'InService']);
  const failed = world.activities().filter((activity) => activity.StatusCode === 'Failed');
  expect(failed.length).toBeGreaterThan(2);
  expect(failed[0]?.StatusMessage).toMatch(/^InsufficientInstanceCapacity: /);
  capacity(world, 0);
  world.pass(600);
  expect(lifecycle(world)).toEqual(['InService', 'InService', 'InService', 'InService']);
  expect(world.activities()[0]?.StatusCode).toBe('Successful');
});

rows.refuses('ASG-16', 'ValidationError', 'M', () => {
  desire(serving().world, 10);
});

rows.refuses('ASG-17', 'ScalingActivityInProgress', 'V', () => {
  const { world } = serving();
  const refused = { code: 'ScalingActivityInProgress', row: 'ASG-17' };
  world.pass(299);
  expect(world.refusal(() => desire(world, 4, { HonorCooldown: true }))).toEqual(refused);
  world.pass(1);
  desire(world, 4, { HonorCooldown: true });
  for (let second = 0; second < 60 && !lifecycle(world).includes('Pending'); second++) world.pass(1);
  desire(world, 5, { HonorCooldown: true });
});

rows.refuses('ASG-18', 'ResourceInUse', 'V', () => {
  const { world } = serving();
  desire(world, 0);
  world.pass(61);
  const refused = { code: 'ScalingActivityInProgress', row: 'ASG-18' };
  expect(world.refusal(() => world.autoscaling('DeleteAutoScalingGroup', FLEET))).toEqual(refused);
  desire(world, 1);
  world.pass(1200);
  expect(lifecycle(world)).toEqual(['InService']);
  world.autoscaling('DeleteAutoScalingGroup', FLEET);
});

rows.complete();
