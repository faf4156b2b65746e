import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { AwsError, notModelled } from '../../aws-error.ts';
import { absoluteName, type RecordSet, type ZoneRecord } from './records.ts';

/** The zone that every CloudFront alias names. */
const CLOUDFRONT_ZONE = 'Z2FDTNDATAQYW2';

/** A wanted record set in the world's form; throws `InvalidChangeBatch` where it cannot be one. */
export function recordSetOf(zone: ZoneRecord, wanted: ResourceRecordSet | undefined): RecordSet {
  const name = absoluteName(wanted?.Name ?? '');
  const type = wanted?.Type ?? '';
  const label = `${name} ${type}`;
  if (!wanted || !(name === zone.name || name.endsWith(`.${zone.name}`))) {
    throw invalid(`${label}: not in the zone ${zone.name}`);
  }
  refuseUnmodelled(wanted);
  refuseRouting(wanted, label);
  const target = wanted.AliasTarget;
  if (target) refuseAlias(wanted, label);
  else if (wanted.TTL === undefined || !wanted.ResourceRecords?.length)
    throw invalid(`${label}: needs a TTL and values`);
  return {
    zoneId: zone.id,
    name,
    type,
    ...(wanted.SetIdentifier !== undefined && { setIdentifier: wanted.SetIdentifier }),
    ...(wanted.Weight !== undefined && { weight: wanted.Weight }),
    ...(wanted.Failover !== undefined && { failover: wanted.Failover }),
    ...(wanted.HealthCheckId !== undefined && { healthCheckId: wanted.HealthCheckId }),
    ...(target
      ? {
          alias: {
            zoneId: target.HostedZoneId ?? '',
            dnsName: absoluteName(target.DNSName ?? ''),
            evaluateTargetHealth: target.EvaluateTargetHealth ?? false,
          },
        }
      : { ttlSeconds: wanted.TTL, values: (wanted.ResourceRecords ?? []).map(({ Value }) => Value ?? '') }),
  };
}

/** Rules over a whole zone: CNAMEs stand alone, and record sets of one name and type share one routing policy. */
export function refuseConflicts(zone: ZoneRecord, records: readonly RecordSet[]): void {
  const byName = Map.groupBy(records, (record) => record.name);
  for (const [name, sets] of byName) {
    const cname = sets.find((record) => record.type === 'CNAME');
    if (cname && name === zone.name) throw invalid(`${name}: a CNAME cannot stand at the zone's apex`);
    if (cname && sets.some((record) => record.type !== 'CNAME')) throw invalid(`${name}: a CNAME stands alone`);
    for (const [type, same] of Map.groupBy(sets, (record) => record.type)) {
      if (new Set(same.map(policyOf)).size > 1)
        throw invalid(`${name} ${type}: record sets of different routing policies`);
      const roles = same.flatMap((record) => record.failover ?? []);
      if (new Set(roles).size < roles.length) throw invalid(`${name} ${type}: two record sets of one failover role`);
    }
  }
}

export function invalid(message: string, row?: string): AwsError {
  return new AwsError('InvalidChangeBatch', message, row === undefined ? {} : { row });
}

function policyOf(record: RecordSet): string {
  if (record.setIdentifier === undefined) return 'simple';
  return record.weight === undefined ? 'failover' : 'weighted';
}

function refuseUnmodelled(wanted: ResourceRecordSet): void {
  for (const member of [
    'Region',
    'GeoLocation',
    'GeoProximityLocation',
    'CidrRoutingConfig',
    'MultiValueAnswer',
    'TrafficPolicyInstanceId',
  ] as const) {
    if (wanted[member] !== undefined) throw notModelled(`record sets routed by ${member}`);
  }
}

function refuseRouting(wanted: ResourceRecordSet, label: string): void {
  const policies = [wanted.Weight, wanted.Failover].filter((policy) => policy !== undefined).length;
  if (policies !== (wanted.SetIdentifier === undefined ? 0 : 1)) {
    throw invalid(`${label}: a set identifier and exactly one routing policy go together`);
  }
  if (wanted.Weight !== undefined && (wanted.Weight < 0 || wanted.Weight > 255)) {
    throw invalid(`${label}: weights are 0 to 255, ${wanted.Weight} found`);
  }
}

function refuseAlias(wanted: ResourceRecordSet, label: string): void {
  if (wanted.TTL !== undefined) throw invalid(`${label}: an alias has the TTL of its target`, 'R53-26');
  if (wanted.ResourceRecords?.length) throw invalid(`${label}: an alias has no values of its own`);
  if (wanted.AliasTarget?.HostedZoneId === CLOUDFRONT_ZONE && wanted.AliasTarget.EvaluateTargetHealth) {
    throw invalid(`${label}: the health of a CloudFront distribution cannot be evaluated`, 'R53-08');
  }
}
