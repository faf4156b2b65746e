import type { ChangeInfo } from '@aws-sdk/client-route-53';
import { AwsError } from '../../aws-error.ts';
import type { Call, Handlers } from '../../call.ts';
import { elapseMs } from '../../physics/duration.ts';
import {
  bareId,
  type ChangeRecord,
  changeArn,
  changeTable,
  type RecordSet,
  recordKey,
  recordTable,
  zoneTable,
} from './records.ts';

/** One effect of a batch: a record set as it is afterwards, or the key of one that is gone. */
export type Effect = { readonly put: RecordSet } | { readonly drop: string };

/** Data of the event `route53.insync`. */
export interface Insync {
  readonly changeId: string;
  readonly effects: readonly Effect[];
}

/** Changes on their way to the name servers. */
export const changes: Handlers<typeof import('@aws-sdk/client-route-53')> = {
  GetChange(input, call) {
    const change = changeTable(call.world).get(bareId(input.Id));
    if (!change) throw new AwsError('NoSuchChange', `no change ${bareId(input.Id)}`, { status: 404 });
    return { ChangeInfo: describedChange(change) };
  },
};

/**
 * Writes a batch into the control plane's records at once, and lets the name servers have it when the change is INSYNC
 * (a keyed draw of `route53.insync`; changes of one zone in their order). The caller has validated the batch.
 */
export function submitChange(
  call: Call,
  zoneId: string,
  effects: readonly Effect[],
  comment: string | undefined,
): ChangeInfo {
  const { world } = call;
  const change: ChangeRecord = {
    id: call.newId('C', 20, 'change').toUpperCase(),
    status: 'PENDING',
    submittedMs: world.nowMs,
    comment,
  };
  changeTable(world).put(change.id, change);
  for (const effect of effects) {
    if ('put' in effect) recordTable(world).put(recordKey(effect.put), effect.put);
    else recordTable(world).delete(effect.drop);
  }
  const zone = zoneTable(world).get(zoneId);
  const subject = changeArn(change.id);
  const atMs = Math.max(world.nowMs + elapseMs(world, 'route53.insync', subject), (zone?.insyncMs ?? 0) + 1);
  if (zone) zoneTable(world).put(zoneId, { ...zone, insyncMs: atMs });
  world.schedule({ atMs, kind: 'route53.insync', subject, data: { changeId: change.id, effects } satisfies Insync });
  return describedChange(change);
}

function describedChange(change: ChangeRecord): ChangeInfo {
  return {
    Id: `/change/${change.id}`,
    Status: change.status,
    SubmittedAt: new Date(change.submittedMs),
    Comment: change.comment,
  };
}
