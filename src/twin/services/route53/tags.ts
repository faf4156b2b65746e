import { AwsError } from '../../aws-error.ts';
import type { Call, Handlers } from '../../call.ts';
import { mergeTags, type Tags, tagList, tagsOf, withoutTags } from '../tag-list.ts';
import { findCheck } from './health-checks.ts';
import { healthCheckTable, zoneTable } from './records.ts';
import { findZone } from './zones.ts';

/** Tags of zones and health checks. */
export const tags: Handlers<typeof import('@aws-sdk/client-route-53')> = {
  ListTagsForResource(input, call) {
    const tagged = find(call, input.ResourceType, input.ResourceId);
    return {
      ResourceTagSet: { ResourceType: input.ResourceType, ResourceId: input.ResourceId, Tags: tagList(tagged.tags) },
    };
  },
  ChangeTagsForResource(input, call) {
    const { tags: before, put } = find(call, input.ResourceType, input.ResourceId);
    put(mergeTags(withoutTags(before, input.RemoveTagKeys), tagsOf(input.AddTags)));
    return {};
  },
};

function find(call: Call, type: string | undefined, id: string | undefined): { tags: Tags; put(tags: Tags): void } {
  if (type === 'hostedzone') {
    const zone = findZone(call, id);
    return { tags: zone.tags, put: (next) => zoneTable(call.world).put(zone.id, { ...zone, tags: next }) };
  }
  if (type !== 'healthcheck') throw new AwsError('InvalidInput', `resources of type ${type} have no tags`);
  const check = findCheck(call, id);
  return { tags: check.tags, put: (next) => healthCheckTable(call.world).put(check.id, { ...check, tags: next }) };
}
