import type { PropertyMap } from '../../../lib/property.ts';
import type { AdapterAws, AdapterChange } from '../adapter.ts';
import { listedTags, retag } from './common.ts';

/** The member that tags a new EC2 resource; nothing where there are no tags. */
export function taggedAs(resourceType: string, inputs: PropertyMap): object {
  const tags = listedTags(inputs);
  return tags.length > 0 ? { TagSpecifications: [{ ResourceType: resourceType, Tags: tags }] } : {};
}

/** Adds, overwrites and removes the tags of an EC2 resource. */
export function retagEc2(aws: AdapterAws, id: string, { before, after }: AdapterChange): void {
  retag(before, after, {
    add: (tags) =>
      aws.call('ec2', 'CreateTags', { Resources: [id], Tags: tags.map(([Key, Value]) => ({ Key, Value })) }),
    remove: (names) => aws.call('ec2', 'DeleteTags', { Resources: [id], Tags: names.map((Key) => ({ Key })) }),
  });
}

export function ec2ArnOf(aws: AdapterAws, kind: string, id: string): string {
  return `arn:aws:ec2:${aws.region}:${aws.account}:${kind}/${id}`;
}
