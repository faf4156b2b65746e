import type {
  DescribeAddressesCommandOutput,
  DescribeInternetGatewaysCommandOutput,
  DescribeNatGatewaysCommandOutput,
  DescribeNetworkAclsCommandOutput,
  DescribeRouteTablesCommandOutput,
  DescribeSecurityGroupsCommandOutput,
  DescribeSubnetsCommandOutput,
  DescribeVpcAttributeCommandOutput,
  DescribeVpcsCommandOutput,
  IpPermission,
} from '@aws-sdk/client-ec2';
import { type Reading, type Resource, reading, tagMap } from './reading.ts';

export const network: readonly Reading[] = [
  reading<DescribeVpcsCommandOutput>()({
    type: 'aws:ec2/vpc:Vpc',
    service: 'ec2',
    operation: 'DescribeVpcs',
    input: ({ id }) => ({ VpcIds: [id] }),
    item: ({ Vpcs }) => Vpcs?.[0],
    properties: {
      id: ({ VpcId }) => VpcId,
      cidrBlock: ({ CidrBlock }) => CidrBlock,
      ownerId: ({ OwnerId }) => OwnerId,
      instanceTenancy: ({ InstanceTenancy }) => InstanceTenancy,
      dhcpOptionsId: ({ DhcpOptionsId }) => DhcpOptionsId,
      tagsAll: ({ Tags }) => tagMap(Tags),
    },
  }),
  reading<DescribeVpcAttributeCommandOutput>()({
    type: 'aws:ec2/vpc:Vpc',
    service: 'ec2',
    operation: 'DescribeVpcAttribute',
    input: ({ id }) => ({ VpcId: id, Attribute: 'enableDnsHostnames' }),
    item: (answer) => answer,
    properties: { enableDnsHostnames: ({ EnableDnsHostnames }) => EnableDnsHostnames?.Value },
  }),
  reading<DescribeVpcAttributeCommandOutput>()({
    type: 'aws:ec2/vpc:Vpc',
    service: 'ec2',
    operation: 'DescribeVpcAttribute',
    input: ({ id }) => ({ VpcId: id, Attribute: 'enableDnsSupport' }),
    item: (answer) => answer,
    properties: { enableDnsSupport: ({ EnableDnsSupport }) => EnableDnsSupport?.Value },
  }),
  reading<DescribeRouteTablesCommandOutput>()({
    type: 'aws:ec2/vpc:Vpc',
    service: 'ec2',
    operation: 'DescribeRouteTables',
    input: ({ id }) => ({ Filters: [filter('vpc-id', id), filter('association.main', 'true')] }),
    item: ({ RouteTables }) => RouteTables?.[0],
    properties: {
      mainRouteTableId: ({ RouteTableId }) => RouteTableId,
      defaultRouteTableId: ({ RouteTableId }) => RouteTableId,
    },
  }),
  reading<DescribeNetworkAclsCommandOutput>()({
    type: 'aws:ec2/vpc:Vpc',
    service: 'ec2',
    operation: 'DescribeNetworkAcls',
    input: ({ id }) => ({ Filters: [filter('vpc-id', id), filter('default', 'true')] }),
    item: ({ NetworkAcls }) => NetworkAcls?.[0],
    properties: { defaultNetworkAclId: ({ NetworkAclId }) => NetworkAclId },
  }),
  reading<DescribeSecurityGroupsCommandOutput>()({
    type: 'aws:ec2/vpc:Vpc',
    service: 'ec2',
    operation: 'DescribeSecurityGroups',
    input: ({ id }) => ({ Filters: [filter('vpc-id', id), filter('group-name', 'default')] }),
    item: ({ SecurityGroups }) => SecurityGroups?.[0],
    properties: { defaultSecurityGroupId: ({ GroupId }) => GroupId },
  }),
  reading<DescribeSubnetsCommandOutput>()({
    type: 'aws:ec2/subnet:Subnet',
    service: 'ec2',
    operation: 'DescribeSubnets',
    input: ({ id }) => ({ SubnetIds: [id] }),
    item: ({ Subnets }) => Subnets?.[0],
    properties: {
      id: ({ SubnetId }) => SubnetId,
      arn: ({ SubnetArn }) => SubnetArn,
      vpcId: ({ VpcId }) => VpcId,
      cidrBlock: ({ CidrBlock }) => CidrBlock,
      availabilityZone: ({ AvailabilityZone }) => AvailabilityZone,
      availabilityZoneId: ({ AvailabilityZoneId }) => AvailabilityZoneId,
      mapPublicIpOnLaunch: ({ MapPublicIpOnLaunch }) => MapPublicIpOnLaunch,
      assignIpv6AddressOnCreation: ({ AssignIpv6AddressOnCreation }) => AssignIpv6AddressOnCreation,
      ownerId: ({ OwnerId }) => OwnerId,
      privateDnsHostnameTypeOnLaunch: ({ PrivateDnsNameOptionsOnLaunch }) =>
        PrivateDnsNameOptionsOnLaunch?.HostnameType,
      tagsAll: ({ Tags }) => tagMap(Tags),
    },
  }),
  reading<DescribeInternetGatewaysCommandOutput>()({
    type: 'aws:ec2/internetGateway:InternetGateway',
    service: 'ec2',
    operation: 'DescribeInternetGateways',
    input: ({ id }) => ({ InternetGatewayIds: [id] }),
    item: ({ InternetGateways }) => InternetGateways?.[0],
    properties: {
      id: ({ InternetGatewayId }) => InternetGatewayId,
      vpcId: ({ Attachments }) => Attachments?.[0]?.VpcId,
      ownerId: ({ OwnerId }) => OwnerId,
      tagsAll: ({ Tags }) => tagMap(Tags),
    },
  }),
  reading<DescribeAddressesCommandOutput>()({
    type: 'aws:ec2/eip:Eip',
    service: 'ec2',
    operation: 'DescribeAddresses',
    input: ({ id }) => ({ AllocationIds: [id] }),
    item: ({ Addresses }) => Addresses?.[0],
    properties: {
      allocationId: ({ AllocationId }) => AllocationId,
      publicIp: ({ PublicIp }) => PublicIp,
      domain: ({ Domain }) => Domain,
      networkBorderGroup: ({ NetworkBorderGroup }) => NetworkBorderGroup,
      publicIpv4Pool: ({ PublicIpv4Pool }) => PublicIpv4Pool,
      associationId: ({ AssociationId }) => AssociationId,
      networkInterface: ({ NetworkInterfaceId }) => NetworkInterfaceId,
      privateIp: ({ PrivateIpAddress }) => PrivateIpAddress,
      tagsAll: ({ Tags }) => tagMap(Tags),
    },
  }),
  reading<DescribeNatGatewaysCommandOutput>()({
    type: 'aws:ec2/natGateway:NatGateway',
    service: 'ec2',
    operation: 'DescribeNatGateways',
    input: ({ id }) => ({ NatGatewayIds: [id] }),
    item: ({ NatGateways }) => NatGateways?.[0],
    properties: {
      id: ({ NatGatewayId }) => NatGatewayId,
      subnetId: ({ SubnetId }) => SubnetId,
      connectivityType: ({ ConnectivityType }) => ConnectivityType,
      allocationId: ({ NatGatewayAddresses }) => NatGatewayAddresses?.[0]?.AllocationId,
      associationId: ({ NatGatewayAddresses }) => NatGatewayAddresses?.[0]?.AssociationId,
      networkInterfaceId: ({ NatGatewayAddresses }) => NatGatewayAddresses?.[0]?.NetworkInterfaceId,
      privateIp: ({ NatGatewayAddresses }) => NatGatewayAddresses?.[0]?.PrivateIp,
      publicIp: ({ NatGatewayAddresses }) => NatGatewayAddresses?.[0]?.PublicIp,
      tagsAll: ({ Tags }) => tagMap(Tags),
    },
  }),
  reading<DescribeRouteTablesCommandOutput>()({
    type: 'aws:ec2/routeTable:RouteTable',
    service: 'ec2',
    operation: 'DescribeRouteTables',
    input: ({ id }) => ({ RouteTableIds: [id] }),
    item: ({ RouteTables }) => RouteTables?.[0],
    properties: {
      id: ({ RouteTableId }) => RouteTableId,
      vpcId: ({ VpcId }) => VpcId,
      ownerId: ({ OwnerId }) => OwnerId,
      tagsAll: ({ Tags }) => tagMap(Tags),
    },
  }),
  reading<DescribeRouteTablesCommandOutput>()({
    type: 'aws:ec2/routeTableAssociation:RouteTableAssociation',
    service: 'ec2',
    operation: 'DescribeRouteTables',
    input: ({ id }) => ({ Filters: [filter('association.route-table-association-id', id)] }),
    item: ({ RouteTables }, { id }) =>
      RouteTables?.[0]?.Associations?.find(({ RouteTableAssociationId }) => RouteTableAssociationId === id),
    properties: {
      routeTableId: ({ RouteTableId }) => RouteTableId,
      subnetId: ({ SubnetId }) => SubnetId,
    },
  }),
  reading<DescribeRouteTablesCommandOutput>()({
    type: 'aws:ec2/route:Route',
    service: 'ec2',
    operation: 'DescribeRouteTables',
    input: (route) => ({ RouteTableIds: [route.text('routeTableId')] }),
    item: ({ RouteTables }, route) =>
      RouteTables?.[0]?.Routes?.find(
        ({ DestinationCidrBlock }) => DestinationCidrBlock === route.text('destinationCidrBlock'),
      ),
    properties: {
      destinationCidrBlock: ({ DestinationCidrBlock }) => DestinationCidrBlock,
      gatewayId: ({ GatewayId }) => GatewayId,
      natGatewayId: ({ NatGatewayId }) => NatGatewayId,
      origin: ({ Origin }) => Origin,
      state: ({ State }) => State,
    },
  }),
  reading<DescribeSecurityGroupsCommandOutput>()({
    type: 'aws:ec2/securityGroup:SecurityGroup',
    service: 'ec2',
    operation: 'DescribeSecurityGroups',
    input: ({ id }) => ({ GroupIds: [id] }),
    item: ({ SecurityGroups }) => SecurityGroups?.[0],
    properties: {
      id: ({ GroupId }) => GroupId,
      arn: ({ SecurityGroupArn }) => SecurityGroupArn,
      name: ({ GroupName }) => GroupName,
      description: ({ Description }) => Description,
      vpcId: ({ VpcId }) => VpcId,
      ownerId: ({ OwnerId }) => OwnerId,
      ingress: ({ IpPermissions }, group) => rules(IpPermissions, group, 'ingress'),
      egress: ({ IpPermissionsEgress }, group) => rules(IpPermissionsEgress, group, 'egress'),
      tagsAll: ({ Tags }) => tagMap(Tags),
    },
  }),
];

function filter(Name: string, value: string) {
  return { Name, Values: [value] };
}

/**
 * The rules as the provider keeps them, a block each; where AWS shows a group's rules merged by ports, they are taken apart at
 * the descriptions that the resource has.
 */
function rules(permissions: readonly IpPermission[] | undefined, group: Resource, direction: 'ingress' | 'egress') {
  const order = (group.outputs[direction] ?? []) as readonly { description?: string }[];
  const blocks = (permissions ?? []).flatMap(({ IpProtocol, FromPort, ToPort, IpRanges, UserIdGroupPairs }) => {
    const ports = { protocol: IpProtocol, fromPort: FromPort ?? 0, toPort: ToPort ?? 0 };
    return [
      ...(IpRanges ?? []).map(({ CidrIp, Description }) => ({
        ...ports,
        description: Description ?? '',
        cidrBlocks: [CidrIp],
      })),
      ...(UserIdGroupPairs ?? []).map(({ GroupId, Description }) => ({
        ...ports,
        description: Description ?? '',
        ...(GroupId === group.id ? { self: true } : { securityGroups: [GroupId] }),
      })),
    ];
  });
  const place = ({ description }: { description: string }) =>
    order.findIndex((block) => (block.description ?? '') === description);
  return blocks.sort((a, b) => place(a) - place(b));
}
