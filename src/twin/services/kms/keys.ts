import { AwsError, notModelled } from '../../aws-error.ts';
import { pageOf } from '../page.ts';
import { keyLost } from '../rds/key-lost.ts';
import { mergeTags, withoutTags } from '../tag-list.ts';
import type { Kms } from './api.ts';
import { defaultPolicy } from './default-policy.ts';
import { enabled, findKey, metadata, put, usable } from './find.ts';
import { type KeyRecord, keyArn, keys } from './records.ts';
import { tagsFrom } from './tags.ts';

const ROTATION_DAYS = { min: 90, default: 365, max: 2560 }; // kms.EnableKeyRotation, API reference

export const keyHandlers: Kms = {
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
    return { KeyMetadata: metadata(call.world, put(call, key)) };
  },

  ListKeys(input, call) {
    const all = keys(call.world).values(`${call.region}/`);
    const { items, next } = pageOf(call, input, all, KEY_PAGES);
    return {
      Keys: items.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })),
      Truncated: next !== undefined,
      NextMarker: next,
    };
  },

  DescribeKey(input, call) {
    return { KeyMetadata: metadata(call.world, findKey(call, input.KeyId)) };
  },

  UpdateKeyDescription(input, call) {
    put(call, { ...usable(call, input.KeyId), description: input.Description ?? '' });
    return {};
  },

  GetKeyPolicy(input, call) {
    return { Policy: findKey(call, input.KeyId).policy, PolicyName: 'default' };
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
    const { id, rotation } = findKey(call, input.KeyId);
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
    const { tags } = findKey(call, input.KeyId);
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

/** API reference, ListKeys. */
const KEY_PAGES = { ...TAG_PAGES, most: 1000, usual: 100 } as const;
