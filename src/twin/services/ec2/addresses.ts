import { createHash } from 'node:crypto';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import type { World } from '../../world.ts';
import type { Ec2 } from './api.ts';
import { quotas } from './quotas.ts';
import { type Address, addresses, inRegion, networkInterfaces } from './records.ts';
import { existing } from './refuse.ts';
import { select } from './select.ts';
import { tagList, tagsFor } from './tags.ts';

export const addressHandlers: Ec2 = {
  AllocateAddress(input, call) {
    if (
      input.Address ||
      input.IpamPoolId ||
      input.CustomerOwnedIpv4Pool ||
      (input.PublicIpv4Pool ?? 'amazon') !== 'amazon'
    ) {
      throw notModelled('addresses of your own pools');
    }
    const { world, region } = call;
    const quota = quotas(world).get(inRegion(region, 'elastic-ips'));
    if (quota !== undefined && addresses(world).values(`${region}/`).length >= quota) {
      throw new AwsError('AddressLimitExceeded', `the quota of ${quota} addresses in ${region} is used up`, {
        row: 'NET-09',
      });
    }
    const id = call.newId('eipalloc-', 17);
    const address: Address = {
      id,
      region,
      tags: tagsFor('elastic-ip', input.TagSpecifications),
      publicIp: publicAddress(id),
      networkBorderGroup: input.NetworkBorderGroup ?? region,
    };
    addresses(world).put(inRegion(region, id), address);
    return {
      AllocationId: id,
      PublicIp: address.publicIp,
      Domain: 'vpc',
      NetworkBorderGroup: address.networkBorderGroup,
      PublicIpv4Pool: 'amazon',
    };
  },

  DescribeAddresses(input, call) {
    if (input.PublicIps && input.PublicIps.length > 0) throw notModelled('DescribeAddresses by address; use a filter');
    const noun = {
      table: addresses(call.world),
      notFound: NOT_FOUND,
      filters: {
        'allocation-id': (address: Address) => [address.id],
        'association-id': (address: Address) => [address.associationId],
        'public-ip': (address: Address) => [address.publicIp],
        'network-interface-id': (address: Address) => [address.interfaceId],
        domain: () => ['vpc'],
      },
    };
    return { Addresses: select(call, noun, input.AllocationIds, input.Filters).map((each) => describe(call, each)) };
  },

  ReleaseAddress(input, call) {
    if (input.AllocationId === undefined) throw notModelled('ReleaseAddress without an allocation id');
    const address = existing(addresses(call.world), call.region, input.AllocationId, NOT_FOUND);
    if (address.associationId) {
      throw new AwsError('InvalidIPAddress.InUse', `${address.id} is associated as ${address.associationId}`, {
        row: 'NET-07',
      });
    }
    addresses(call.world).delete(inRegion(call.region, address.id));
    return {};
  },

  DisassociateAddress(input, call) {
    const address = addresses(call.world)
      .values(`${call.region}/`)
      .find((each) => each.associationId !== undefined && each.associationId === input.AssociationId);
    if (!address) throw new AwsError('InvalidAssociationID.NotFound', `there is no association ${input.AssociationId}`);
    const holder = networkInterfaces(call.world).get(inRegion(call.region, address.interfaceId ?? ''));
    if (holder?.requester) {
      throw new AwsError(
        'AuthFailure',
        `${address.associationId} is held by ${holder.requester} (${holder.description})`,
      );
    }
    disassociate(call.world, address);
    return {};
  },
};

/** Ties an address to an interface. Throws `Resource.AlreadyAssociated` where it is tied already. */
export function associate(
  world: World,
  address: Address,
  to: { readonly associationId: string; readonly interfaceId: string; readonly privateIp: string },
): void {
  if (address.associationId) {
    throw new AwsError('Resource.AlreadyAssociated', `${address.id} is associated as ${address.associationId}`);
  }
  addresses(world).put(inRegion(address.region, address.id), { ...address, ...to });
}

export function disassociate(world: World, address: Address): void {
  const { associationId: _a, interfaceId: _i, privateIp: _p, ...free } = address;
  addresses(world).put(inRegion(address.region, address.id), free);
}

const NOT_FOUND = 'InvalidAllocationID.NotFound';

/** Within 198.18.0.0/15, which nobody is given (RFC 2544): no twin's address is ever somebody's. */
function publicAddress(id: string): string {
  const [a = 0, b = 0, c = 0] = createHash('sha256').update(id).digest();
  return `198.${18 + (a % 2)}.${b}.${c}`;
}

function describe(call: Call, address: Address) {
  return {
    AllocationId: address.id,
    PublicIp: address.publicIp,
    Domain: 'vpc' as const,
    NetworkBorderGroup: address.networkBorderGroup,
    PublicIpv4Pool: 'amazon',
    AssociationId: address.associationId,
    NetworkInterfaceId: address.interfaceId,
    NetworkInterfaceOwnerId: address.interfaceId ? call.account : undefined,
    PrivateIpAddress: address.privateIp,
    Tags: tagList(address.tags),
  };
}
