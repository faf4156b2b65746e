import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import type { Table } from '../../world.ts';
import type { Ec2 } from './api.ts';
import { type Ec2Record, inRegion, type Tags } from './records.ts';

interface TagSpecification {
  readonly ResourceType?: string | undefined;
  readonly Tags?: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined;
}

/** The tags that a create asks for, for the resource type that it creates. */
export function tagsFor(resourceType: string, specifications: readonly TagSpecification[] | undefined): Tags {
  const tags: Record<string, string> = {};
  for (const specification of specifications ?? []) {
    if (specification.ResourceType !== resourceType) continue;
    for (const tag of specification.Tags ?? []) tags[tag.Key ?? ''] = tag.Value ?? '';
  }
  return tags;
}

/** As EC2 answers them, in the order of their keys. */
export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.keys(tags)
    .sort()
    .map((key) => ({ Key: key, Value: tags[key] ?? '' }));
}

export const tagHandlers: Ec2 = {
  CreateTags(input, call) {
    for (const id of input.Resources ?? []) {
      const { table, record } = tagged(call, id);
      const added = Object.fromEntries((input.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
      table.put(inRegion(call.region, id), { ...record, tags: { ...record.tags, ...added } });
    }
    return {};
  },

  /** A tag without a value is removed whatever its value is; one with a value only where it has that value. */
  DeleteTags(input, call) {
    for (const id of input.Resources ?? []) {
      const { table, record } = tagged(call, id);
      const tags: Record<string, string> = { ...record.tags };
      for (const { Key = '', Value } of input.Tags ??
        Object.keys(tags).map((key) => ({ Key: key, Value: undefined }))) {
        if (Value === undefined || tags[Key] === Value) delete tags[Key];
      }
      table.put(inRegion(call.region, id), { ...record, tags });
    }
    return {};
  },
};

function tagged(call: Call, id: string): { table: Table<Ec2Record>; record: Ec2Record } {
  const table = call.world.table<Ec2Record>(tableOf(id));
  const record = table.get(inRegion(call.region, id));
  if (!record) throw new AwsError('InvalidID', `there is no ${id} in ${call.region}`);
  return { table, record };
}

const TABLES: Readonly<Record<string, string>> = {
  acl: 'ec2.network-acl',
  eipalloc: 'ec2.address',
  eni: 'ec2.network-interface',
  i: 'ec2.instance',
  igw: 'ec2.internet-gateway',
  lt: 'ec2.launch-template',
  nat: 'ec2.nat-gateway',
  rtb: 'ec2.route-table',
  sg: 'ec2.security-group',
  subnet: 'ec2.subnet',
  vpc: 'ec2.vpc',
};

function tableOf(id: string): string {
  const table = TABLES[id.slice(0, id.lastIndexOf('-'))];
  if (table === undefined) throw notModelled(`tags of ${id}`);
  return table;
}
