import type { HostedZone } from '@aws-sdk/client-route-53';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call, Handlers } from '../../call.ts';
import { pageOf } from '../page.ts';
import { submitChange } from './change.ts';
import { absoluteName, bareId, recordTable, servedTable, type ZoneRecord, zoneTable } from './records.ts';

/** Public hosted zones. Private zones, reusable delegation sets and DNSSEC are not modelled. */
export const zones: Handlers<typeof import('@aws-sdk/client-route-53')> = {
  CreateHostedZone(input, call) {
    if (input.VPC || input.HostedZoneConfig?.PrivateZone) throw notModelled('private hosted zones');
    if (input.DelegationSetId) throw notModelled('reusable delegation sets');
    const callerReference = input.CallerReference ?? '';
    if (
      zoneTable(call.world)
        .values()
        .some((zone) => zone.callerReference === callerReference)
    ) {
      throw new AwsError('HostedZoneAlreadyExists', `a zone with the caller reference ${callerReference} exists`, {
        status: 409,
      });
    }
    const zone: ZoneRecord = {
      id: call.newId('Z', 20).toUpperCase(),
      name: absoluteName(input.Name ?? ''),
      callerReference,
      comment: input.HostedZoneConfig?.Comment ?? '',
      nameServers: nameServersOf(call.newId('', 16, 'name servers')),
      tags: {},
      createdMs: call.world.nowMs,
      insyncMs: 0,
    };
    zoneTable(call.world).put(zone.id, zone);
    const change = submitChange(call, zone.id, apexRecords(zone), undefined);
    return {
      HostedZone: described(call, zone),
      ChangeInfo: change,
      DelegationSet: { NameServers: [...zone.nameServers] },
      Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}`,
    };
  },

  GetHostedZone(input, call) {
    const zone = findZone(call, input.Id);
    return { HostedZone: described(call, zone), DelegationSet: { NameServers: [...zone.nameServers] } };
  },

  ListHostedZones(input, call) {
    const MaxItems = Math.min(input.MaxItems ?? 100, 100);
    const { items, next } = pageOf(call, { ...input, MaxItems }, zoneTable(call.world).values(), ZONE_PAGES);
    return {
      HostedZones: items.map((zone) => described(call, zone)),
      Marker: input.Marker,
      IsTruncated: next !== undefined,
      NextMarker: next,
      MaxItems: input.MaxItems ?? 100,
    };
  },

  ListHostedZonesByName(input, call) {
    const byName = zoneTable(call.world)
      .values()
      .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
    const from =
      input.DNSName === undefined ? '' : `${reversedLabels(absoluteName(input.DNSName))}/${bareId(input.HostedZoneId)}`;
    const zonesFrom = byName.filter((zone) => orderOf(zone) >= from);
    const page = zonesFrom.slice(0, input.MaxItems ?? 100);
    const next = zonesFrom[page.length];
    return {
      HostedZones: page.map((zone) => described(call, zone)),
      DNSName: input.DNSName,
      HostedZoneId: input.HostedZoneId,
      IsTruncated: next !== undefined,
      NextDNSName: next?.name,
      NextHostedZoneId: next?.id,
      MaxItems: input.MaxItems ?? 100,
    };
  },

  UpdateHostedZoneComment(input, call) {
    const zone = { ...findZone(call, input.Id), comment: input.Comment ?? '' };
    zoneTable(call.world).put(zone.id, zone);
    return { HostedZone: described(call, zone) };
  },

  DeleteHostedZone(input, call) {
    const zone = findZone(call, input.Id);
    const records = recordTable(call.world);
    const own = records.entries(`${zone.id}/`);
    if (own.some(([, record]) => record.name !== zone.name || !['NS', 'SOA'].includes(record.type))) {
      throw new AwsError('HostedZoneNotEmpty', `${zone.name} holds records beside its SOA and NS`, { row: 'R53-24' });
    }
    for (const [key] of own) records.delete(key);
    const change = submitChange(call, zone.id, [], undefined);
    for (const [key] of servedTable(call.world).entries(`${zone.id}/`)) servedTable(call.world).delete(key);
    zoneTable(call.world).delete(zone.id);
    return { ChangeInfo: change };
  },
};

/** API reference, ListHostedZones. A wish for more than 100 gives 100. */
const ZONE_PAGES = {
  size: 'MaxItems',
  token: 'Marker',
  least: 1,
  most: 100,
  usual: 100,
  wrongSize: 'InvalidInput',
  wrongToken: 'InvalidInput',
} as const;

/** A zone by its id, with or without `/hostedzone/`; throws `NoSuchHostedZone`. */
export function findZone(call: Call, id: string | undefined): ZoneRecord {
  const zone = zoneTable(call.world).get(bareId(id));
  if (!zone) throw new AwsError('NoSuchHostedZone', `no hosted zone ${bareId(id)}`, { status: 404 });
  return zone;
}

/** `com.example.orders.`: the order in which Route 53 lists names. */
export function reversedLabels(name: string): string {
  return name.split('.').filter(Boolean).reverse().join('.');
}

function orderOf(zone: ZoneRecord): string {
  return `${reversedLabels(zone.name)}/${zone.id}`;
}

function described(call: Call, zone: ZoneRecord): HostedZone {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: zone.name,
    CallerReference: zone.callerReference,
    Config: { Comment: zone.comment, PrivateZone: false },
    ResourceRecordSetCount: recordTable(call.world).values(`${zone.id}/`).length,
  };
}

function apexRecords(zone: ZoneRecord) {
  const soa = `${zone.nameServers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  const base = { zoneId: zone.id, name: zone.name };
  return [
    { put: { ...base, type: 'NS', ttlSeconds: 172_800, values: zone.nameServers.map((server) => `${server}.`) } },
    { put: { ...base, type: 'SOA', ttlSeconds: 900, values: [soa] } },
  ];
}

/** Four servers, one of each top-level domain, in AWS's form. */
function nameServersOf(digits: string): string[] {
  return ['com', 'net', 'org', 'co.uk'].map((domain, index) => {
    const number = index * 512 + (Number.parseInt(digits.slice(index * 4, index * 4 + 4), 16) % 512);
    return `ns-${number}.awsdns-${String(Math.floor(number / 8) % 64).padStart(2, '0')}.${domain}`;
  });
}
