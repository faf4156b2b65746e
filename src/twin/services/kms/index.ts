import type { KeyMetadata } from '@aws-sdk/client-kms';
import { HOUR_MS } from '../../../lib/clock.ts';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call, Handlers } from '../../call.ts';
import { pageOf } from '../page.ts';
import { keyLost } from '../rds/key-lost.ts';
import { mergeTags, type Tags, withoutTags } from '../tag-list.ts';
import { type KeyRecord, keyArn, keyOf, keys } from './records.ts';

const DAY_MS = 24 * HOUR_MS;
const ROTATION_DAYS = { min: 90, default: 365, max: 2560 }; // kms.EnableKeyRotation, API reference
const WINDOW_DAYS = { min: 7, default: 30, max: 30 };

/** Customer keys as far as stacks and retirements need them: no cryptography, only what a key's state allows. */
export const kms: Handlers<typeof import('@aws-sdk/client-kms')> = {
  CreateKey(input, call) {
    if (input.CustomKeyStoreId || input.XksKeyId) throw notModelled('custom key stores');
    const hex = call.newId('', 32);
    const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    const id = input.MultiRegion ? `mrk-${hex}` : uuid;
    const key: KeyRecord = {
      id,
      region: call.region,
      arn: keyArn(call.world, call.region, id),
      description: input.Description ?? '',
      state: 'Enabled',
      multiRegion: input.MultiRegion ?? false,
      keySpec: input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT',
      keyUsage: input.KeyUsage ?? 'ENCRYPT_DECRYPT',
      policy: input.Policy ?? defaultPolicy(call.account),
      rotation: { enabled: false, periodInDays: ROTATION_DAYS.default },
      createdMs: call.world.nowMs,
      tags: tagsFrom(input.Tags),
    };
    return { KeyMetadata: metadata(put(call, key)) };
  },

  DescribeKey(input, call) {
    return { KeyMetadata: metadata(find(call, input.KeyId)) };
  },

  UpdateKeyDescription(input, call) {
    put(call, { ...usable(call, input.KeyId), description: input.Description ?? '' });
    return {};
  },

  GetKeyPolicy(input, call) {
    return { Policy: find(call, input.KeyId).policy, PolicyName: 'default' };
  },

  PutKeyPolicy(input, call) {
    put(call, { ...usable(call, input.KeyId), policy: input.Policy ?? '' });
    return {};
  },

  EnableKeyRotation(input, call) {
    const periodInDays = input.RotationPeriodInDays ?? ROTATION_DAYS.default;
    if (periodInDays < ROTATION_DAYS.min || periodInDays > ROTATION_DAYS.max) {
      throw new AwsError(
        'ValidationException',
        `RotationPeriodInDays must be ${ROTATION_DAYS.min} to ${ROTATION_DAYS.max}`,
      );
    }
    put(call, { ...enabled(call, input.KeyId), rotation: { enabled: true, periodInDays } });
    return {};
  },

  DisableKeyRotation(input, call) {
    const key = enabled(call, input.KeyId);
    put(call, { ...key, rotation: { ...key.rotation, enabled: false } });
    return {};
  },

  GetKeyRotationStatus(input, call) {
    const { id, rotation } = find(call, input.KeyId);
    return {
      KeyId: id,
      KeyRotationEnabled: rotation.enabled,
      ...(rotation.enabled && { RotationPeriodInDays: rotation.periodInDays }),
    };
  },

  EnableKey(input, call) {
    put(call, { ...usable(call, input.KeyId), state: 'Enabled' });
    return {};
  },

  DisableKey(input, call) {
    const key = put(call, { ...usable(call, input.KeyId), state: 'Disabled' });
    keyLost(call.world, key.arn);
    return {};
  },

  ScheduleKeyDeletion(input, call) {
    const days = input.PendingWindowInDays ?? WINDOW_DAYS.default;
    if (days < WINDOW_DAYS.min || days > WINDOW_DAYS.max) {
      throw new AwsError(
        'ValidationException',
        `PendingWindowInDays must be ${WINDOW_DAYS.min} to ${WINDOW_DAYS.max}`,
        { row: 'KMS-01' },
      );
    }
    const key = usable(call, input.KeyId, 'KMS-02');
    const pending = put(call, { ...key, state: 'PendingDeletion', deletionMs: call.world.nowMs + days * DAY_MS });
    call.world.schedule({ atMs: pending.deletionMs ?? 0, kind: 'kms.delete', subject: key.arn, tick: true });
    keyLost(call.world, key.arn);
    return {
      KeyId: key.arn,
      DeletionDate: new Date(pending.deletionMs ?? 0),
      KeyState: 'PendingDeletion',
      PendingWindowInDays: days,
    };
  },

  CancelKeyDeletion(input, call) {
    const key = find(call, input.KeyId);
    if (key.state !== 'PendingDeletion') throw invalidState(key, undefined);
    call.world.unschedule(key.arn, 'kms.delete');
    put(call, { ...key, state: 'Disabled', deletionMs: undefined }); // KMS-05: disabled, not enabled
    return { KeyId: key.arn };
  },

  TagResource(input, call) {
    const key = usable(call, input.KeyId);
    put(call, { ...key, tags: mergeTags(key.tags, tagsFrom(input.Tags)) });
    return {};
  },

  UntagResource(input, call) {
    const key = usable(call, input.KeyId);
    put(call, { ...key, tags: withoutTags(key.tags, input.TagKeys) });
    return {};
  },

  ListResourceTags(input, call) {
    const { tags } = find(call, input.KeyId);
    const list = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const { items, next } = pageOf(call, input, list, TAG_PAGES);
    return { Tags: items, Truncated: next !== undefined, NextMarker: next };
  },
};

/** API reference, ListResourceTags. */
const TAG_PAGES = {
  size: 'Limit',
  token: 'Marker',
  least: 1,
  most: 50,
  usual: 50,
  wrongSize: 'ValidationException',
  wrongToken: 'InvalidMarkerException',
} as const;

function find(call: Call, id: string | undefined): KeyRecord {
  const key = keyOf(call.world, call.region, id ?? '');
  if (!key) throw new AwsError('NotFoundException', `there is no key ${id} in ${call.region}`);
  return key;
}

/** A key that is not on its way out. */
function usable(call: Call, id: string | undefined, row?: string): KeyRecord {
  const key = find(call, id);
  if (key.state === 'PendingDeletion' || key.state === 'PendingReplicaDeletion') throw invalidState(key, row);
  return key;
}

function enabled(call: Call, id: string | undefined): KeyRecord {
  const key = usable(call, id);
  if (key.state === 'Disabled') throw new AwsError('DisabledException', `${key.arn} is disabled`);
  return key;
}

function invalidState(key: KeyRecord, row: string | undefined): AwsError {
  return new AwsError('KMSInvalidStateException', `${key.arn} is ${key.state}`, row === undefined ? {} : { row });
}

function put(call: Call, key: KeyRecord): KeyRecord {
  keys(call.world).put(`${key.region}/${key.id}`, key);
  return key;
}

function metadata(key: KeyRecord): KeyMetadata {
  return {
    AWSAccountId: key.arn.split(':')[4],
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: new Date(key.createdMs),
    Enabled: key.state === 'Enabled',
    Description: key.description,
    KeyUsage: key.keyUsage as NonNullable<KeyMetadata['KeyUsage']>,
    KeyState: key.state,
    ...(key.deletionMs !== undefined && { DeletionDate: new Date(key.deletionMs) }),
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: key.keySpec as NonNullable<KeyMetadata['CustomerMasterKeySpec']>,
    KeySpec: key.keySpec as NonNullable<KeyMetadata['KeySpec']>,
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: key.multiRegion,
  };
}

function tagsFrom(list: readonly { TagKey?: string | undefined; TagValue?: string | undefined }[] | undefined): Tags {
  return mergeTags({}, Object.fromEntries((list ?? []).map((tag) => [tag.TagKey ?? '', tag.TagValue ?? ''])));
}

/** The policy that KMS attaches where none is sent (KMS developer guide, default key policy by API). */
function defaultPolicy(account: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
}
