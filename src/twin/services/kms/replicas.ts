import { AwsError } from '../../aws-error.ts';
import { elapseMs } from '../../physics/duration.ts';
import type { Kms } from './api.ts';
import { defaultPolicy } from './default-policy.ts';
import { metadata, usable } from './find.ts';
import { type KeyRecord, keyArn, keys } from './records.ts';
import { tagsFrom } from './tags.ts';

/** Replicas of multi-Region keys. That another region becomes the primary (UpdatePrimaryRegion) is not modelled. */
export const replicaHandlers: Kms = {
  ReplicateKey(input, call) {
    const { world } = call;
    const key = usable(call, input.KeyId);
    const region = input.ReplicaRegion ?? '';
    if (!key.multiRegion || key.primaryRegion !== undefined) {
      throw new AwsError('UnsupportedOperationException', `${key.arn} is no primary of several regions`, {
        row: 'KMS-07',
      });
    }
    if (keys(world).get(`${region}/${key.id}`) || region === key.region) {
      throw new AwsError('AlreadyExistsException', `${key.id} is in ${region} already`, { row: 'KMS-06' });
    }
    // policy, tags and description are its own (KMS-12)
    const replica: KeyRecord = {
      ...key,
      region,
      arn: keyArn(world, region, key.id),
      description: input.Description ?? '',
      state: 'Creating',
      primaryRegion: key.region,
      policy: input.Policy ?? defaultPolicy(call.account),
      createdMs: world.nowMs,
      tags: tagsFrom(input.Tags),
    };
    keys(world).put(`${region}/${key.id}`, replica);
    const atMs = world.nowMs + elapseMs(world, 'kms.visible', replica.arn);
    world.schedule({ atMs, kind: 'kms.replica-ready', subject: replica.arn });
    return {
      ReplicaKeyMetadata: metadata(world, replica),
      ReplicaPolicy: replica.policy,
      ReplicaTags: input.Tags,
    };
  },
};
