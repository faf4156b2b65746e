import { expect, test } from 'vitest';
import { TIMINGS } from '../../../../src/operations/timings.ts';
import { strike } from '../../../../src/twin/physics/faults.ts';
import { isBalancerActive } from '../../../../src/twin/services/elbv2/load-balancers.ts';
import { reachableTargets } from '../../../../src/twin/services/elbv2/reachable-targets.ts';
import { loadBalancerByDnsName } from '../../../../src/twin/services/elbv2/records.ts';
import { EAST, NetworkWorld, WEST } from '../../../support/network-world.ts';

interface Made {
  readonly LoadBalancers: {
    LoadBalancerArn: string;
    DNSName: string;
    CanonicalHostedZoneId: string;
    State: { Code: string };
  }[];
}

function make(world: NetworkWorld, input: object, region = EAST) {
  const [made] = world.call<Made>('elbv2', 'CreateLoadBalancer', input, { region }).LoadBalancers;
  if (!made) throw new Error('no balancer');
  return made;
}

test('a balancer has a name of its region in lower case, and the hosted zone that AWS publishes for it', () => {
  const world = new NetworkWorld();
  const east = make(world, { Name: 'Front', Subnets: world.network(EAST).subnetIds });
  const west = make(world, { Name: 'Front', Scheme: 'internal', Subnets: world.network(WEST).subnetIds }, WEST);
  expect(east.DNSName).toMatch(/^front-\d+\.us-east-1\.elb\.amazonaws\.com$/);
  expect(west.DNSName).toMatch(/^internal-front-\d+\.us-west-2\.elb\.amazonaws\.com$/);
  expect([east.CanonicalHostedZoneId, west.CanonicalHostedZoneId]).toEqual(['Z35SXDOTRQ7X7K', 'Z1H1FL5HABSF5']);
  expect(loadBalancerByDnsName(world.world, `dualstack.${west.DNSName}.`)?.arn).toBe(west.LoadBalancerArn);
  expect(loadBalancerByDnsName(world.world, 'www.example.com')).toBeUndefined();
});

test('a balancer answers when it has become active, and not while its region is lost', () => {
  const world = new NetworkWorld();
  const { LoadBalancerArn: arn, State } = make(world, { Name: 'front', Subnets: world.network().subnetIds });
  expect([State.Code, isBalancerActive(world.world, arn)]).toEqual(['provisioning', false]);
  world.pass(TIMINGS['elbv2.create'].p99 * 2);
  expect(isBalancerActive(world.world, arn)).toBe(true);
  world.world.transact(() => strike(world.world, { kind: 'region-loss', region: EAST }, 60_000));
  expect(isBalancerActive(world.world, arn)).toBe(false);
  world.pass(60);
  expect(isBalancerActive(world.world, arn)).toBe(true);
});

test('the same create again gives the same balancer and target group; other settings under the name are refused', () => {
  const world = new NetworkWorld();
  const { subnetIds, vpcId } = world.network();
  const first = make(world, { Name: 'front', Subnets: subnetIds });
  expect(make(world, { Name: 'front', Subnets: subnetIds }).LoadBalancerArn).toBe(first.LoadBalancerArn);
  const other = () => make(world, { Name: 'front', Subnets: subnetIds.slice(1) });
  expect(world.refusal(other).code).toBe('DuplicateLoadBalancerName');
  const group = (Port: number) => () =>
    world.elbv2<{ TargetGroups: { TargetGroupArn: string }[] }>('CreateTargetGroup', {
      Name: 'service',
      Protocol: 'HTTP',
      VpcId: vpcId,
      Port,
    }).TargetGroups[0]?.TargetGroupArn;
  expect(group(80)()).toBe(group(80)());
  expect(world.refusal(group(81)).code).toBe('DuplicateTargetGroupName');
});

test('a balancer needs two zones, one subnet in each', () => {
  const world = new NetworkWorld();
  const { subnetIds, vpcId } = world.network();
  const second = { VpcId: vpcId, CidrBlock: '10.0.9.0/24', AvailabilityZone: `${EAST}a` };
  const { Subnet } = world.ec2<{ Subnet: { SubnetId: string } }>('CreateSubnet', second);
  for (const Subnets of [subnetIds.slice(0, 1), [...subnetIds, Subnet.SubnetId]]) {
    expect(world.refusal(() => make(world, { Name: 'front', Subnets })).code).toBe('InvalidConfigurationRequest');
  }
});

test('targets are checked from when a listener uses their group', () => {
  const world = new NetworkWorld();
  const network = world.network();
  const { targetGroupArn, balancerArn } = world.fleet(network);
  const { Listeners } = world.elbv2<{ Listeners: { ListenerArn: string }[] }>('DescribeListeners', {
    LoadBalancerArn: balancerArn,
  });
  world.elbv2('DeleteListener', { ListenerArn: Listeners[0]?.ListenerArn });
  world.settle();
  expect(new Set(Object.values(world.health(targetGroupArn)))).toEqual(new Set(['unused Target.NotInUse']));
  expect(reachableTargets(world.world, targetGroupArn)).toEqual([]);
  world.listen(balancerArn, targetGroupArn);
  expect(new Set(Object.values(world.health(targetGroupArn)))).toEqual(new Set(['initial Elb.InitialHealthChecking']));
  world.pass(TIMINGS['elbv2.target-healthy'].p99 * 2);
  expect(Object.values(world.health(targetGroupArn))).toEqual(['healthy', 'healthy', 'healthy']);
});
