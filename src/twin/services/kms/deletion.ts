import type { ScheduleKeyDeletionResponse } from '@aws-sdk/client-kms';
import { HOUR_MS } from '../../../lib/clock.ts';
import { AwsError } from '../../aws-error.ts';
import type { World } from '../../world.ts';
import { keyLost } from '../rds/key-lost.ts';
import type { Kms } from './api.ts';
import { findKey, invalidState, put, usable } from './find.ts';
import { aliases, type KeyRecord, keys, replicasOf } from './records.ts';

const DAY_MS = 24 * HOUR_MS;
const WINDOW_DAYS = { min: 7, default: 30, max: 30 };

export const deletionHandlers: Kms = {
  /** A primary waits until its last replica is gone; only then does its own window begin (KMS-04). */
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
    keyLost(call.world, key.arn);
    const waits = key.multiRegion && key.primaryRegion === undefined && replicasOf(call.world, key).length > 0;
    return waits
      ? told(put(call, { ...key, state: 'PendingReplicaDeletion', waitingDays: days }), days)
      : told(beginWindow(call.world, key, days), days);
  },

  /** The key is disabled then, not enabled (KMS-05). */
  CancelKeyDeletion(input, call) {
    const key = findKey(call, input.KeyId);
    if (key.state !== 'PendingDeletion' && key.state !== 'PendingReplicaDeletion') throw invalidState(key, undefined);
    call.world.unschedule(key.arn, 'kms.delete');
    put(call, { ...key, state: 'Disabled', deletionMs: undefined, waitingDays: undefined });
    return { KeyId: key.arn };
  },
};

/** A key is gone, with its aliases; a primary that waited for its last replica begins its own window. */
export function deleteKey(world: World, key: KeyRecord): void {
  keys(world).delete(`${key.region}/${key.id}`);
  for (const alias of aliases(world).values(`${key.region}/`)) {
    if (alias.keyId === key.id) aliases(world).delete(`${alias.region}/${alias.name}`);
  }
  const primary = key.primaryRegion === undefined ? undefined : keys(world).get(`${key.primaryRegion}/${key.id}`);
  if (primary?.state !== 'PendingReplicaDeletion' || replicasOf(world, primary).length > 0) return;
  beginWindow(world, primary, primary.waitingDays ?? WINDOW_DAYS.default);
}

function beginWindow(world: World, key: KeyRecord, days: number): KeyRecord {
  const deletionMs = world.nowMs + days * DAY_MS;
  const pending: KeyRecord = { ...key, state: 'PendingDeletion', deletionMs, waitingDays: undefined };
  keys(world).put(`${key.region}/${key.id}`, pending);
  world.schedule({ atMs: deletionMs, kind: 'kms.delete', subject: key.arn, tick: true });
  return pending;
}

function told(key: KeyRecord, days: number): ScheduleKeyDeletionResponse {
  return {
    KeyId: key.arn,
    ...(key.deletionMs !== undefined && { DeletionDate: new Date(key.deletionMs) }),
    KeyState: key.state,
    PendingWindowInDays: days,
  };
}
