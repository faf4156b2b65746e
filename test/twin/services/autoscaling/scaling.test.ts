import { expect, test } from 'vitest';
import { HOUR_MS } from '../../../../src/lib/clock.ts';
import { TIMINGS } from '../../../../src/operations/timings.ts';
import { faultTable, strike } from '../../../../src/twin/physics/faults.ts';
import { instances } from '../../../../src/twin/services/ec2/records.ts';
import { reachableTargets } from '../../../../src/twin/services/elbv2/reachable-targets.ts';
import { EAST, type FleetOptions, NetworkWorld } from '../../../support/network-world.ts';

const FLEET = { AutoScalingGroupName: 'fleet' };
const TWO_TYPES = (template: string) => ({
  LaunchTemplate: undefined,
  MixedInstancesPolicy: {
    LaunchTemplate: {
      LaunchTemplateSpecification: { LaunchTemplateId: template, Version: '$Latest' },
      Overrides: [{ InstanceType: 'm7g.large' }, { InstanceType: 'm6g.large' }],
    },
  },
});

function capacity(world: NetworkWorld, probability: number): void {
  world.world.transact(() => {
    for (const [key, fault] of faultTable(world.world).entries()) {
      if (fault.kind === 'capacity') faultTable(world.world).delete(key);
    }
    strike(world.world, { kind: 'capacity', region: EAST, probability }, 100 * HOUR_MS);
  });
}

function begun(options: FleetOptions = {}, seed = '7') {
  const world = new NetworkWorld(seed);
  capacity(world, 0);
  return { world, fleet: world.fleet(world.network(), options) };
}

test('a new group launches up to its desired capacity, spread over its zones, and serves', () => {
  const { world, fleet } = begun({ desired: 4 });
  expect(world.members()).toEqual([]);
  world.pass(TIMINGS['autoscaling.react'].p99 * 2);
  expect(
    world
      .members()
      .map((member) => member.AvailabilityZone)
      .sort(),
  ).toEqual(['a', 'a', 'b', 'c'].map((z) => EAST + z));
  world.pass(600);
  expect(world.members().map((member) => member.LifecycleState)).toEqual(Array(4).fill('InService'));
  expect(Object.values(world.health(fleet.targetGroupArn))).toEqual(Array(4).fill('healthy'));
  expect(reachableTargets(world.world, fleet.targetGroupArn)).toHaveLength(4);
  expect(world.activities().map((activity) => activity.StatusCode)).toEqual(Array(4).fill('Successful'));
});

test('provisioning takes no time and no chance, however bad the day is', () => {
  const { world, fleet } = begun();
  capacity(world, 1);
  const before = world.world.nowMs;
  world.settle();
  expect(world.world.nowMs).toBe(before);
  expect(reachableTargets(world.world, fleet.targetGroupArn)).toHaveLength(3);
});

test('an instance carries the tags of its template and those that the group passes on', () => {
  const { world } = begun({ desired: 1 });
  world.settle();
  expect(instances(world.world).values()[0]?.tags).toEqual({ a: 'b', 'aws:autoscaling:groupName': 'fleet' });
});

test('a lower desired capacity drains targets, then ends instances', () => {
  const { world, fleet } = begun();
  world.settle();
  world.autoscaling('SetDesiredCapacity', { ...FLEET, DesiredCapacity: 1 });
  world.pass(TIMINGS['autoscaling.react'].p99 * 2);
  const draining = Object.values(world.health(fleet.targetGroupArn)).filter((state) => state.startsWith('draining'));
  expect(draining).toHaveLength(2);
  expect(world.members().filter((member) => member.LifecycleState === 'Terminating')).toHaveLength(2);
  world.pass(300 + TIMINGS['ec2.terminate'].p99 * 2);
  expect(world.members()).toHaveLength(1);
  const states = instances(world.world)
    .values()
    .map((instance) => instance.state);
  expect(states.sort()).toEqual(['running', 'terminated', 'terminated']);
});

test('an instance that is ended behind the back of its group is replaced', () => {
  const { world } = begun();
  world.settle();
  const before = world.members().map((member) => member.InstanceId);
  world.ec2('TerminateInstances', { InstanceIds: [before[0]] });
  world.pass(900);
  const after = world.members();
  expect(after.map((member) => member.LifecycleState)).toEqual(Array(3).fill('InService'));
  expect(after.map((member) => member.InstanceId)).not.toContain(before[0]);
  expect(new Set(after.map((member) => member.AvailabilityZone)).size).toBe(3);
});

test('a shortage is met with the next type, and ends when capacity is back', () => {
  const world = new NetworkWorld();
  const network = world.network();
  capacity(world, 0);
  world.fleet(network, { desired: 0 });
  world.autoscaling('UpdateAutoScalingGroup', { ...FLEET, ...TWO_TYPES(world.template(network, 'mixed')) });
  capacity(world, 1);
  world.autoscaling('SetDesiredCapacity', { ...FLEET, DesiredCapacity: 1 });
  while (world.activities().length === 0) world.pass(1);
  expect(world.activities()[0]?.StatusMessage).toMatch(/no capacity for m7g\.large in us-east-1a/);
  capacity(world, 0);
  world.pass(600);
  expect(world.members()).toMatchObject([{ InstanceType: 'm6g.large', AvailabilityZone: `${EAST}b` }]);
});

test('on a normal day about one launch in fifty finds no capacity', () => {
  let failed = 0;
  for (let seed = 0; seed < 40; seed++) {
    const world = new NetworkWorld(String(seed));
    world.fleet(world.network(), { desired: 9 });
    world.pass(1800);
    expect(world.members().map((member) => member.LifecycleState)).toEqual(Array(9).fill('InService'));
    failed += world.activities().filter((activity) => activity.StatusCode === 'Failed').length;
  }
  expect(failed).toBeGreaterThan(1);
  expect(failed).toBeLessThan(20);
});

test('nothing happens in a lost region, and everything afterwards', () => {
  const { world, fleet } = begun();
  world.settle();
  world.autoscaling('SetDesiredCapacity', { ...FLEET, DesiredCapacity: 5 });
  world.world.transact(() => strike(world.world, { kind: 'region-loss', region: EAST }, HOUR_MS));
  expect(reachableTargets(world.world, fleet.targetGroupArn)).toEqual([]);
  world.pass(3599);
  expect(instances(world.world).values()).toHaveLength(3);
  world.pass(601);
  expect(reachableTargets(world.world, fleet.targetGroupArn)).toHaveLength(5);
});

test('the same seed gives the same world, another seed another', () => {
  const dump = (seed: string) => {
    const { world } = begun({ desired: 5 }, seed);
    world.pass(900);
    return JSON.stringify(world.world.dump());
  };
  expect(dump('7')).toBe(dump('7'));
  expect(dump('8')).not.toBe(dump('7'));
});
