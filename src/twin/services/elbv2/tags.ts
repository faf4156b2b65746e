import { AwsError, notModelled } from '../../aws-error.ts';
import type { World } from '../../world.ts';
import type { Elbv2 } from './api.ts';
import { keyOf } from './records.ts';

interface Tagged {
  readonly tags: Readonly<Record<string, string>>;
}

export const tagHandlers: Elbv2 = {
  AddTags(input, call) {
    for (const arn of input.ResourceArns ?? []) {
      const record = tagged(call.world, arn);
      tableOf(call.world, arn).put(keyOf(arn), { ...record, tags: { ...record.tags, ...tagMap(input.Tags) } });
    }
    return {};
  },

  RemoveTags(input, call) {
    for (const arn of input.ResourceArns ?? []) {
      const record = tagged(call.world, arn);
      const tags = Object.fromEntries(Object.entries(record.tags).filter(([key]) => !input.TagKeys?.includes(key)));
      tableOf(call.world, arn).put(keyOf(arn), { ...record, tags });
    }
    return {};
  },

  DescribeTags(input, call) {
    return {
      TagDescriptions: (input.ResourceArns ?? []).map((arn) => {
        const { tags } = tagged(call.world, arn);
        const list = Object.keys(tags).sort();
        return { ResourceArn: arn, Tags: list.map((Key) => ({ Key, Value: tags[Key] })) };
      }),
    };
  },
};

export function tagMap(
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): Record<string, string> {
  return Object.fromEntries((tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
}

const KINDS: Readonly<Record<string, readonly [table: string, notFound: string]>> = {
  loadbalancer: ['elbv2.load-balancer', 'LoadBalancerNotFound'],
  targetgroup: ['elbv2.target-group', 'TargetGroupNotFound'],
  listener: ['elbv2.listener', 'ListenerNotFound'],
};

function kindOf(arn: string): readonly [table: string, notFound: string] {
  const kind = KINDS[keyOf(arn).split('/')[1] ?? ''];
  if (!kind) throw notModelled(`tags of ${arn}`);
  return kind;
}

function tableOf(world: World, arn: string) {
  return world.table<Tagged>(kindOf(arn)[0]);
}

function tagged(world: World, arn: string): Tagged {
  const record = tableOf(world, arn).get(keyOf(arn));
  if (!record) throw new AwsError(kindOf(arn)[1], `there is no ${arn}`);
  return record;
}
