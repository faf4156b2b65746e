import type { PropertyMap, PropertyValue } from '../../../lib/property.ts';
import type { AdapterAws } from '../adapter.ts';
import { listedTags, retag } from './common.ts';

/** `[Pulumi input, member of AWS's request]`. */
export type Members = readonly (readonly [input: string, member: string])[];

/** The members of a request for the inputs that are there, or that changed. Empty strings count as absent. */
export function request(
  members: Members,
  inputs: PropertyMap,
  only?: ReadonlySet<string>,
): Record<string, PropertyValue> {
  const sent: Record<string, PropertyValue> = {};
  for (const [input, member] of members) {
    const value = inputs[input];
    if (value === undefined || value === null || value === '') continue;
    if (only === undefined || only.has(input)) sent[member] = value;
  }
  return sent;
}

/** Tags for a create, where there are any. */
export function createTags(inputs: PropertyMap): { Tags?: Record<string, string>[] } {
  const tags = listedTags(inputs);
  return tags.length > 0 ? { Tags: tags } : {};
}

export function retagRds(arn: string, before: PropertyMap, after: PropertyMap, aws: AdapterAws): void {
  retag(before, after, {
    add: (tags) =>
      aws.call('rds', 'AddTagsToResource', { ResourceName: arn, Tags: tags.map(([Key, Value]) => ({ Key, Value })) }),
    remove: (names) => aws.call('rds', 'RemoveTagsFromResource', { ResourceName: arn, TagKeys: names }),
  });
}

/** AWS's list of tags as the outputs `tags` and `tagsAll`. */
export function tagOutputs(
  list: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): Record<'tags' | 'tagsAll', Record<string, string>> {
  const tags = Object.fromEntries((list ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
  return { tags, tagsAll: tags };
}

export function arnOf(aws: AdapterAws, kind: 'cluster' | 'db' | 'subgrp', id: string): string {
  return `arn:aws:rds:${aws.region}:${aws.account}:${kind}:${id}`;
}
