import type { NetworkAcl, RouteTable, SecurityGroup, Vpc } from '@aws-sdk/client-ec2';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone, optional } from './common.ts';
import { ec2ArnOf, retagEc2, taggedAs } from './ec2-common.ts';
import { refuseInputs, tagMap } from './shape.ts';

export const vpc: Adapter = {
  type: 'aws:ec2/vpc:Vpc',

  create(inputs, aws) {
    refuseInputs('aws:ec2/vpc:Vpc', inputs, [
      'ipv4NetmaskLength',
      'ipv6CidrBlockNetworkBorderGroup',
      'ipv6NetmaskLength',
    ]);
    const { Vpc: made } = aws.call<{ Vpc: Vpc }>('ec2', 'CreateVpc', {
      ...optional('CidrBlock', inputs['cidrBlock']),
      ...optional('InstanceTenancy', inputs['instanceTenancy']),
      ...optional('Ipv4IpamPoolId', inputs['ipv4IpamPoolId']),
      ...optional('Ipv6CidrBlock', inputs['ipv6CidrBlock']),
      ...optional('Ipv6IpamPoolId', inputs['ipv6IpamPoolId']),
      ...optional('AmazonProvidedIpv6CidrBlock', inputs['assignGeneratedIpv6CidrBlock']),
      ...taggedAs('vpc', inputs),
    });
    const id = made.VpcId ?? '';
    for (const [input, , atFirst] of ATTRIBUTES) {
      if (inputs[input] !== undefined && inputs[input] !== atFirst)
        setAttribute(aws, id, input, inputs[input] === true);
    }
    return id;
  },

  read(id, aws) {
    const found = gone(
      () => aws.call<{ Vpcs: Vpc[] }>('ec2', 'DescribeVpcs', { VpcIds: [id] }),
      'InvalidVpcID.NotFound',
    );
    const [record] = found?.Vpcs ?? [];
    if (!record) return undefined;
    return {
      arn: ec2ArnOf(aws, 'vpc', id),
      cidrBlock: record.CidrBlock,
      instanceTenancy: record.InstanceTenancy,
      assignGeneratedIpv6CidrBlock: false,
      dhcpOptionsId: record.DhcpOptionsId,
      ownerId: record.OwnerId,
      ipv6AssociationId: '',
      ipv6CidrBlock: '',
      ...Object.fromEntries(ATTRIBUTES.map(([input]) => [input, attribute(aws, id, input)])),
      ...bornIn(aws, id),
      tags: tagMap(record.Tags),
    };
  },

  update(id, change, aws) {
    for (const [input] of ATTRIBUTES) {
      if (change.changed.has(input)) setAttribute(aws, id, input, change.after[input] === true);
    }
    if (change.changed.has('instanceTenancy')) {
      refuseInputs('aws:ec2/vpc:Vpc', { 'a change of instanceTenancy': true }, ['a change of instanceTenancy']);
    }
    retagEc2(aws, id, change);
  },

  delete(id, _state, aws) {
    aws.call('ec2', 'DeleteVpc', { VpcId: id });
  },
};

/** Input, API member, and what a new VPC has. */
const ATTRIBUTES = [
  ['enableDnsSupport', 'EnableDnsSupport', true],
  ['enableDnsHostnames', 'EnableDnsHostnames', false],
  ['enableNetworkAddressUsageMetrics', 'EnableNetworkAddressUsageMetrics', false],
] as const;

function memberOf(input: string): string {
  return ATTRIBUTES.find(([name]) => name === input)?.[1] ?? '';
}

function setAttribute(aws: AdapterAws, id: string, input: string, value: boolean): void {
  aws.call('ec2', 'ModifyVpcAttribute', { VpcId: id, [memberOf(input)]: { Value: value } });
}

function attribute(aws: AdapterAws, id: string, input: string): boolean {
  const answer = aws.call<Record<string, { Value?: boolean } | undefined>>('ec2', 'DescribeVpcAttribute', {
    VpcId: id,
    Attribute: input,
  });
  return answer[memberOf(input)]?.Value ?? false;
}

/** What a VPC is born with. */
function bornIn(aws: AdapterAws, id: string) {
  const inVpc = (...more: object[]) => ({ Filters: [{ Name: 'vpc-id', Values: [id] }, ...more] });
  const { RouteTables } = aws.call<{ RouteTables: RouteTable[] }>(
    'ec2',
    'DescribeRouteTables',
    inVpc({ Name: 'association.main', Values: ['true'] }),
  );
  const { SecurityGroups } = aws.call<{ SecurityGroups: SecurityGroup[] }>(
    'ec2',
    'DescribeSecurityGroups',
    inVpc({ Name: 'group-name', Values: ['default'] }),
  );
  const { NetworkAcls } = aws.call<{ NetworkAcls: NetworkAcl[] }>(
    'ec2',
    'DescribeNetworkAcls',
    inVpc({ Name: 'default', Values: ['true'] }),
  );
  return {
    mainRouteTableId: RouteTables[0]?.RouteTableId,
    defaultRouteTableId: RouteTables[0]?.RouteTableId,
    defaultSecurityGroupId: SecurityGroups[0]?.GroupId,
    defaultNetworkAclId: NetworkAcls[0]?.NetworkAclId,
  };
}
