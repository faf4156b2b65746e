import type { DBSubnetGroup } from '@aws-sdk/client-rds';
import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { subnets } from '../ec2/records.ts';
import type { Rds } from './api.ts';
import { page } from './page.ts';
import { clusters, rdsArn, type SubnetGroupRecord, subnetGroups } from './records.ts';
import { tagsOf } from './tags.ts';

export const subnetGroupHandlers: Rds = {
  CreateDBSubnetGroup(input, call) {
    const name = (input.DBSubnetGroupName ?? '').toLowerCase();
    if (!/^[a-z0-9 ._-]{1,255}$/.test(name) || name === 'default') {
      throw new AwsError('InvalidParameterValue', `DBSubnetGroupName ${JSON.stringify(name)} is not allowed`);
    }
    if (subnetGroups(call.world).get(`${call.region}/${name}`)) {
      throw new AwsError('DBSubnetGroupAlreadyExists', `there is a DB subnet group ${name} in ${call.region} already`);
    }
    const group: SubnetGroupRecord = {
      name,
      region: call.region,
      arn: rdsArn(call.world, call.region, 'subgrp', name),
      description: input.DBSubnetGroupDescription ?? '',
      ...placesOf(input.SubnetIds, call),
      tags: tagsOf(input.Tags),
    };
    return { DBSubnetGroup: subnetGroupView(put(call, group)) };
  },

  DescribeDBSubnetGroups(input, call) {
    const found =
      input.DBSubnetGroupName === undefined
        ? subnetGroups(call.world).values(`${call.region}/`)
        : [find(call, input.DBSubnetGroupName)];
    const { items, marker } = page(call, input, found);
    return { DBSubnetGroups: items.map(subnetGroupView), Marker: marker };
  },

  ModifyDBSubnetGroup(input, call) {
    const group = find(call, input.DBSubnetGroupName);
    const next = {
      ...group,
      description: input.DBSubnetGroupDescription ?? group.description,
      ...placesOf(input.SubnetIds, call),
    };
    return { DBSubnetGroup: subnetGroupView(put(call, next)) };
  },

  DeleteDBSubnetGroup(input, call) {
    const group = find(call, input.DBSubnetGroupName);
    const users = clusters(call.world)
      .values(`${call.region}/`)
      .filter((cluster) => cluster.subnetGroup === group.name);
    if (users.length > 0) {
      throw new AwsError(
        'InvalidDBSubnetGroupStateFault',
        `${group.name} is used by ${users.map((c) => c.id).join(', ')}`,
      );
    }
    subnetGroups(call.world).delete(`${call.region}/${group.name}`);
    return {};
  },
};

export function subnetGroupView(group: SubnetGroupRecord): DBSubnetGroup {
  return {
    DBSubnetGroupName: group.name,
    DBSubnetGroupArn: group.arn,
    DBSubnetGroupDescription: group.description,
    VpcId: group.vpcId,
    SubnetGroupStatus: 'Complete',
    Subnets: group.subnets.map(({ id, zone }) => ({
      SubnetIdentifier: id,
      SubnetAvailabilityZone: { Name: zone },
      SubnetStatus: 'Active',
    })),
    SupportedNetworkTypes: ['IPV4'],
  };
}

/** Refuses subnets that are not there, of several VPCs, or of fewer than two zones: the model names each code. */
function placesOf(ids: readonly string[] | undefined, call: Call): Pick<SubnetGroupRecord, 'vpcId' | 'subnets'> {
  const found = [...(ids ?? [])].sort().map((id) => {
    const subnet = subnets(call.world).get(`${call.region}/${id}`);
    if (!subnet) throw new AwsError('InvalidSubnet', `there is no subnet ${id} in ${call.region}`);
    return subnet;
  });
  const vpcIds = [...new Set(found.map((subnet) => subnet.vpcId))];
  if (vpcIds.length > 1) throw new AwsError('InvalidSubnet', `the subnets are in several VPCs: ${vpcIds.join(', ')}`);
  const zones = new Set(found.map((subnet) => subnet.zone));
  if (zones.size < 2) {
    throw new AwsError('DBSubnetGroupDoesNotCoverEnoughAZs', 'the subnets must lie in two zones at least');
  }
  return { vpcId: vpcIds[0] ?? '', subnets: found.map(({ id, zone }) => ({ id, zone })) };
}

function find(call: Call, name: string | undefined): SubnetGroupRecord {
  const wanted = (name ?? '').toLowerCase();
  const group = subnetGroups(call.world).get(`${call.region}/${wanted}`);
  if (group) return group;
  throw new AwsError('DBSubnetGroupNotFoundFault', `there is no DB subnet group ${wanted} in ${call.region}`, {
    status: 404,
  });
}

function put(call: Call, group: SubnetGroupRecord): SubnetGroupRecord {
  subnetGroups(call.world).put(`${group.region}/${group.name}`, group);
  return group;
}
