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
