import { AwsError } from '../../aws-error.ts';
import type { Call, Handlers } from '../../call.ts';
import { mergeTags, tagList, tagsOf, withoutTags } from '../tag-list.ts';
import { type AlarmRecord, alarmTable } from './records.ts';

/** Tags of alarms. */
export const tags: Handlers<typeof import('@aws-sdk/client-cloudwatch')> = {
  ListTagsForResource(input, call) {
    return { Tags: tagList(alarmByArn(call, input.ResourceARN).tags) };
  },
  TagResource(input, call) {
    const alarm = alarmByArn(call, input.ResourceARN);
    put(call, { ...alarm, tags: mergeTags(alarm.tags, tagsOf(input.Tags)) });
    return {};
  },
  UntagResource(input, call) {
    const alarm = alarmByArn(call, input.ResourceARN);
    put(call, { ...alarm, tags: withoutTags(alarm.tags, input.TagKeys) });
    return {};
  },
};

function alarmByArn(call: Call, arn: string | undefined): AlarmRecord {
  const found = alarmTable(call.world)
    .values(`${call.region}/`)
    .find((alarm) => alarm.arn === arn);
  if (!found) throw new AwsError('ResourceNotFoundException', `no alarm ${arn}`, { status: 404 });
  return found;
}

function put(call: Call, alarm: AlarmRecord): void {
  alarmTable(call.world).put(`${call.region}/${alarm.name}`, alarm);
}
