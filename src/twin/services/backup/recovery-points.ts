import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import type { World } from '../../world.ts';
import { roles } from '../iam/records.ts';
import { pageOf } from '../page.ts';
import { partsOfArn, snapshots } from '../rds/records.ts';
import type { Backup } from './api.ts';
import { isHeld } from './legal-holds.ts';
import { daysOf, deleteAtMs, lifecycleProblem, putPoint } from './lifecycle.ts';
import { PAGES } from './paging.ts';
import { pointsIn, type RecoveryPointRecord, recoveryPoints, vaultArn } from './records.ts';
import { findVault } from './vaults.ts';

export const recoveryPointHandlers: Backup = {
  ListRecoveryPointsByBackupVault(input, call) {
    const points = pointsIn(call.world, findVault(call, input.BackupVaultName)).filter(
      (point) =>
        (input.ByResourceArn === undefined || point.resourceArn === input.ByResourceArn) &&
        (input.ByResourceType === undefined || point.resourceType === input.ByResourceType) &&
        (input.ByCreatedBefore === undefined || point.createdMs < input.ByCreatedBefore.getTime()) &&
        (input.ByCreatedAfter === undefined || point.createdMs > input.ByCreatedAfter.getTime()),
    );
    const { items, next } = pageOf(call, input, points, PAGES);
    return { RecoveryPoints: items.map((point) => describe(point, call)), NextToken: next };
  },

  ListRecoveryPointsByResource(input, call) {
    const points = recoveryPoints(call.world)
      .values(`${call.region}/`)
      .filter((point) => point.resourceArn === input.ResourceArn);
    const { items, next } = pageOf(call, input, points, PAGES);
    return {
      RecoveryPoints: items.map((point) => ({
        RecoveryPointArn: point.arn,
        BackupVaultName: point.vault,
        CreationDate: new Date(point.createdMs),
        Status: point.status,
        StatusMessage: point.message,
        EncryptionKeyArn: point.kmsKeyArn,
      })),
      NextToken: next,
    };
  },

  DescribeRecoveryPoint(input, call) {
    return describe(findPoint(call, input.BackupVaultName, input.RecoveryPointArn), call);
  },

  GetRecoveryPointRestoreMetadata(input, call) {
    const point = findPoint(call, input.BackupVaultName, input.RecoveryPointArn);
    return {
      BackupVaultArn: vaultArn(call.world, point.region, point.vault),
      RecoveryPointArn: point.arn,
      ResourceType: point.resourceType,
      RestoreMetadata: { ...point.restoreMetadata },
    };
  },

  UpdateRecoveryPointLifecycle(input, call) {
    const point = findPoint(call, input.BackupVaultName, input.RecoveryPointArn);
    const days = daysOf(input.Lifecycle);
    const vault = findVault(call, input.BackupVaultName);
    if (vault.lock && (days ?? Number.POSITIVE_INFINITY) < (point.deleteAfterDays ?? Number.POSITIVE_INFINITY)) {
      throw new AwsError('InvalidRequestException', `${vault.name} is locked: no retention in it can be shortened`, {
        row: 'BKP-01',
      });
    }
    const problem = lifecycleProblem(vault, days);
    if (problem !== undefined) throw new AwsError('InvalidParameterValueException', problem);
    refuseHeld(call, point);
    const changed = { ...point, deleteAfterDays: days };
    putPoint(call.world, changed);
    const { Lifecycle, CalculatedLifecycle } = describe(changed, call);
    return { BackupVaultArn: vault.arn, RecoveryPointArn: point.arn, Lifecycle, CalculatedLifecycle };
  },

  DeleteRecoveryPoint(input, call) {
    const vault = findVault(call, input.BackupVaultName);
    const point = findPoint(call, input.BackupVaultName, input.RecoveryPointArn);
    if (vault.lock) {
      throw new AwsError('InvalidRequestException', `${vault.name} is locked: its recovery points cannot be deleted`, {
        row: 'BKP-01',
      });
    }
    refuseHeld(call, point);
    removePoint(call.world, point);
    return {};
  },
};

/**
 * Deletes a point as far as the role that made it still has rights. Where it is gone, or holds no policy any more, the point stays
 * and turns EXPIRED, and nobody is told (refusals, BKP-06).
 */
export function removePoint(world: World, point: RecoveryPointRecord): void {
  const role = roles(world).get(point.roleArn.slice(point.roleArn.lastIndexOf('/') + 1));
  const hasRights = role && role.attachedPolicies.length + Object.keys(role.inlinePolicies).length > 0;
  if (!hasRights) {
    world.unschedule(point.arn, 'backup.point-expires');
    recoveryPoints(world).put(`${point.region}/${point.arn}`, {
      ...point,
      status: 'EXPIRED',
      message: `Backup could not delete it with the role ${point.roleArn}`,
    });
    return;
  }
  world.unschedule(point.arn, 'backup.point-expires');
  recoveryPoints(world).delete(`${point.region}/${point.arn}`);
  const { region, kind, id } = partsOfArn(point.arn);
  if (kind === 'cluster-snapshot') snapshots(world).delete(`${region}/${id}`);
}

export function findPoint(call: Call, vault: string | undefined, arn: string | undefined): RecoveryPointRecord {
  const point = recoveryPoints(call.world).get(`${call.region}/${arn}`);
  if (!point || point.vault !== vault)
    throw new AwsError('ResourceNotFoundException', `there is no recovery point ${arn} in ${vault}`);
  return point;
}

function refuseHeld(call: Call, point: RecoveryPointRecord): void {
  if (!isHeld(call.world, point)) return;
  throw new AwsError('InvalidRequestException', `${point.arn} is under a legal hold`, { row: 'BKP-19' });
}

export function describe(point: RecoveryPointRecord, call: Call) {
  const endMs = deleteAtMs(point);
  return {
    RecoveryPointArn: point.arn,
    BackupVaultName: point.vault,
    BackupVaultArn: vaultArn(call.world, point.region, point.vault),
    SourceBackupVaultArn: point.sourceVaultArn,
    ResourceArn: point.resourceArn,
    ResourceType: point.resourceType,
    ResourceName: point.resourceArn.split(':').at(-1),
    IamRoleArn: point.roleArn,
    Status: point.status,
    StatusMessage: point.message,
    CreationDate: new Date(point.createdMs),
    CompletionDate: new Date(point.endedMs),
    EncryptionKeyArn: point.kmsKeyArn,
    IsEncrypted: point.kmsKeyArn !== undefined,
    IsParent: false,
    ...(endMs !== undefined && {
      Lifecycle: { DeleteAfterDays: point.deleteAfterDays },
      CalculatedLifecycle: { DeleteAt: new Date(endMs) },
    }),
  };
}
