import type { DescribeDBSubnetGroupsCommandOutput } from '@aws-sdk/client-rds';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone } from './common.ts';
import { arnOf, createTags, retagRds, tagOutputs } from './rds-common.ts';

export const subnetGroup: Adapter = {
  type: 'aws:rds/subnetGroup:SubnetGroup',

  create(inputs, aws) {
    aws.call('rds', 'CreateDBSubnetGroup', {
      DBSubnetGroupName: inputs['name'],
      DBSubnetGroupDescription: inputs['description'],
      SubnetIds: inputs['subnetIds'],
      ...createTags(inputs),
    });
    return String(inputs['name']).toLowerCase();
  },

  read(id, aws) {
    const found = gone(
      () => aws.call<DescribeDBSubnetGroupsCommandOutput>('rds', 'DescribeDBSubnetGroups', { DBSubnetGroupName: id }),
      'DBSubnetGroupNotFoundFault',
    )?.DBSubnetGroups?.[0];
    if (!found) return undefined;
    return {
      arn: found.DBSubnetGroupArn,
      description: found.DBSubnetGroupDescription,
      name: found.DBSubnetGroupName,
      namePrefix: '',
      subnetIds: (found.Subnets ?? []).map((subnet) => subnet.SubnetIdentifier ?? ''),
      supportedNetworkTypes: found.SupportedNetworkTypes ?? [],
      vpcId: found.VpcId,
      ...tagOutputs(tagsOf(arnOf(aws, 'subgrp', id), aws)),
    };
  },

  update(id, { before, after, changed }, aws) {
    if (changed.has('subnetIds') || changed.has('description')) {
      aws.call('rds', 'ModifyDBSubnetGroup', {
        DBSubnetGroupName: id,
        DBSubnetGroupDescription: after['description'],
        SubnetIds: after['subnetIds'],
      });
    }
    retagRds(arnOf(aws, 'subgrp', id), before, after, aws);
  },

  delete(id, _state, aws) {
    aws.call('rds', 'DeleteDBSubnetGroup', { DBSubnetGroupName: id });
  },
};

function tagsOf(arn: string, aws: AdapterAws) {
  return aws.call<{ TagList?: { Key?: string; Value?: string }[] }>('rds', 'ListTagsForResource', { ResourceName: arn })
    .TagList;
}
