import type { Address, AllocateAddressResult } from '@aws-sdk/client-ec2';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone, optional } from './common.ts';
import { ec2ArnOf, retagEc2, taggedAs } from './ec2-common.ts';
import { onceTold, refuseInputs, tagMap } from './shape.ts';

export const eip: Adapter = {
  type: 'aws:ec2/eip:Eip',

  create(inputs, aws) {
    refuseInputs('aws:ec2/eip:Eip', inputs, ASSOCIATING);
    const { AllocationId = '' } = aws.call<AllocateAddressResult>('ec2', 'AllocateAddress', {
      Domain: 'vpc',
      ...optional('Address', inputs['address']),
      ...optional('CustomerOwnedIpv4Pool', inputs['customerOwnedIpv4Pool']),
      ...optional('IpamPoolId', inputs['ipamPoolId']),
      ...optional('NetworkBorderGroup', inputs['networkBorderGroup']),
      ...optional('PublicIpv4Pool', inputs['publicIpv4Pool']),
      ...taggedAs('elastic-ip', inputs),
    });
    return AllocationId;
  },

  read(id, aws, known) {
    const found = gone(
      () => aws.call<{ Addresses: Address[] }>('ec2', 'DescribeAddresses', { AllocationIds: [id] }),
      'InvalidAllocationID.NotFound',
    );
    const [record] = found?.Addresses ?? [];
    if (!record) return undefined;
    return {
      allocationId: id,
      arn: ec2ArnOf(aws, 'elastic-ip', id),
      domain: record.Domain,
      networkBorderGroup: record.NetworkBorderGroup,
      publicIpv4Pool: record.PublicIpv4Pool,
      publicIp: record.PublicIp,
      publicDns: publicDns(record.PublicIp ?? '', aws),
      // a NAT gateway made of it changes these
      ...onceTold(known, {
        associationId: record.AssociationId ?? '',
        instance: '',
        networkInterface: record.NetworkInterfaceId ?? '',
        privateIp: record.PrivateIpAddress ?? '',
        ptrRecord: '',
        carrierIp: '',
        customerOwnedIp: '',
      }),
      tags: tagMap(record.Tags),
    };
  },

  update(id, change, aws) {
    const wanted = Object.fromEntries(Object.entries(change.after).filter(([name]) => change.changed.has(name)));
    refuseInputs('aws:ec2/eip:Eip', wanted, ASSOCIATING);
    retagEc2(aws, id, change);
  },

  delete(id, _state, aws) {
    aws.call('ec2', 'ReleaseAddress', { AllocationId: id });
  },
};

/** Inputs that tie the address to something: NAT gateways tie their own. */
const ASSOCIATING = ['associateWithPrivateIp', 'instance', 'networkInterface'];

function publicDns(address: string, aws: AdapterAws): string {
  const host = `ec2-${address.replaceAll('.', '-')}`;
  return aws.region === 'us-east-1' ? `${host}.compute-1.amazonaws.com` : `${host}.${aws.region}.compute.amazonaws.com`;
}
