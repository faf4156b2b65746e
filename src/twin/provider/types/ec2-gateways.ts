import type { InternetGateway, NatGateway } from '@aws-sdk/client-ec2';
import type { Adapter } from '../adapter.ts';
import { gone, optional } from './common.ts';
import { ec2ArnOf, retagEc2, taggedAs } from './ec2-common.ts';
import { refuseInputs, tagMap } from './shape.ts';

export const internetGateway: Adapter = {
  type: 'aws:ec2/internetGateway:InternetGateway',

  create(inputs, aws) {
    const { InternetGateway: made } = aws.call<{ InternetGateway: InternetGateway }>('ec2', 'CreateInternetGateway', {
      ...taggedAs('internet-gateway', inputs),
    });
    const id = made.InternetGatewayId ?? '';
    if (inputs['vpcId']) aws.call('ec2', 'AttachInternetGateway', { InternetGatewayId: id, VpcId: inputs['vpcId'] });
    return id;
  },

  read(id, aws) {
    const found = gone(
      () =>
        aws.call<{ InternetGateways: InternetGateway[] }>('ec2', 'DescribeInternetGateways', {
          InternetGatewayIds: [id],
        }),
      'InvalidInternetGatewayID.NotFound',
    );
    const [record] = found?.InternetGateways ?? [];
    if (!record) return undefined;
    return {
      arn: ec2ArnOf(aws, 'internet-gateway', id),
      ownerId: record.OwnerId,
      vpcId: record.Attachments?.[0]?.VpcId,
      tags: tagMap(record.Tags),
    };
  },

  update(id, change, aws) {
    const { before, after, changed } = change;
    if (changed.has('vpcId')) {
      if (before['vpcId']) aws.call('ec2', 'DetachInternetGateway', { InternetGatewayId: id, VpcId: before['vpcId'] });
      if (after['vpcId']) aws.call('ec2', 'AttachInternetGateway', { InternetGatewayId: id, VpcId: after['vpcId'] });
    }
    retagEc2(aws, id, change);
  },

  delete(id, state, aws) {
    if (state['vpcId']) aws.call('ec2', 'DetachInternetGateway', { InternetGatewayId: id, VpcId: state['vpcId'] });
    aws.call('ec2', 'DeleteInternetGateway', { InternetGatewayId: id });
  },
};

export const natGateway: Adapter = {
  type: 'aws:ec2/natGateway:NatGateway',

  create(inputs, aws) {
    refuseInputs('aws:ec2/natGateway:NatGateway', inputs, [
      'secondaryAllocationIds',
      'secondaryPrivateIpAddresses',
      'secondaryPrivateIpAddressCount',
      'availabilityZoneAddresses',
      'vpcId',
    ]);
    const { NatGateway: made } = aws.call<{ NatGateway: NatGateway }>('ec2', 'CreateNatGateway', {
      SubnetId: inputs['subnetId'],
      ...optional('AllocationId', inputs['allocationId']),
      ...optional('ConnectivityType', inputs['connectivityType']),
      ...optional('PrivateIpAddress', inputs['privateIp']),
      ...optional('AvailabilityMode', inputs['availabilityMode']),
      ...taggedAs('natgateway', inputs),
    });
    const id = made.NatGatewayId ?? '';
    aws.settle(ec2ArnOf(aws, 'natgateway', id));
    return id;
  },

  read(id, aws) {
    const found = gone(
      () => aws.call<{ NatGateways: NatGateway[] }>('ec2', 'DescribeNatGateways', { NatGatewayIds: [id] }),
      'NatGatewayNotFound',
    );
    const [record] = found?.NatGateways ?? [];
    if (!record || record.State === 'deleted') return undefined;
    const address = record.NatGatewayAddresses?.[0];
    return {
      allocationId: address?.AllocationId,
      associationId: address?.AssociationId,
      connectivityType: record.ConnectivityType,
      networkInterfaceId: address?.NetworkInterfaceId,
      privateIp: address?.PrivateIp,
      publicIp: address?.PublicIp,
      secondaryAllocationIds: [],
      secondaryPrivateIpAddresses: [],
      secondaryPrivateIpAddressCount: 0,
      subnetId: record.SubnetId,
      tags: tagMap(record.Tags),
    };
  },

  update(id, change, aws) {
    refuseInputs('aws:ec2/natGateway:NatGateway', change.after, [
      'secondaryAllocationIds',
      'secondaryPrivateIpAddresses',
    ]);
    retagEc2(aws, id, change);
  },

  delete(id, _state, aws) {
    aws.call('ec2', 'DeleteNatGateway', { NatGatewayId: id });
    aws.settle(ec2ArnOf(aws, 'natgateway', id));
  },
};
