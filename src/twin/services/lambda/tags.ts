import type { Handlers } from '../../call.ts';
import { mergeTags, withoutTags } from '../tag-list.ts';
import { findFunction } from './functions.ts';
import { functionTable } from './records.ts';

/** Tags of functions. */
export const tags: Handlers<typeof import('@aws-sdk/client-lambda')> = {
  ListTags(input, call) {
    return { Tags: { ...findFunction(call, input.Resource).tags } };
  },
  TagResource(input, call) {
    const record = findFunction(call, input.Resource);
    const next = { ...record, tags: mergeTags(record.tags, input.Tags ?? {}) };
    functionTable(call.world).put(`${call.region}/${record.name}`, next);
    return {};
  },
  UntagResource(input, call) {
    const record = findFunction(call, input.Resource);
    const next = { ...record, tags: withoutTags(record.tags, input.TagKeys) };
    functionTable(call.world).put(`${call.region}/${record.name}`, next);
    return {};
  },
};
