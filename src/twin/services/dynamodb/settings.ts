import type { Handlers } from '../../call.ts';
import { type Paging, pageOf } from '../page.ts';
import { mergeTags, tagList, tagsOf, withoutTags } from '../tag-list.ts';
import { tableTable } from './records.ts';
import { findTable } from './tables.ts';

/** AWS does not say how many tags make a page (ListTagsOfResource); here all do, and no token is ever given. */
const TAG_PAGES: Paging<never, 'NextToken'> = {
  token: 'NextToken',
  least: 1,
  most: 1,
  wrongSize: 'ValidationException',
  wrongToken: 'ValidationException',
};

/** What stands beside a table: its backups' switch, its time to live, its tags. */
export const settings: Handlers<typeof import('@aws-sdk/client-dynamodb')> = {
  DescribeContinuousBackups(input, call) {
    const { pointInTimeRecovery } = findTable(call, input.TableName);
    return {
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: pointInTimeRecovery ? 'ENABLED' : 'DISABLED' },
      },
    };
  },
  UpdateContinuousBackups(input, call) {
    const table = findTable(call, input.TableName);
    const pointInTimeRecovery = input.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ?? false;
    tableTable(call.world).put(`${call.region}/${table.name}`, { ...table, pointInTimeRecovery });
    return {
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: pointInTimeRecovery ? 'ENABLED' : 'DISABLED' },
      },
    };
  },
  DescribeTimeToLive(input, call) {
    const { ttlAttribute } = findTable(call, input.TableName);
    return {
      TimeToLiveDescription:
        ttlAttribute === undefined
          ? { TimeToLiveStatus: 'DISABLED' }
          : { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute },
    };
  },
  ListTagsOfResource(input, call) {
    const { items, next } = pageOf(call, input, tagList(findTable(call, input.ResourceArn).tags), TAG_PAGES);
    return { Tags: items, NextToken: next };
  },
  TagResource(input, call) {
    const table = findTable(call, input.ResourceArn);
    const tags = mergeTags(table.tags, tagsOf(input.Tags));
    tableTable(call.world).put(`${call.region}/${table.name}`, { ...table, tags });
    return {};
  },
  UntagResource(input, call) {
    const table = findTable(call, input.ResourceArn);
    const tags = withoutTags(table.tags, input.TagKeys);
    tableTable(call.world).put(`${call.region}/${table.name}`, { ...table, tags });
    return {};
  },
};
