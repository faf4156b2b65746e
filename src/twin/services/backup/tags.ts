import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import type { Table } from '../../world.ts';
import { pageOf } from '../page.ts';
import { partsOfArn, snapshots } from '../rds/records.ts';
import { mergeTags, type Tags, withoutTags } from '../tag-list.ts';
import type { Backup } from './api.ts';
import { PAGES } from './paging.ts';
import { legalHolds, plans, recoveryPoints, vaults } from './records.ts';

export const tagHandlers: Backup = {
  TagResource(input, call) {
    const { tags, put } = tagged(call, input.ResourceArn);
    put(mergeTags(tags, input.Tags ?? {}));
    return {};
  },
  UntagResource(input, call) {
    const { tags, put } = tagged(call, input.ResourceArn);
    put(withoutTags(tags, input.TagKeyList));
    return {};
  },
  ListTags(input, call) {
    const { items, next } = pageOf(call, input, Object.entries(tagged(call, input.ResourceArn).tags), PAGES);
    return { Tags: Object.fromEntries(items), NextToken: next };
  },
};

interface Tagged {
  readonly tags: Tags;
  put(tags: Tags): void;
}

function tagged({ world, region }: Call, arn = ''): Tagged {
  const id = arn.split(':').at(-1);
  const found =
    taggedIn(vaults(world), `${region}/${id}`, arn) ??
    taggedIn(plans(world), `${region}/${id}`, arn) ??
    taggedIn(legalHolds(world), `${region}/${id}`, arn) ??
    // an Aurora point's tags are its snapshot's
    taggedIn(snapshots(world), `${region}/${partsOfArn(arn).id}`, arn) ??
    taggedIn(recoveryPoints(world), `${region}/${arn}`, arn);
  if (found) return found;
  throw new AwsError('ResourceNotFoundException', `there is no ${arn} in ${region}`);
}

function taggedIn<T extends { readonly arn: string; readonly tags: Tags }>(
  table: Table<T>,
  key: string,
  arn: string,
): Tagged | undefined {
  const record = table.get(key);
  if (record?.arn !== arn) return undefined;
  return { tags: record.tags, put: (tags) => table.put(key, { ...record, tags }) };
}
