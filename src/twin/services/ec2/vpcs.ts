import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { parseRange } from './address-range.ts';
import type { Ec2 } from './api.ts';
import { joinVpc, leaveVpc, membersOf } from './members.ts';
import {
  inRegion,
  type NetworkAcl,
  networkAcls,
  routeTableAssociations,
  routeTables,
  securityGroups,
  type Tags,
  type Vpc,
  vpcs,
} from './records.ts';
import { dependency, existing, invalid } from './refuse.ts';
import { type Noun, page, select } from './select.ts';
import { tagList, tagsFor } from './tags.ts';

export const vpcHandlers: Ec2 = {
  /** With it come its main route table, default group and default network ACL. IPv6 and IPAM are not modelled. */
  CreateVpc(input, call) {
    if (input.Ipv4IpamPoolId || input.Ipv6CidrBlock || input.AmazonProvidedIpv6CidrBlock || input.Ipv6IpamPoolId) {
      throw notModelled('IPAM pools and IPv6 of a VPC');
    }
    const range = parseRange(input.CidrBlock ?? '');
    if (!/^[0-9.]+\/[0-9]+$/.test(input.CidrBlock ?? '')) {
      throw invalid(`Value (${input.CidrBlock}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`);
    }
    if (!range || range.prefix < 16 || range.prefix > 28) {
      throw new AwsError('InvalidVpc.Range', `${input.CidrBlock} is no range from /16 to /28 with its host bits zero`);
    }
    const tags = tagsFor('vpc', input.TagSpecifications);
    const vpc = bornWith(call, input.CidrBlock ?? '', input.InstanceTenancy ?? 'default', tags);
    return { Vpc: describeVpc(vpc, call.account) };
  },

  DescribeVpcs(input, call) {
    const { items, next } = page(call, input, select(call, nounOf(call), input.VpcIds, input.Filters));
    return { Vpcs: items.map((vpc) => describeVpc(vpc, call.account)), NextToken: next };
  },

  DescribeVpcAttribute(input, call) {
    const vpc = existing(vpcs(call.world), call.region, input.VpcId, NOT_FOUND);
    return {
      VpcId: vpc.id,
      ...(input.Attribute === 'enableDnsSupport' && { EnableDnsSupport: { Value: vpc.dnsSupport } }),
      ...(input.Attribute === 'enableDnsHostnames' && { EnableDnsHostnames: { Value: vpc.dnsHostnames } }),
      ...(input.Attribute === 'enableNetworkAddressUsageMetrics' && {
        EnableNetworkAddressUsageMetrics: { Value: vpc.networkAddressUsageMetrics },
      }),
    };
  },

  ModifyVpcAttribute(input, call) {
    const vpc = existing(vpcs(call.world), call.region, input.VpcId, NOT_FOUND);
    const dnsSupport = input.EnableDnsSupport?.Value ?? vpc.dnsSupport;
    const dnsHostnames = input.EnableDnsHostnames?.Value ?? vpc.dnsHostnames;
    const networkAddressUsageMetrics = input.EnableNetworkAddressUsageMetrics?.Value ?? vpc.networkAddressUsageMetrics;
    if (input.EnableDnsHostnames?.Value && !dnsSupport) throw invalid('DNS host names need DNS support');
    vpcs(call.world).put(inRegion(call.region, vpc.id), {
      ...vpc,
      dnsSupport,
      dnsHostnames,
      networkAddressUsageMetrics,
    });
    return {};
  },

  DeleteVpc(input, call) {
    const { world, region } = call;
    const vpc = existing(vpcs(world), region, input.VpcId, NOT_FOUND);
    const bornIn = [vpc.mainRouteTableId, vpc.defaultSecurityGroupId, vpc.defaultNetworkAclId];
    const left = membersOf(world, region, vpc.id).filter((id) => !bornIn.includes(id));
    if (left.length > 0) throw dependency('NET-03', vpc.id, `${left.join(', ')} are left in it`);
    const main = routeTables(world).get(inRegion(region, vpc.mainRouteTableId));
    for (const id of main?.associationIds ?? []) routeTableAssociations(world).delete(inRegion(region, id));
    routeTables(world).delete(inRegion(region, vpc.mainRouteTableId));
    securityGroups(world).delete(inRegion(region, vpc.defaultSecurityGroupId));
    networkAcls(world).delete(inRegion(region, vpc.defaultNetworkAclId));
    for (const id of bornIn) leaveVpc(world, region, vpc.id, id);
    vpcs(world).delete(inRegion(region, vpc.id));
    return {};
  },

  DescribeNetworkAcls(input, call) {
    const noun: Noun<NetworkAcl> = {
      table: networkAcls(call.world),
      notFound: 'InvalidNetworkAclID.NotFound',
      filters: { 'vpc-id': (acl) => [acl.vpcId], default: () => ['true'] },
    };
    const { items, next } = page(call, input, select(call, noun, input.NetworkAclIds, input.Filters));
    return {
      NextToken: next,
      NetworkAcls: items.map((acl) => ({
        NetworkAclId: acl.id,
        VpcId: acl.vpcId,
        IsDefault: true,
        OwnerId: call.account,
        Tags: tagList(acl.tags),
      })),
    };
  },
};

const NOT_FOUND = 'InvalidVpcID.NotFound';

function nounOf(call: Call): Noun<Vpc> {
  return {
    table: vpcs(call.world),
    notFound: NOT_FOUND,
    filters: {
      'vpc-id': (vpc) => [vpc.id],
      cidr: (vpc) => [vpc.cidrBlock],
      'cidr-block-association.cidr-block': (vpc) => [vpc.cidrBlock],
      state: () => ['available'],
      'is-default': () => ['false'],
    },
  };
}

function bornWith(call: Call, cidrBlock: string, instanceTenancy: string, tags: Tags): Vpc {
  const { world, region } = call;
  const vpc: Vpc = {
    id: call.newId('vpc-', 17),
    region,
    tags,
    cidrBlock,
    cidrAssociationId: call.newId('vpc-cidr-assoc-', 17, 'cidr'),
    instanceTenancy,
    dnsSupport: true,
    dnsHostnames: false,
    networkAddressUsageMetrics: false,
    mainRouteTableId: call.newId('rtb-', 17, 'main-route-table'),
    defaultSecurityGroupId: call.newId('sg-', 17, 'default-group'),
    defaultNetworkAclId: call.newId('acl-', 17, 'default-acl'),
  };
  vpcs(world).put(inRegion(region, vpc.id), vpc);
  bornRouteTable(call, vpc);
  const everything = { protocol: '-1', kind: 'cidr', peer: '0.0.0.0/0' } as const;
  securityGroups(world).put(inRegion(region, vpc.defaultSecurityGroupId), {
    id: vpc.defaultSecurityGroupId,
    region,
    tags: {},
    vpcId: vpc.id,
    name: 'default',
    description: 'default VPC security group',
    ingress: [{ protocol: '-1', kind: 'group', peer: vpc.defaultSecurityGroupId }],
    egress: [everything],
  });
  const acl = { id: vpc.defaultNetworkAclId, region, tags: {}, vpcId: vpc.id };
  networkAcls(world).put(inRegion(region, acl.id), acl);
  for (const id of [vpc.mainRouteTableId, vpc.defaultSecurityGroupId, acl.id]) joinVpc(world, region, vpc.id, id);
  return vpc;
}

function bornRouteTable(call: Call, vpc: Vpc): void {
  const { world, region } = call;
  const routeTableId = vpc.mainRouteTableId;
  const associationId = call.newId('rtbassoc-', 17, 'main-association');
  routeTableAssociations(world).put(inRegion(region, associationId), {
    id: associationId,
    region,
    routeTableId,
    main: true,
  });
  routeTables(world).put(inRegion(region, routeTableId), {
    id: routeTableId,
    region,
    tags: {},
    vpcId: vpc.id,
    routes: [{ destination: vpc.cidrBlock, target: 'local', origin: 'CreateRouteTable' }],
    associationIds: [associationId],
  });
}

function describeVpc(vpc: Vpc, account: string) {
  return {
    VpcId: vpc.id,
    OwnerId: account,
    State: 'available' as const,
    CidrBlock: vpc.cidrBlock,
    CidrBlockAssociationSet: [
      {
        AssociationId: vpc.cidrAssociationId,
        CidrBlock: vpc.cidrBlock,
        CidrBlockState: { State: 'associated' as const },
      },
    ],
    Ipv6CidrBlockAssociationSet: [],
    DhcpOptionsId: 'default',
    InstanceTenancy: vpc.instanceTenancy as 'default',
    IsDefault: false,
    Tags: tagList(vpc.tags),
  };
}
