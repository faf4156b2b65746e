import type { Handlers } from '../../call.ts';
import { mergeTags, tagList, tagsOf, withoutTags } from '../tag-list.ts';
import { tableTable } from './records.ts';
import { findTable } from './tables.ts';

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
    return { Tags: tagList(findTable(call, input.ResourceArn).tags) };
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
