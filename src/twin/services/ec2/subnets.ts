import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { contains, overlaps, parseRange } from './address-range.ts';
import type { Ec2 } from './api.ts';
import { freeAddresses, interfacesIn } from './interfaces.ts';
import { joinVpc, leaveVpc, membersOf } from './members.ts';
import { ec2Arn, inRegion, type Subnet, subnets, type Vpc, vpcs } from './records.ts';
import { dependency, existing, invalid } from './refuse.ts';
import { type Noun, page, select } from './select.ts';
import { tagList, tagsFor } from './tags.ts';
import { type Zone, zonesOf } from './zones.ts';

export const subnetHandlers: Ec2 = {
  /** IPv6, IPAM and Outposts are not modelled. Without a zone AWS chooses one; the twin takes the first. */
  CreateSubnet(input, call) {
    if (input.Ipv6CidrBlock || input.Ipv6Native || input.OutpostArn || input.Ipv4IpamPoolId) {
      throw notModelled('IPv6, IPAM pools and Outposts of a subnet');
    }
    const { world, region } = call;
    const vpc = existing(vpcs(world), region, input.VpcId, 'InvalidVpcID.NotFound');
    checkRange(call, vpc, input.CidrBlock ?? '');
    const subnet: Subnet = {
      id: call.newId('subnet-', 17),
      region,
      tags: tagsFor('subnet', input.TagSpecifications),
      vpcId: vpc.id,
      cidrBlock: input.CidrBlock ?? '',
      zone: zoneFor(region, input.AvailabilityZone, input.AvailabilityZoneId).name,
      mapPublicIpOnLaunch: false,
      enableDns64: false,
      hostnameType: 'ip-name',
      resourceNameARecord: false,
      resourceNameAaaaRecord: false,
    };
    subnets(world).put(inRegion(region, subnet.id), subnet);
    joinVpc(world, region, vpc.id, subnet.id);
    return { Subnet: describeSubnet(call, subnet) };
  },

  DescribeSubnets(input, call) {
    const { items, next } = page(call, input, select(call, nounOf(call), input.SubnetIds, input.Filters));
    return { Subnets: items.map((subnet) => describeSubnet(call, subnet)), NextToken: next };
  },

  ModifySubnetAttribute(input, call) {
    const subnet = existing(subnets(call.world), call.region, input.SubnetId, NOT_FOUND);
    if (input.AssignIpv6AddressOnCreation?.Value || input.MapCustomerOwnedIpOnLaunch?.Value) {
      throw notModelled('IPv6 and customer-owned addresses of a subnet');
    }
    subnets(call.world).put(inRegion(call.region, subnet.id), {
      ...subnet,
      mapPublicIpOnLaunch: input.MapPublicIpOnLaunch?.Value ?? subnet.mapPublicIpOnLaunch,
      enableDns64: input.EnableDns64?.Value ?? subnet.enableDns64,
      hostnameType: input.PrivateDnsHostnameTypeOnLaunch ?? subnet.hostnameType,
      resourceNameARecord: input.EnableResourceNameDnsARecordOnLaunch?.Value ?? subnet.resourceNameARecord,
      resourceNameAaaaRecord: input.EnableResourceNameDnsAAAARecordOnLaunch?.Value ?? subnet.resourceNameAaaaRecord,
    });
    return {};
  },

  DeleteSubnet(input, call) {
    const { world, region } = call;
    const subnet = existing(subnets(world), region, input.SubnetId, NOT_FOUND);
    const inside = interfacesIn(world, region, subnet.id);
    if (inside.length > 0) throw dependency('NET-02', subnet.id, `${inside.join(', ')} are left in it`);
    if (subnet.routeTableAssociationId) {
      throw notModelled(`deleting ${subnet.id} with its route table association; disassociate it first`);
    }
    subnets(world).delete(inRegion(region, subnet.id));
    leaveVpc(world, region, subnet.vpcId, subnet.id);
    return {};
  },
};

const NOT_FOUND = 'InvalidSubnetID.NotFound';

function nounOf(call: Call): Noun<Subnet> {
  return {
    table: subnets(call.world),
    notFound: NOT_FOUND,
    filters: {
      'subnet-id': (subnet) => [subnet.id],
      'vpc-id': (subnet) => [subnet.vpcId],
      'availability-zone': (subnet) => [subnet.zone],
      'cidr-block': (subnet) => [subnet.cidrBlock],
      state: () => ['available'],
    },
  };
}

function checkRange(call: Call, vpc: Vpc, cidrBlock: string): void {
  const range = parseRange(cidrBlock);
  const outer = parseRange(vpc.cidrBlock);
  if (!range || range.prefix < 16 || range.prefix > 28 || !outer || !contains(outer, range)) {
    throw new AwsError('InvalidSubnet.Range', `${cidrBlock} is no range from /16 to /28 within ${vpc.cidrBlock}`);
  }
  for (const id of membersOf(call.world, call.region, vpc.id, 'subnet-')) {
    const other = subnets(call.world).get(inRegion(call.region, id));
    const otherRange = other && parseRange(other.cidrBlock);
    if (otherRange && overlaps(otherRange, range)) {
      throw new AwsError('InvalidSubnet.Conflict', `${cidrBlock} overlaps ${other.cidrBlock} of ${id}`);
    }
  }
}

function zoneFor(region: string, name: string | undefined, id: string | undefined): Zone {
  const zones = zonesOf(region);
  const zone = zones.find((known) => (name || id ? known.name === name || known.id === id : true));
  if (zone) return zone;
  throw invalid(`${name ?? id} is no zone of ${region}, which has ${zones.map((known) => known.name).join(', ')}`);
}

function describeSubnet(call: Call, subnet: Subnet) {
  return {
    SubnetId: subnet.id,
    SubnetArn: ec2Arn(call.world, call.region, 'subnet', subnet.id),
    OwnerId: call.account,
    VpcId: subnet.vpcId,
    State: 'available' as const,
    CidrBlock: subnet.cidrBlock,
    AvailabilityZone: subnet.zone,
    AvailabilityZoneId: zonesOf(call.region).find((zone) => zone.name === subnet.zone)?.id,
    AvailableIpAddressCount: freeAddresses(call.world, subnet),
    MapPublicIpOnLaunch: subnet.mapPublicIpOnLaunch,
    AssignIpv6AddressOnCreation: false,
    MapCustomerOwnedIpOnLaunch: false,
    EnableDns64: subnet.enableDns64,
    Ipv6CidrBlockAssociationSet: [],
    Ipv6Native: false,
    DefaultForAz: false,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: subnet.hostnameType as 'ip-name',
      EnableResourceNameDnsARecord: subnet.resourceNameARecord,
      EnableResourceNameDnsAAAARecord: subnet.resourceNameAaaaRecord,
    },
    Tags: tagList(subnet.tags),
  };
}
