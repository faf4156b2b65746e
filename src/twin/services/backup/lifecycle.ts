import { draw } from '../../../lib/chance.ts';
import { HOUR_MS } from '../../../lib/clock.ts';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { World } from '../../world.ts';
import { isHeld } from './legal-holds.ts';
import { type RecoveryPointRecord, recoveryPoints, type VaultRecord } from './records.ts';

export const DAY_MS = 24 * HOUR_MS;

interface Lifecycle {
  readonly DeleteAfterDays?: number | undefined;
  readonly MoveToColdStorageAfterDays?: number | undefined;
  readonly DeleteAfterEvent?: string | undefined;
}

/**
 * Days that a point is to be kept, `undefined` for ever (also by -1, API reference). Cold storage is ignored, as Backup does for
 * types that cannot move there: Aurora is one of them.
 */
export function daysOf(lifecycle: Lifecycle | undefined): number | undefined {
  if (lifecycle?.DeleteAfterEvent !== undefined) throw notModelled('a lifecycle with DeleteAfterEvent');
  const days = lifecycle?.DeleteAfterDays;
  if (days === undefined || days === -1) return undefined;
  if (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return days;
  throw new AwsError('InvalidParameterValueException', `DeleteAfterDays ${days} must be 1 to ${MOST_DAYS}, or -1`);
}

const MOST_DAYS = 36_500; // API reference, StartBackupJob

/** Why a vault does not take a point of this lifecycle: the job fails, the call does not (BKP-04). */
export function lifecycleProblem(
  vault: VaultRecord | undefined,
  deleteAfterDays: number | undefined,
): string | undefined {
  if (!vault) return 'the destination vault does not exist';
  const { minRetentionDays = 0, maxRetentionDays = Number.POSITIVE_INFINITY } = vault.lock ?? {};
  if (!vault.lock) return undefined;
  const days = deleteAfterDays ?? Number.POSITIVE_INFINITY;
  if (days >= minRetentionDays && days <= maxRetentionDays) return undefined;
  return `${vault.name} is locked to a retention of ${minRetentionDays} to ${maxRetentionDays} days`;
}

/** When a point's retention is over, by its lifecycle. */
export function deleteAtMs(point: RecoveryPointRecord): number | undefined {
  return point.deleteAfterDays === undefined ? undefined : point.createdMs + point.deleteAfterDays * DAY_MS;
}

/** Enters a point, and when it will be gone: within eight hours of the end of its retention (estimated). */
export function putPoint(world: World, point: RecoveryPointRecord): void {
  recoveryPoints(world).put(`${point.region}/${point.arn}`, point);
  world.unschedule(point.arn, 'backup.point-expires');
  const endMs = deleteAtMs(point);
  if (endMs === undefined) return;
  const delayMs = Math.round(draw(world.seed, point.arn, 'deleted after its retention') * DELETED_WITHIN_MS);
  world.schedule({ atMs: endMs + delayMs, kind: 'backup.point-expires', subject: point.arn, tick: true });
}

const DELETED_WITHIN_MS = 8 * HOUR_MS;

/** Holds put the end of a retention off until they are cancelled (API reference, LegalHold). */
export function expiresNow(world: World, point: RecoveryPointRecord): boolean {
  const endMs = deleteAtMs(point);
  return endMs !== undefined && endMs <= world.nowMs && !isHeld(world, point);
}
