import { createHash } from 'node:crypto';
import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import type { Table, World } from '../../world.ts';
import { formatAddress, parseRange } from './address-range.ts';
import type { Ec2 } from './api.ts';
import { inRegion, type NetworkInterface, networkInterfaces, type Subnet, subnets } from './records.ts';
import { existing } from './refuse.ts';
import { type Noun, page, select } from './select.ts';
import { tagList } from './tags.ts';

export const interfaceHandlers: Ec2 = {
  DescribeNetworkInterfaces(input, call) {
    const found = select(call, nounOf(call), input.NetworkInterfaceIds, input.Filters);
    const { items, next } = page(call, input, found);
    return { NetworkInterfaces: items.map((each) => describeInterface(each, call.account)), NextToken: next };
  },

  DeleteNetworkInterface(input, call) {
    const record = existing(networkInterfaces(call.world), call.region, input.NetworkInterfaceId, NOT_FOUND);
    if (record.requester) {
      throw new AwsError('OperationNotPermitted', `${record.id} belongs to ${record.requester}, which removes it`, {
        row: 'NET-04',
      });
    }
    if (record.attached) {
      throw new AwsError('InvalidNetworkInterface.InUse', `${record.id} is attached to ${record.instanceId}`, {
        row: 'NET-05',
      });
    }
    removeInterface(call.world, call.region, record.id);
    return {};
  },
};

/**
 * Puts an interface into a subnet, at an address that follows from its id: the order in which interfaces come decides
 * nothing unless two ids meet. Throws `InsufficientFreeAddressesInSubnet` where none is free.
 */
export function addInterface(
  world: World,
  made: Omit<NetworkInterface, 'vpcId' | 'zone' | 'privateIp' | 'tags'> & { readonly privateIp?: string },
): NetworkInterface {
  const subnet = existing(subnets(world), made.region, made.subnetId, 'InvalidSubnetID.NotFound');
  const privateIp = made.privateIp ?? freeAddress(world, subnet, made.id);
  const record: NetworkInterface = { ...made, tags: {}, vpcId: subnet.vpcId, zone: subnet.zone, privateIp };
  networkInterfaces(world).put(inRegion(made.region, made.id), record);
  taken(world).put(`${inRegion(made.region, subnet.id)}/${privateIp}`, made.id);
  return record;
}

/** Nothing happens where it is gone already. */
export function removeInterface(world: World, region: string, id: string): void {
  const record = networkInterfaces(world).get(inRegion(region, id));
  if (!record) return;
  networkInterfaces(world).delete(inRegion(region, id));
  taken(world).delete(`${inRegion(region, record.subnetId)}/${record.privateIp}`);
}

/** The ids of the interfaces in a subnet. */
export function interfacesIn(world: World, region: string, subnetId: string): string[] {
  return taken(world).values(`${inRegion(region, subnetId)}/`);
}

/** Addresses left: AWS keeps the first four and the last of every subnet for itself. */
export function freeAddresses(world: World, subnet: Subnet): number {
  const range = parseRange(subnet.cidrBlock);
  if (!range) return 0;
  return range.last - range.first + 1 - RESERVED - interfacesIn(world, subnet.region, subnet.id).length;
}

const NOT_FOUND = 'InvalidNetworkInterfaceID.NotFound';
const RESERVED = 5;

/** Index of addresses in use: keys `region/subnet/address`, the value is the interface. */
function taken(world: World): Table<string> {
  return world.table('ec2.address-in-use');
}

function freeAddress(world: World, subnet: Subnet, id: string): string {
  const range = parseRange(subnet.cidrBlock);
  const size = range ? range.last - range.first + 1 - RESERVED : 0;
  const start = createHash('sha256').update(id).digest().readUInt32BE(0);
  for (let step = 0; range && step < size; step++) {
    const address = formatAddress(range.first + 4 + ((start + step) % size));
    if (!taken(world).get(`${inRegion(subnet.region, subnet.id)}/${address}`)) return address;
  }
  throw new AwsError('InsufficientFreeAddressesInSubnet', `${subnet.id} (${subnet.cidrBlock}) has no free address`, {
    row: 'NET-10',
  });
}

function nounOf(call: Call): Noun<NetworkInterface> {
  return {
    table: networkInterfaces(call.world),
    notFound: NOT_FOUND,
    filters: {
      'network-interface-id': (each) => [each.id],
      'subnet-id': (each) => [each.subnetId],
      'vpc-id': (each) => [each.vpcId],
      'availability-zone': (each) => [each.zone],
      'group-id': (each) => each.groupIds,
      description: (each) => [each.description],
      'requester-managed': (each) => [String(each.requester !== undefined)],
      'requester-id': (each) => [each.requester],
      'interface-type': (each) => [each.interfaceType],
      'attachment.instance-id': (each) => [each.instanceId],
      status: (each) => [each.attached ? 'in-use' : 'available'],
    },
  };
}

function describeInterface(each: NetworkInterface, account: string) {
  return {
    NetworkInterfaceId: each.id,
    OwnerId: account,
    SubnetId: each.subnetId,
    VpcId: each.vpcId,
    AvailabilityZone: each.zone,
    Description: each.description,
    InterfaceType: each.interfaceType as 'interface',
    RequesterManaged: each.requester !== undefined,
    RequesterId: each.requester,
    Status: each.attached ? ('in-use' as const) : ('available' as const),
    PrivateIpAddress: each.privateIp,
    PrivateIpAddresses: [{ PrivateIpAddress: each.privateIp, Primary: true }],
    Groups: each.groupIds.map((id) => ({ GroupId: id })),
    Attachment: each.attached
      ? { Status: 'attached' as const, InstanceId: each.instanceId, DeleteOnTermination: true }
      : undefined,
    Association: each.publicIp ? { PublicIp: each.publicIp } : undefined,
    TagSet: tagList(each.tags),
  };
}
