import { HOUR_MS } from '../../../lib/clock.ts';
import { notModelled } from '../../aws-error.ts';
import { elapseMs } from '../../physics/duration.ts';
import type { World } from '../../world.ts';
import { associate, disassociate } from './addresses.ts';
import type { Ec2 } from './api.ts';
import { addInterface, removeInterface } from './interfaces.ts';
import { joinVpc, leaveVpc } from './members.ts';
import { addresses, ec2Arn, inRegion, type NatGateway, natGateways, subnets } from './records.ts';
import { existing, missing } from './refuse.ts';
import { page, select } from './select.ts';
import { tagList, tagsFor } from './tags.ts';
import { onceFor } from './token.ts';

export const natGatewayHandlers: Ec2 = {
  /** Regional availability and secondary addresses are not modelled. */
  CreateNatGateway(input, call) {
    if (
      input.SecondaryAllocationIds?.length ||
      input.SecondaryPrivateIpAddressCount ||
      input.AvailabilityMode === 'regional'
    ) {
      throw notModelled('secondary addresses and regional availability of a NAT gateway');
    }
    const { world, region } = call;
    const [id = ''] = onceFor(call, input.ClientToken, '', input, () => {
      const subnet = existing(subnets(world), region, input.SubnetId, 'InvalidSubnetID.NotFound');
      const connectivity = input.ConnectivityType ?? 'public';
      if (connectivity === 'public' && !input.AllocationId) throw missing('AllocationId');
      const natId = call.newId('nat-', 17);
      const made = addInterface(world, {
        id: call.newId('eni-', 17, 'interface'),
        region,
        subnetId: subnet.id,
        groupIds: [],
        description: `Interface for NAT Gateway ${natId}`,
        interfaceType: 'nat_gateway',
        requester: 'amazon-aws',
        attached: true,
        ...(input.PrivateIpAddress && { privateIp: input.PrivateIpAddress }),
      });
      const gateway: NatGateway = {
        id: natId,
        region,
        tags: tagsFor('natgateway', input.TagSpecifications),
        state: 'pending',
        subnetId: subnet.id,
        vpcId: subnet.vpcId,
        connectivity,
        privateIp: made.privateIp,
        interfaceId: made.id,
        createdMs: world.nowMs,
        ...(input.AllocationId &&
          addressFor(world, region, input.AllocationId, made, call.newId('eipassoc-', 17, 'address'))),
      };
      natGateways(world).put(inRegion(region, natId), gateway);
      joinVpc(world, region, subnet.vpcId, natId);
      becomes(world, gateway, 'available');
      return [natId];
    });
    return { NatGateway: describe(existing(natGateways(world), region, id, NOT_FOUND)) };
  },

  DescribeNatGateways(input, call) {
    const noun = {
      table: natGateways(call.world),
      notFound: NOT_FOUND,
      filters: {
        'nat-gateway-id': (gateway: NatGateway) => [gateway.id],
        'subnet-id': (gateway: NatGateway) => [gateway.subnetId],
        'vpc-id': (gateway: NatGateway) => [gateway.vpcId],
        state: (gateway: NatGateway) => [gateway.state],
      },
    };
    const found = select(call, noun, input.NatGatewayIds, input.Filter);
    const { items, next } = page(call, input, found);
    return { NatGateways: items.map(describe), NextToken: next };
  },

  /** Row NET-06: accepted whatever routes point to it; they turn to blackholes and the address is freed, not released. */
  DeleteNatGateway(input, call) {
    const gateway = existing(natGateways(call.world), call.region, input.NatGatewayId, NOT_FOUND);
    if (gateway.state === 'deleted' || gateway.state === 'deleting') return { NatGatewayId: gateway.id };
    const arn = arnOf(call.world, gateway);
    call.world.unschedule(arn, CHANGED);
    natGateways(call.world).put(inRegion(call.region, gateway.id), {
      ...gateway,
      state: 'deleting',
      deletedMs: call.world.nowMs,
    });
    becomes(call.world, gateway, 'deleted');
    return { NatGatewayId: gateway.id };
  },
};

export function natGatewayReactions(world: World): void {
  world.react(CHANGED, (event) => {
    const { key, state } = event.data as { key: string; state: 'available' | 'deleted' };
    const gateway = natGateways(world).get(key);
    if (!gateway) return;
    natGateways(world).put(key, { ...gateway, state });
    if (state === 'available') return;
    const address = gateway.allocationId && addresses(world).get(inRegion(gateway.region, gateway.allocationId));
    if (address && address.associationId === gateway.associationId) disassociate(world, address);
    removeInterface(world, gateway.region, gateway.interfaceId);
    leaveVpc(world, gateway.region, gateway.vpcId, gateway.id);
    world.schedule({ atMs: world.nowMs + HOUR_MS, kind: FORGOTTEN, subject: event.subject, tick: true, data: { key } });
  });
  world.react(FORGOTTEN, (event) => natGateways(world).delete((event.data as { key: string }).key));
}

const NOT_FOUND = 'NatGatewayNotFound';
const CHANGED = 'ec2.nat-gateway-changed';
/** A deleted gateway is listed for about an hour (row NET-06). */
const FORGOTTEN = 'ec2.nat-gateway-forgotten';

function arnOf(world: World, gateway: NatGateway): string {
  return ec2Arn(world, gateway.region, 'natgateway', gateway.id);
}

function addressFor(
  world: World,
  region: string,
  allocationId: string,
  made: { readonly id: string; readonly privateIp: string },
  associationId: string,
) {
  const address = existing(addresses(world), region, allocationId, 'InvalidAllocationID.NotFound');
  associate(world, address, { associationId, interfaceId: made.id, privateIp: made.privateIp });
  return { allocationId, associationId, publicIp: address.publicIp };
}

function becomes(world: World, gateway: NatGateway, state: 'available' | 'deleted'): void {
  const arn = arnOf(world, gateway);
  const atMs = world.nowMs + elapseMs(world, 'ec2.nat-gateway', arn, state);
  const data = { key: inRegion(gateway.region, gateway.id), state };
  world.schedule({ atMs, kind: CHANGED, subject: arn, data });
}

function describe(gateway: NatGateway) {
  return {
    NatGatewayId: gateway.id,
    State: gateway.state,
    SubnetId: gateway.subnetId,
    VpcId: gateway.vpcId,
    ConnectivityType: gateway.connectivity,
    CreateTime: new Date(gateway.createdMs),
    DeleteTime: gateway.deletedMs === undefined ? undefined : new Date(gateway.deletedMs),
    NatGatewayAddresses: [
      {
        AllocationId: gateway.allocationId,
        AssociationId: gateway.associationId,
        NetworkInterfaceId: gateway.interfaceId,
        PrivateIp: gateway.privateIp,
        PublicIp: gateway.publicIp,
        IsPrimary: true,
        Status: 'succeeded' as const,
      },
    ],
    Tags: tagList(gateway.tags),
  };
}
