import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { pageOf } from '../page.ts';
import { mergeTags, type Tags, withoutTags } from '../tag-list.ts';
import type { Backup } from './api.ts';
import { PAGES } from './paging.ts';
import { plans, vaults } from './records.ts';

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

function tagged(call: Call, arn: string | undefined): { tags: Tags; put(tags: Tags): void } {
  const key = `${call.region}/${arn?.split(':').at(-1)}`;
  const vault = vaults(call.world).get(key);
  if (vault?.arn === arn && vault)
    return { tags: vault.tags, put: (tags) => vaults(call.world).put(key, { ...vault, tags }) };
  const plan = plans(call.world).get(key);
  if (plan?.arn === arn && plan)
    return { tags: plan.tags, put: (tags) => plans(call.world).put(key, { ...plan, tags }) };
  throw new AwsError('ResourceNotFoundException', `there is no ${arn} in ${call.region}`);
}
