import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from './api.ts';
import { joinVpc, leaveVpc, membersOf } from './members.ts';
import { type InternetGateway, inRegion, internetGateways, vpcs } from './records.ts';
import { existing, invalid } from './refuse.ts';
import { page, select } from './select.ts';
import { tagList, tagsFor } from './tags.ts';

export const internetGatewayHandlers: Ec2 = {
  CreateInternetGateway(input, call) {
    const gateway: InternetGateway = {
      id: call.newId('igw-', 17),
      region: call.region,
      tags: tagsFor('internet-gateway', input.TagSpecifications),
    };
    internetGateways(call.world).put(inRegion(call.region, gateway.id), gateway);
    return { InternetGateway: describe(gateway, call.account) };
  },

  DescribeInternetGateways(input, call) {
    const noun = {
      table: internetGateways(call.world),
      notFound: NOT_FOUND,
      filters: {
        'internet-gateway-id': (gateway: InternetGateway) => [gateway.id],
        'attachment.vpc-id': (gateway: InternetGateway) => [gateway.vpcId],
      },
    };
    const found = select(call, noun, input.InternetGatewayIds, input.Filters);
    const { items, next } = page(call, input, found);
    return { InternetGateways: items.map((gateway) => describe(gateway, call.account)), NextToken: next };
  },

  AttachInternetGateway(input, call) {
    const { world, region } = call;
    const gateway = existing(internetGateways(world), region, input.InternetGatewayId, NOT_FOUND);
    const vpc = existing(vpcs(world), region, input.VpcId, 'InvalidVpcID.NotFound');
    if (gateway.vpcId)
      throw new AwsError('Resource.AlreadyAssociated', `${gateway.id} is attached to ${gateway.vpcId}`);
    const other = membersOf(world, region, vpc.id, 'igw-')[0];
    if (other) throw invalid(`${vpc.id} has the internet gateway ${other} already`);
    internetGateways(world).put(inRegion(region, gateway.id), { ...gateway, vpcId: vpc.id });
    joinVpc(world, region, vpc.id, gateway.id);
    return {};
  },

  DetachInternetGateway(input, call) {
    const { world, region } = call;
    const gateway = existing(internetGateways(world), region, input.InternetGatewayId, NOT_FOUND);
    if (gateway.vpcId === undefined || gateway.vpcId !== input.VpcId) {
      throw new AwsError('Gateway.NotAttached', `${gateway.id} is not attached to ${input.VpcId}`);
    }
    leaveVpc(world, region, gateway.vpcId, gateway.id);
    internetGateways(world).put(inRegion(region, gateway.id), { ...gateway, vpcId: undefined });
    return {};
  },

  DeleteInternetGateway(input, call) {
    const gateway = existing(internetGateways(call.world), call.region, input.InternetGatewayId, NOT_FOUND);
    if (gateway.vpcId) {
      throw new AwsError('DependencyViolation', `${gateway.id} cannot be deleted: it is attached to ${gateway.vpcId}`);
    }
    internetGateways(call.world).delete(inRegion(call.region, gateway.id));
    return {};
  },
};

const NOT_FOUND = 'InvalidInternetGatewayID.NotFound';

function describe(gateway: InternetGateway, account: string) {
  return {
    InternetGatewayId: gateway.id,
    OwnerId: account,
    Attachments: gateway.vpcId ? [{ VpcId: gateway.vpcId, State: 'available' as 'attached' }] : [],
    Tags: tagList(gateway.tags),
  };
}
