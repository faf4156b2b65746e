import { expect } from 'vitest';
import { strike } from '../../../src/twin/physics/faults.ts';
import { quotas } from '../../../src/twin/services/ec2/quotas.ts';
import { EAST, type Network, NetworkWorld, WEST } from '../../support/network-world.ts';
import { RefusalTests } from '../../support/refusal-rows.ts';
import { coverage } from './network.ts';

const rows = new RefusalTests(['EC2', 'NET'], coverage);

interface Ran {
  readonly Instances: { readonly InstanceId: string }[];
}

/** A world in which launches succeed, with a network in it. */
function ready(region = EAST): { world: NetworkWorld; network: Network } {
  const world = new NetworkWorld();
  for (const each of [EAST, WEST]) limit(world, each, 0);
  return { world, network: world.network(region) };
}

function limit(world: NetworkWorld, region: string, probability: number): void {
  world.world.transact(() => strike(world.world, { kind: 'capacity', region, probability }));
}

function run(world: NetworkWorld, subnetId: string | undefined, more: object = {}, region = EAST): string[] {
  const input = { ImageId: 'ami-1', InstanceType: 'm7g.large', MinCount: 1, MaxCount: 1, SubnetId: subnetId, ...more };
  return world.ec2<Ran>('RunInstances', input, region).Instances.map((instance) => instance.InstanceId);
}

function states(world: NetworkWorld): Record<string, string> {
  const { Reservations } = world.ec2<{
    Reservations: { Instances: { InstanceId: string; State: { Name: string } }[] }[];
  }>('DescribeInstances', {});
  return Object.fromEntries(
    Reservations.flatMap((each) => each.Instances).map((each) => [each.InstanceId, each.State.Name]),
  );
}

rows.refuses('EC2-01', 'InsufficientInstanceCapacity', 'D', () => {
  const { world, network } = ready();
  limit(world, EAST, 1);
  run(world, network.subnetIds[0]);
});

rows.shows('EC2-02', () => {
  const { world, network } = ready();
  const [a, b] = network.subnetIds;
  const first = run(world, a, { ClientToken: 't' });
  expect(run(world, a, { ClientToken: 't' })).toEqual(first);
  expect(run(world, b, { ClientToken: 't' })).not.toEqual(first);
});

rows.shows('EC2-03', () => {
  const { world, network } = ready();
  const west = world.network(WEST);
  const first = run(world, network.subnetIds[0], { ClientToken: 't' });
  expect(run(world, west.subnetIds[0], { ClientToken: 't' }, WEST)).not.toEqual(first);
});

rows.refuses('EC2-04', 'IdempotentParameterMismatch', 'D', () => {
  const { world, network } = ready();
  run(world, network.subnetIds[0], { ClientToken: 't' });
  run(world, network.subnetIds[0], { ClientToken: 't', InstanceType: 'm7g.xlarge' });
});

rows.refuses('EC2-05', 'IdempotentInstanceTerminated', 'D', () => {
  const { world, network } = ready();
  world.ec2('TerminateInstances', { InstanceIds: run(world, network.subnetIds[0], { ClientToken: 't' }) });
  run(world, network.subnetIds[0], { ClientToken: 't' });
});

rows.refuses('EC2-07', 'InstanceLimitExceeded', 'D', () => {
  const { world, network } = ready();
  world.world.transact(() => quotas(world.world).put(`${EAST}/instances`, 1));
  const ids = run(world, network.subnetIds[0]);
  world.ec2('TerminateInstances', { InstanceIds: ids });
  world.pass(600);
  expect(states(world)).toEqual({ [ids[0] ?? '']: 'terminated' });
  run(world, network.subnetIds[0]);
});

rows.refuses('EC2-08', 'RequestLimitExceeded', 'D', () => {
  const { world, network } = ready();
  const launch = (count: number) => {
    for (let number = 0; number < count; number++) run(world, network.subnetIds[0]);
  };
  launch(5);
  expect(world.refusal(() => launch(1))).toEqual({ code: 'RequestLimitExceeded', row: 'EC2-08' });
  world.pass(1);
  expect(() => launch(2)).not.toThrow();
  launch(1);
});

rows.refuses('EC2-09', 'OperationNotPermitted', 'D', () => {
  const { world, network } = ready();
  const [a, b] = network.subnetIds;
  const [guarded = ''] = run(world, a, { DisableApiTermination: true });
  const [beside = ''] = run(world, a);
  const [elsewhere = ''] = run(world, b);
  try {
    world.ec2('TerminateInstances', { InstanceIds: [guarded, beside, elsewhere] });
  } finally {
    expect(states(world)).toEqual({ [guarded]: 'pending', [beside]: 'pending', [elsewhere]: 'shutting-down' });
  }
});

rows.refuses('EC2-10', 'InvalidInstanceID.NotFound', 'D', () => {
  const { world, network } = ready();
  const [id = ''] = run(world, network.subnetIds[0]);
  try {
    world.ec2('TerminateInstances', { InstanceIds: [id, 'i-none'] });
  } finally {
    expect(states(world)).toEqual({ [id]: 'pending' });
  }
});

rows.refuses('EC2-11', 'InvalidAMIID.Unavailable', 'D', () => {
  const { world, network } = ready();
  world.ec2('DeregisterImage', { ImageId: 'ami-1' });
  run(world, network.subnetIds[0]);
});

rows.refuses('NET-01', 'DependencyViolation', 'D', () => {
  const { world, network } = ready();
  const other = world.ec2<{ GroupId: string }>('CreateSecurityGroup', {
    VpcId: network.vpcId,
    GroupName: 'other',
    Description: 'other',
  }).GroupId;
  const rule = { IpProtocol: 'tcp', FromPort: 1, ToPort: 1, UserIdGroupPairs: [{ GroupId: network.groupId }] };
  const named = { GroupId: other, IpPermissions: [rule] };
  world.ec2('AuthorizeSecurityGroupIngress', named);
  const refused = { code: 'DependencyViolation', row: 'NET-01' };
  expect(world.refusal(() => world.ec2('DeleteSecurityGroup', { GroupId: network.groupId }))).toEqual(refused);
  world.ec2('RevokeSecurityGroupIngress', named);
  run(world, network.subnetIds[0], { SecurityGroupIds: [network.groupId] });
  world.ec2('DeleteSecurityGroup', { GroupId: network.groupId });
});

rows.refuses('NET-02', 'DependencyViolation', 'D', () => {
  const { world, network } = ready();
  run(world, network.subnetIds[0]);
  world.ec2('DeleteSubnet', { SubnetId: network.subnetIds[0] });
});

rows.refuses('NET-03', 'DependencyViolation', 'D', () => {
  const { world, network } = ready();
  const bare = world.ec2<{ Vpc: { VpcId: string } }>('CreateVpc', { CidrBlock: '10.1.0.0/16' }).Vpc.VpcId;
  world.ec2('DeleteVpc', { VpcId: bare });
  world.ec2('DeleteVpc', { VpcId: network.vpcId });
});

function interfaces(world: NetworkWorld, filter: string, value: string): string[] {
  const { NetworkInterfaces } = world.ec2<{ NetworkInterfaces: { NetworkInterfaceId: string }[] }>(
    'DescribeNetworkInterfaces',
    { Filters: [{ Name: filter, Values: [value] }] },
  );
  return NetworkInterfaces.map((each) => each.NetworkInterfaceId);
}

rows.refuses('NET-04', 'OperationNotPermitted', 'M', () => {
  const { world, network } = ready();
  world.balancer(network);
  const [id] = interfaces(world, 'requester-id', 'amazon-elb');
  world.ec2('DeleteNetworkInterface', { NetworkInterfaceId: id });
});

rows.refuses('NET-05', 'InvalidNetworkInterface.InUse', 'D', () => {
  const { world, network } = ready();
  const [instance = ''] = run(world, network.subnetIds[0]);
  const [id] = interfaces(world, 'attachment.instance-id', instance);
  world.ec2('DeleteNetworkInterface', { NetworkInterfaceId: id });
});

function natted(world: NetworkWorld, network: Network) {
  const { AllocationId } = world.ec2<{ AllocationId: string }>('AllocateAddress', {});
  const { NatGateway } = world.ec2<{ NatGateway: { NatGatewayId: string } }>('CreateNatGateway', {
    SubnetId: network.subnetIds[0],
    AllocationId,
  });
  return { AllocationId, NatGatewayId: NatGateway.NatGatewayId };
}

rows.shows('NET-06', () => {
  const { world, network } = ready();
  const { AllocationId, NatGatewayId } = natted(world, network);
  world.settle();
  const { RouteTable } = world.ec2<{ RouteTable: { RouteTableId: string } }>('CreateRouteTable', {
    VpcId: network.vpcId,
  });
  const { RouteTableId } = RouteTable;
  world.ec2('CreateRoute', { RouteTableId, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId });
  world.ec2('DeleteNatGateway', { NatGatewayId });
  world.pass(600);
  const described = { RouteTableIds: [RouteTableId] };
  const { RouteTables } = world.ec2<{ RouteTables: { Routes: { State: string }[] }[] }>(
    'DescribeRouteTables',
    described,
  );
  expect(RouteTables[0]?.Routes.map((route) => route.State)).toEqual(['active', 'blackhole']);
  const listed = () => world.ec2<{ NatGateways: { State: string }[] }>('DescribeNatGateways', {}).NatGateways;
  expect(listed()).toMatchObject([{ State: 'deleted' }]);
  const { Addresses } = world.ec2<{ Addresses: object[] }>('DescribeAddresses', {});
  expect(Addresses).toMatchObject([{ AllocationId, AssociationId: undefined }]);
  world.pass(3600);
  expect(listed()).toEqual([]);
});

rows.refuses('NET-07', 'InvalidIPAddress.InUse', 'D', () => {
  const { world, network } = ready();
  world.ec2('ReleaseAddress', { AllocationId: natted(world, network).AllocationId });
});

rows.refuses('NET-09', 'AddressLimitExceeded', 'D', () => {
  const { world } = ready();
  world.world.transact(() => quotas(world.world).put(`${EAST}/elastic-ips`, 2));
  for (let number = 0; number < 3; number++) world.ec2('AllocateAddress', {});
});

rows.refuses('NET-10', 'InsufficientFreeAddressesInSubnet', 'D', () => {
  const { world, network } = ready();
  const small = { VpcId: network.vpcId, CidrBlock: '10.0.9.0/28', AvailabilityZone: `${EAST}a` };
  const { Subnet } = world.ec2<{ Subnet: { SubnetId: string; AvailableIpAddressCount: number } }>(
    'CreateSubnet',
    small,
  );
  expect(Subnet.AvailableIpAddressCount).toBe(11);
  expect(run(world, Subnet.SubnetId, { MinCount: 11, MaxCount: 12 })).toHaveLength(11);
  run(world, Subnet.SubnetId);
});

rows.shows('NET-11', () => {
  const { world, network } = ready();
  const arn = world.balancer(network);
  world.settle();
  world.elbv2('DeleteLoadBalancer', { LoadBalancerArn: arn });
  world.pass(10);
  const refused = { code: 'DependencyViolation', row: 'NET-02' };
  expect(world.refusal(() => world.ec2('DeleteSubnet', { SubnetId: network.subnetIds[0] }))).toEqual(refused);
  expect(interfaces(world, 'requester-id', 'amazon-elb')).toHaveLength(3);
  world.pass(1200);
  world.ec2('DeleteSubnet', { SubnetId: network.subnetIds[0] });
});

rows.refuses('NET-12', 'InvalidPermission.NotFound', 'D', () => {
  const { world, network } = ready();
  const rule = { IpProtocol: 'tcp', FromPort: 1, ToPort: 1, IpRanges: [{ CidrIp: '10.0.0.0/8' }] };
  world.ec2('RevokeSecurityGroupIngress', { GroupId: network.groupId, IpPermissions: [rule] });
});

rows.complete();
