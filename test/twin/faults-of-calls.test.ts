import { expect, test } from 'vitest';
import { HOUR_MS } from '../../src/lib/clock.ts';
import { strike } from '../../src/twin/physics/faults.ts';
import { EAST, NetworkWorld, WEST } from '../support/network-world.ts';

function vpc(world: NetworkWorld, region = EAST): string {
  return world.ec2<{ Vpc: { VpcId: string } }>('CreateVpc', { CidrBlock: '10.0.0.0/16' }, region).Vpc.VpcId;
}

function isThere(world: NetworkWorld, VpcId: string): boolean {
  const { Vpcs } = world.ec2<{ Vpcs: { VpcId: string }[] }>('DescribeVpcs', {});
  return Vpcs.some((each) => each.VpcId === VpcId);
}

const operation = 'ec2.DeleteVpc';

test('a deletion that is refused for a time is refused with its code, in its region, and goes through afterwards', () => {
  const world = new NetworkWorld();
  const [here, there] = [vpc(world), vpc(world, WEST)];
  world.world.transact(() =>
    strike(world.world, { kind: 'call-refused', region: EAST, operation, code: 'DependencyViolation' }, HOUR_MS),
  );
  world.ec2('DeleteVpc', { VpcId: there }, WEST);
  expect(world.refusal(() => world.ec2('DeleteVpc', { VpcId: here })).code).toBe('DependencyViolation');
  world.pass(3599);
  expect(world.refusal(() => world.ec2('DeleteVpc', { VpcId: here })).code).toBe('DependencyViolation');
  world.pass(1);
  world.ec2('DeleteVpc', { VpcId: here });
  expect(isThere(world, here)).toBe(false);
});

test('a deletion without effect is answered like any other and deletes nothing; what AWS refuses it refuses still', () => {
  const world = new NetworkWorld();
  const [one, other] = [vpc(world), vpc(world)];
  world.ec2('CreateSubnet', { VpcId: other, CidrBlock: '10.0.0.0/24', AvailabilityZone: 'us-east-1a' });
  world.world.transact(() => strike(world.world, { kind: 'call-without-effect', region: EAST, operation }, HOUR_MS));
  const before = world.world.dump();
  expect(world.ec2('DeleteVpc', { VpcId: one })).toEqual({});
  expect(world.refusal(() => world.ec2('DeleteVpc', { VpcId: other })).code).toBe('DependencyViolation');
  expect(isThere(world, one)).toBe(true);
  expect(world.world.dump()).toEqual(before);
});

test('two operations may be refused at once', () => {
  const world = new NetworkWorld();
  const id = vpc(world);
  world.world.transact(() => {
    strike(world.world, { kind: 'call-refused', region: EAST, operation, code: 'DependencyViolation' });
    strike(world.world, { kind: 'call-refused', region: EAST, operation: 'ec2.CreateSubnet', code: 'InternalError' });
  });
  expect(world.refusal(() => world.ec2('DeleteVpc', { VpcId: id })).code).toBe('DependencyViolation');
  const subnet = { VpcId: id, CidrBlock: '10.0.0.0/24', AvailabilityZone: 'us-east-1a' };
  expect(world.refusal(() => world.ec2('CreateSubnet', subnet)).code).toBe('InternalError');
});
