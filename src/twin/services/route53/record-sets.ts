import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { canonicalJson } from '../../../lib/canonical.ts';
import { AwsError } from '../../aws-error.ts';
import type { Call, Handlers } from '../../call.ts';
import { type Effect, submitChange } from './change.ts';
import { invalid, recordSetOf, refuseConflicts } from './record-set-rules.ts';
import { absoluteName, healthCheckTable, type RecordSet, recordKey, recordTable, type ZoneRecord } from './records.ts';
import { findZone, reversedLabels } from './zones.ts';

/** Record sets: simple, weighted and failover routing. The other routing policies are not modelled. */
export const recordSets: Handlers<typeof import('@aws-sdk/client-route-53')> = {
  ChangeResourceRecordSets(input, call) {
    const zone = findZone(call, input.HostedZoneId);
    const batch = input.ChangeBatch?.Changes ?? [];
    refuseLargeBatch(batch);
    const after = new Map(recordTable(call.world).entries(`${zone.id}/`));
    const effects = batch.map((change) => apply(call, zone, change, after));
    refuseConflicts(zone, [...after.values()]);
    return { ChangeInfo: submitChange(call, zone.id, effects, input.ChangeBatch?.Comment) };
  },

  ListResourceRecordSets(input, call) {
    const zone = findZone(call, input.HostedZoneId);
    const from = [
      input.StartRecordName === undefined ? '' : reversedLabels(absoluteName(input.StartRecordName)),
      input.StartRecordType ?? '',
      input.StartRecordIdentifier ?? '',
    ].join('\u0000');
    const records = recordTable(call.world)
      .values(`${zone.id}/`)
      .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
      .filter((record) => orderOf(record) >= from);
    const page = records.slice(0, input.MaxItems ?? 300);
    const next = records[page.length];
    return {
      ResourceRecordSets: page.map(describedRecordSet),
      IsTruncated: next !== undefined,
      NextRecordName: next?.name,
      NextRecordType: next?.type as never,
      NextRecordIdentifier: next?.setIdentifier,
      MaxItems: input.MaxItems ?? 300,
    };
  },
};

/** One change against the zone as the batch has made it so far. */
function apply(call: Call, zone: ZoneRecord, change: Change, after: Map<string, RecordSet>): Effect {
  const wanted = recordSetOf(zone, change.ResourceRecordSet);
  const key = recordKey(wanted);
  const present = after.get(key);
  const label = `${wanted.name} ${wanted.type}${wanted.setIdentifier ? ` ${wanted.setIdentifier}` : ''}`;
  if (change.Action === 'DELETE') {
    if (!present) throw invalid(`${label}: not found, so it cannot be deleted`, 'R53-15');
    if (canonicalJson(present) !== canonicalJson(wanted)) {
      throw invalid(`${label}: the values given are not those of the record, so it is not deleted`, 'R53-15');
    }
    if (isApex(zone, wanted)) throw invalid(`${label}: the zone's own record cannot be deleted`);
    after.delete(key);
    return { drop: key };
  }
  if (change.Action === 'CREATE' && present) throw invalid(`${label}: exists, so it cannot be created`, 'R53-15');
  if (wanted.healthCheckId !== undefined && !healthCheckTable(call.world).get(wanted.healthCheckId)) {
    throw new AwsError('NoSuchHealthCheck', `${label}: no health check ${wanted.healthCheckId}`, { status: 404 });
  }
  after.set(key, wanted);
  return { put: wanted };
}

function isApex(zone: ZoneRecord, record: RecordSet): boolean {
  return record.name === zone.name && ['NS', 'SOA'].includes(record.type);
}

/** At most 1000 values and 32000 characters, an UPSERT counted twice. */
function refuseLargeBatch(batch: readonly Change[]): void {
  let values = 0;
  let characters = 0;
  for (const { Action, ResourceRecordSet } of batch) {
    const times = Action === 'UPSERT' ? 2 : 1;
    for (const { Value } of ResourceRecordSet?.ResourceRecords ?? []) {
      values += times;
      characters += times * (Value?.length ?? 0);
    }
  }
  if (values > 1_000 || characters > 32_000) {
    throw invalid(
      `a batch holds at most 1000 values and 32000 characters; ${values} and ${characters} found`,
      'R53-18',
    );
  }
}

function orderOf(record: RecordSet): string {
  return [reversedLabels(record.name), record.type, record.setIdentifier ?? ''].join('\u0000');
}

function describedRecordSet(record: RecordSet): ResourceRecordSet {
  return {
    Name: record.name,
    Type: record.type as never,
    ...(record.setIdentifier !== undefined && { SetIdentifier: record.setIdentifier }),
    ...(record.weight !== undefined && { Weight: record.weight }),
    ...(record.failover !== undefined && { Failover: record.failover }),
    ...(record.ttlSeconds !== undefined && { TTL: record.ttlSeconds }),
    ...(record.values !== undefined && { ResourceRecords: record.values.map((Value) => ({ Value })) }),
    ...(record.alias !== undefined && {
      AliasTarget: {
        HostedZoneId: record.alias.zoneId,
        DNSName: record.alias.dnsName,
        EvaluateTargetHealth: record.alias.evaluateTargetHealth,
      },
    }),
    ...(record.healthCheckId !== undefined && { HealthCheckId: record.healthCheckId }),
  };
}
