import type { Subnet } from '@aws-sdk/client-ec2';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone, optional } from './common.ts';
import { retagEc2, taggedAs } from './ec2-common.ts';
import { refuseInputs, tagMap } from './shape.ts';

export const subnet: Adapter = {
  type: 'aws:ec2/subnet:Subnet',

  create(inputs, aws) {
    refuseInputs('aws:ec2/subnet:Subnet', inputs, [
      'customerOwnedIpv4Pool',
      'enableLniAtDeviceIndex',
      'ipv4NetmaskLength',
      'ipv6IpamPoolId',
      'ipv6NetmaskLength',
    ]);
    const { Subnet: made } = aws.call<{ Subnet: Subnet }>('ec2', 'CreateSubnet', {
      VpcId: inputs['vpcId'],
      ...optional('CidrBlock', inputs['cidrBlock']),
      ...optional('AvailabilityZone', inputs['availabilityZone']),
      ...(inputs['availabilityZone'] === undefined && optional('AvailabilityZoneId', inputs['availabilityZoneId'])),
      ...optional('Ipv6CidrBlock', inputs['ipv6CidrBlock']),
      ...optional('Ipv6Native', inputs['ipv6Native']),
      ...optional('OutpostArn', inputs['outpostArn']),
      ...optional('Ipv4IpamPoolId', inputs['ipv4IpamPoolId']),
      ...taggedAs('subnet', inputs),
    });
    const id = made.SubnetId ?? '';
    for (const [input, member, atFirst] of ATTRIBUTES) {
      const value = inputs[input];
      if (value !== undefined && value !== atFirst) setAttribute(aws, id, member, value);
    }
    return id;
  },

  read(id, aws) {
    const found = gone(
      () => aws.call<{ Subnets: Subnet[] }>('ec2', 'DescribeSubnets', { SubnetIds: [id] }),
      'InvalidSubnetID.NotFound',
    );
    const [record] = found?.Subnets ?? [];
    if (!record) return undefined;
    const naming = record.PrivateDnsNameOptionsOnLaunch;
    return {
      arn: record.SubnetArn,
      vpcId: record.VpcId,
      cidrBlock: record.CidrBlock,
      availabilityZone: record.AvailabilityZone,
      availabilityZoneId: record.AvailabilityZoneId,
      ownerId: record.OwnerId,
      assignIpv6AddressOnCreation: record.AssignIpv6AddressOnCreation,
      enableDns64: record.EnableDns64,
      enableResourceNameDnsARecordOnLaunch: naming?.EnableResourceNameDnsARecord,
      enableResourceNameDnsAaaaRecordOnLaunch: naming?.EnableResourceNameDnsAAAARecord,
      ipv6Native: record.Ipv6Native,
      ipv6CidrBlockAssociationId: '',
      mapPublicIpOnLaunch: record.MapPublicIpOnLaunch,
      privateDnsHostnameTypeOnLaunch: naming?.HostnameType,
      tags: tagMap(record.Tags),
    };
  },

  update(id, change, aws) {
    for (const [input, member] of ATTRIBUTES) {
      const value = change.after[input];
      if (change.changed.has(input) && value !== undefined) setAttribute(aws, id, member, value);
    }
    refuseInputs('aws:ec2/subnet:Subnet', change.after, ['ipv6CidrBlock']);
    retagEc2(aws, id, change);
  },

  delete(id, _state, aws) {
    aws.call('ec2', 'DeleteSubnet', { SubnetId: id });
  },
};

/** Input, API member, and what a new subnet has. AWS takes one attribute a call. */
const ATTRIBUTES = [
  ['mapPublicIpOnLaunch', 'MapPublicIpOnLaunch', false],
  ['assignIpv6AddressOnCreation', 'AssignIpv6AddressOnCreation', false],
  ['enableDns64', 'EnableDns64', false],
  ['enableResourceNameDnsARecordOnLaunch', 'EnableResourceNameDnsARecordOnLaunch', false],
  ['enableResourceNameDnsAaaaRecordOnLaunch', 'EnableResourceNameDnsAAAARecordOnLaunch', false],
  ['mapCustomerOwnedIpOnLaunch', 'MapCustomerOwnedIpOnLaunch', false],
  ['privateDnsHostnameTypeOnLaunch', 'PrivateDnsHostnameTypeOnLaunch', 'ip-name'],
] as const;

function setAttribute(aws: AdapterAws, id: string, member: string, value: unknown): void {
  const wrapped = typeof value === 'boolean' ? { Value: value } : value;
  aws.call('ec2', 'ModifySubnetAttribute', { SubnetId: id, [member]: wrapped });
}
