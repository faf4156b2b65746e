import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import type { World } from '../../world.ts';
import { pageOf } from '../page.ts';
import { mergeTags } from '../tag-list.ts';
import type { Backup } from './api.ts';
import { PAGES } from './paging.ts';
import { type LegalHoldRecord, legalHolds, type RecoveryPointRecord, recoveryPoints } from './records.ts';

/**
 * Legal holds: while one is active, the points that it selects are neither deleted nor expired (API reference, LegalHold). That
 * it takes in the points of its own day and before, and none that are made later, is estimated.
 */
export const legalHoldHandlers: Backup = {
  CreateLegalHold(input, call) {
    const known = legalHolds(call.world)
      .values(`${call.region}/`)
      .find((hold) => input.IdempotencyToken !== undefined && hold.token === input.IdempotencyToken);
    if (known) return view(known);
    const { VaultNames, ResourceIdentifiers, DateRange } = input.RecoveryPointSelection ?? {};
    const [fromMs, toMs] = [DateRange?.FromDate?.getTime(), DateRange?.ToDate?.getTime()];
    if ([fromMs, toMs].some((atMs) => atMs !== undefined && atMs > call.world.nowMs)) {
      throw new AwsError('InvalidParameterValueException', 'the dates of a legal hold must not be in the future');
    }
    const id = call.newId('', 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    return view(
      put(call, {
        id,
        region: call.region,
        arn: `arn:aws:backup:${call.region}:${call.account}:legal-hold:${id}`,
        title: input.Title ?? '',
        description: input.Description ?? '',
        status: 'ACTIVE',
        vaultNames: [...(VaultNames ?? [])],
        resourceIdentifiers: [...(ResourceIdentifiers ?? [])],
        fromMs,
        toMs,
        createdMs: call.world.nowMs,
        token: input.IdempotencyToken,
        tags: mergeTags({}, input.Tags ?? {}),
      }),
    );
  },

  GetLegalHold(input, call) {
    const hold = find(call, input.LegalHoldId);
    return { ...view(hold), CancelDescription: hold.cancelDescription };
  },

  ListLegalHolds(input, call) {
    const { items, next } = pageOf(call, input, legalHolds(call.world).values(`${call.region}/`), PAGES);
    return { LegalHolds: items.map(view), NextToken: next };
  },

  ListRecoveryPointsByLegalHold(input, call) {
    const hold = find(call, input.LegalHoldId);
    const held = recoveryPoints(call.world)
      .values(`${call.region}/`)
      .filter((point) => selects(hold, point));
    const { items, next } = pageOf(call, input, held, PAGES);
    return {
      RecoveryPoints: items.map((point) => ({
        RecoveryPointArn: point.arn,
        ResourceArn: point.resourceArn,
        ResourceType: point.resourceType,
        BackupVaultName: point.vault,
      })),
      NextToken: next,
    };
  },

  /** Points whose retention is over by then are deleted at once. */
  CancelLegalHold(input, call) {
    const { world } = call;
    const hold = find(call, input.LegalHoldId);
    if (hold.status !== 'ACTIVE') {
      throw new AwsError('InvalidResourceStateException', `the legal hold ${hold.id} is ${hold.status}`);
    }
    put(call, {
      ...hold,
      status: 'CANCELED',
      canceledMs: world.nowMs,
      cancelDescription: input.CancelDescription,
    });
    for (const point of recoveryPoints(world).values(`${call.region}/`)) {
      if (!selects(hold, point)) continue;
      world.schedule({ atMs: world.nowMs, kind: 'backup.point-expires', subject: point.arn, tick: true });
    }
    return {};
  },
};

/** Whether an active legal hold keeps a point. */
export function isHeld(world: World, point: RecoveryPointRecord): boolean {
  return legalHolds(world)
    .values(`${point.region}/`)
    .some((hold) => hold.status === 'ACTIVE' && selects(hold, point));
}

function selects(hold: LegalHoldRecord, point: RecoveryPointRecord): boolean {
  if (point.region !== hold.region || point.createdMs > hold.createdMs) return false;
  if (hold.vaultNames.length > 0 && !hold.vaultNames.includes(point.vault)) return false;
  if (hold.resourceIdentifiers.length > 0 && !hold.resourceIdentifiers.includes(point.resourceArn)) return false;
  return point.createdMs >= (hold.fromMs ?? 0) && point.createdMs <= (hold.toMs ?? hold.createdMs);
}

function find(call: Call, id: string | undefined): LegalHoldRecord {
  const hold = legalHolds(call.world).get(`${call.region}/${id}`);
  if (!hold) throw new AwsError('ResourceNotFoundException', `there is no legal hold ${id} in ${call.region}`);
  return hold;
}

function put(call: Call, hold: LegalHoldRecord): LegalHoldRecord {
  legalHolds(call.world).put(`${hold.region}/${hold.id}`, hold);
  return hold;
}

function view(hold: LegalHoldRecord) {
  const range = hold.fromMs !== undefined && hold.toMs !== undefined;
  return {
    LegalHoldId: hold.id,
    LegalHoldArn: hold.arn,
    Title: hold.title,
    Description: hold.description,
    Status: hold.status,
    CreationDate: new Date(hold.createdMs),
    ...(hold.canceledMs !== undefined && { CancellationDate: new Date(hold.canceledMs) }),
    RecoveryPointSelection: {
      VaultNames: [...hold.vaultNames],
      ResourceIdentifiers: [...hold.resourceIdentifiers],
      ...(range && { DateRange: { FromDate: new Date(hold.fromMs ?? 0), ToDate: new Date(hold.toMs ?? 0) } }),
    },
  };
}
