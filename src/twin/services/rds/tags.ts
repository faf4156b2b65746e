import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import type { Table } from '../../world.ts';
import type { Rds } from './api.ts';
import { clusters, dbInstances, globalClusters, partsOfArn, snapshots, subnetGroups, type Tags } from './records.ts';

interface AwsTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export function tagsOf(list: readonly AwsTag[] | undefined): Tags {
  return Object.fromEntries((list ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
}

/** As RDS answers them, in the order of their keys. */
export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.keys(tags)
    .sort()
    .map((key) => ({ Key: key, Value: tags[key] ?? '' }));
}

export const tagHandlers: Rds = {
  AddTagsToResource(input, call) {
    const { table, key, record } = tagged(call, input.ResourceName);
    table.put(key, { ...record, tags: { ...record.tags, ...tagsOf(input.Tags) } });
    return {};
  },

  RemoveTagsFromResource(input, call) {
    const { table, key, record } = tagged(call, input.ResourceName);
    const tags = Object.fromEntries(Object.entries(record.tags).filter(([name]) => !input.TagKeys?.includes(name)));
    table.put(key, { ...record, tags });
    return {};
  },

  ListTagsForResource(input, call) {
    return { TagList: tagList(tagged(call, input.ResourceName).record.tags) };
  },
};

type Tagged = { readonly tags: Tags };

function tagged(call: Call, arn: string | undefined): { table: Table<Tagged>; key: string; record: Tagged } {
  const { world } = call;
  const { region, kind, id } = partsOfArn(arn ?? '');
  const tables: Readonly<Record<string, { table: Table<never>; code: string }>> = {
    cluster: { table: clusters(world) as Table<never>, code: 'DBClusterNotFoundFault' },
    db: { table: dbInstances(world) as Table<never>, code: 'DBInstanceNotFound' },
    'global-cluster': { table: globalClusters(world) as Table<never>, code: 'GlobalClusterNotFoundFault' },
    subgrp: { table: subnetGroups(world) as Table<never>, code: 'DBSubnetGroupNotFoundFault' },
    'cluster-snapshot': { table: snapshots(world) as Table<never>, code: 'DBClusterSnapshotNotFoundFault' },
  };
  const found = tables[kind];
  if (!found) throw new AwsError('InvalidParameterValue', `${arn} names no RDS resource that has tags`);
  const table = found.table as unknown as Table<Tagged>;
  const key = kind === 'global-cluster' ? id : `${region}/${id}`;
  const record = table.get(key);
  // a regional resource is tagged in its own region
  if (record && (region === '' || region === call.region)) return { table, key, record };
  throw new AwsError(found.code, `there is no ${arn} in ${call.region}`, { status: 404 });
}
