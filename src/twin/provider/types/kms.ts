import type { KeyMetadata } from '@aws-sdk/client-kms';
import type { PropertyMap } from '../../../lib/property.ts';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone, listedTags, retag } from './common.ts';

const key: Adapter = {
  type: 'aws:kms/key:Key',

  create(inputs, aws) {
    const { KeyMetadata } = aws.call<{ KeyMetadata: KeyMetadata }>('kms', 'CreateKey', {
      ...(inputs['description'] !== undefined && { Description: inputs['description'] }),
      ...(inputs['policy'] !== undefined && { Policy: inputs['policy'] }),
      KeySpec: inputs['customerMasterKeySpec'] ?? 'SYMMETRIC_DEFAULT',
      KeyUsage: inputs['keyUsage'] ?? 'ENCRYPT_DECRYPT',
      ...(inputs['multiRegion'] !== undefined && { MultiRegion: inputs['multiRegion'] }),
      Tags: listedTags(inputs, 'TagKey', 'TagValue'),
    });
    const id = KeyMetadata.KeyId ?? '';
    setRotation(id, inputs, aws);
    if (inputs['isEnabled'] === false) aws.call('kms', 'DisableKey', { KeyId: id });
    return id;
  },

  read(id, aws) {
    const found = gone(
      () => aws.call<{ KeyMetadata: KeyMetadata }>('kms', 'DescribeKey', { KeyId: id }),
      'NotFoundException',
    );
    const metadata = found?.KeyMetadata;
    if (!metadata || metadata.KeyState === 'PendingDeletion') return undefined;
    const rotation = aws.call<{ KeyRotationEnabled?: boolean; RotationPeriodInDays?: number }>(
      'kms',
      'GetKeyRotationStatus',
      { KeyId: id },
    );
    const { Tags } = aws.call<{ Tags: { TagKey: string; TagValue: string }[] }>('kms', 'ListResourceTags', {
      KeyId: id,
    });
    const { Policy } = aws.call<{ Policy: string }>('kms', 'GetKeyPolicy', { KeyId: id });
    const tags = Object.fromEntries(Tags.map((tag) => [tag.TagKey, tag.TagValue]));
    return {
      arn: metadata.Arn,
      keyId: metadata.KeyId,
      description: metadata.Description,
      policy: Policy,
      customerMasterKeySpec: metadata.KeySpec,
      keyUsage: metadata.KeyUsage,
      multiRegion: metadata.MultiRegion,
      isEnabled: metadata.Enabled,
      enableKeyRotation: rotation.KeyRotationEnabled,
      rotationPeriodInDays: rotation.RotationPeriodInDays,
      tags,
      tagsAll: tags,
    };
  },

  update(id, { before, after, changed }, aws) {
    if (changed.has('description'))
      aws.call('kms', 'UpdateKeyDescription', { KeyId: id, Description: after['description'] });
    if (changed.has('policy')) aws.call('kms', 'PutKeyPolicy', { KeyId: id, Policy: after['policy'] });
    if (changed.has('isEnabled'))
      aws.call('kms', after['isEnabled'] === false ? 'DisableKey' : 'EnableKey', { KeyId: id });
    if (changed.has('enableKeyRotation') || changed.has('rotationPeriodInDays')) setRotation(id, after, aws);
    retag(before, after, {
      add: (tags) =>
        aws.call('kms', 'TagResource', { KeyId: id, Tags: tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue })) }),
      remove: (names) => aws.call('kms', 'UntagResource', { KeyId: id, TagKeys: names }),
    });
  },

  delete(id, state, aws) {
    aws.call('kms', 'ScheduleKeyDeletion', { KeyId: id, PendingWindowInDays: state['deletionWindowInDays'] ?? 30 });
  },
};

function setRotation(id: string, inputs: PropertyMap, aws: AdapterAws): void {
  if (inputs['enableKeyRotation'] !== true) {
    aws.call('kms', 'DisableKeyRotation', { KeyId: id });
    return;
  }
  const period = inputs['rotationPeriodInDays'];
  aws.call('kms', 'EnableKeyRotation', { KeyId: id, ...(period !== undefined && { RotationPeriodInDays: period }) });
}

export const adapters: readonly Adapter[] = [key];
