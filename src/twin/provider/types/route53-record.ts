import type { Change, GetHostedZoneResponse, ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { PropertyMap } from '../../../lib/property.ts';
import { notModelled } from '../../aws-error.ts';
import { absoluteName } from '../../services/route53/records.ts';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone } from './common.ts';
import { blocks, flag, number, text, texts } from './plain.ts';
import { settleChange } from './route53-zone.ts';

export const record: Adapter = {
  type: 'aws:route53/record:Record',

  create(inputs, aws) {
    const zoneId = text(inputs, 'zoneId') ?? '';
    const wanted = recordSet(inputs, zoneName(aws, zoneId));
    const Action = inputs['allowOverwrite'] === true ? 'UPSERT' : 'CREATE';
    change(aws, zoneId, [{ Action, ResourceRecordSet: wanted }]);
    return idOf(zoneId, wanted);
  },

  read(id, aws, known) {
    const [zoneId = '', name = '', type = '', setIdentifier = ''] = splitId(id, known);
    const found = find(aws, zoneId, name, type, setIdentifier || undefined);
    if (!found) return undefined;
    const fqdn = (found.Name ?? '').replace(/\.$/, '').replaceAll('\\052', '*');
    const weight = found.Weight;
    return {
      zoneId,
      name: sameName(text(known, 'name'), fqdn, zoneName(aws, zoneId)),
      fqdn,
      type: found.Type,
      setIdentifier: found.SetIdentifier,
      healthCheckId: found.HealthCheckId,
      ttl: found.TTL,
      records: found.ResourceRecords?.map(({ Value }) => Value ?? ''),
      ...(weight !== undefined && { weightedRoutingPolicies: [{ weight }] }),
      ...(found.Failover !== undefined && { failoverRoutingPolicies: [{ type: found.Failover }] }),
      ...(found.AliasTarget && {
        aliases: [
          {
            name: sameAlias(blocks(known, 'aliases')[0], found.AliasTarget.DNSName ?? ''),
            zoneId: found.AliasTarget.HostedZoneId,
            evaluateTargetHealth: found.AliasTarget.EvaluateTargetHealth,
          },
        ],
      }),
    };
  },

  update(_id, { before, after }, aws) {
    const zoneId = text(after, 'zoneId') ?? '';
    const zone = zoneName(aws, zoneId);
    const old = recordSet(before, zone);
    const wanted = recordSet(after, zone);
    const isSame = old.Type === wanted.Type && old.SetIdentifier === wanted.SetIdentifier;
    const present = isSame ? undefined : find(aws, zoneId, old.Name ?? '', old.Type ?? '', old.SetIdentifier);
    change(aws, zoneId, [
      ...(present ? [{ Action: 'DELETE' as const, ResourceRecordSet: present }] : []),
      { Action: isSame ? 'UPSERT' : 'CREATE', ResourceRecordSet: wanted },
    ]);
  },

  delete(_id, state, aws) {
    const zoneId = text(state, 'zoneId') ?? '';
    const name = text(state, 'fqdn') ?? text(state, 'name') ?? '';
    const present = find(aws, zoneId, name, text(state, 'type') ?? '', text(state, 'setIdentifier'));
    if (present) change(aws, zoneId, [{ Action: 'DELETE', ResourceRecordSet: present }]);
  },
};

const UNMODELLED = [
  'cidrRoutingPolicy',
  'geolocationRoutingPolicies',
  'geoproximityRoutingPolicy',
  'latencyRoutingPolicies',
];

function recordSet(inputs: PropertyMap, zone: string): ResourceRecordSet {
  for (const name of UNMODELLED) if (inputs[name] !== undefined) throw notModelled(`record sets with ${name}`);
  if (flag(inputs, 'multivalueAnswerRoutingPolicy')) throw notModelled('multivalue answers');
  const alias = blocks(inputs, 'aliases')[0];
  const weighted = blocks(inputs, 'weightedRoutingPolicies')[0];
  const failover = blocks(inputs, 'failoverRoutingPolicies')[0];
  const values = texts(inputs, 'records');
  return {
    Name: expanded(text(inputs, 'name') ?? '', zone),
    Type: text(inputs, 'type') as never,
    SetIdentifier: text(inputs, 'setIdentifier'),
    HealthCheckId: text(inputs, 'healthCheckId'),
    ...(weighted && { Weight: number(weighted, 'weight') }),
    ...(failover && { Failover: text(failover, 'type') as never }),
    ...(alias
      ? {
          AliasTarget: {
            DNSName: text(alias, 'name'),
            HostedZoneId: text(alias, 'zoneId'),
            EvaluateTargetHealth: flag(alias, 'evaluateTargetHealth') ?? false,
          },
        }
      : { TTL: number(inputs, 'ttl'), ResourceRecords: values?.map((Value) => ({ Value })) }),
  };
}

function change(aws: AdapterAws, HostedZoneId: string, Changes: Change[]): void {
  const { ChangeInfo } = aws.call<{ ChangeInfo: { Id: string } }>('route53', 'ChangeResourceRecordSets', {
    HostedZoneId,
    ChangeBatch: { Changes, Comment: 'Managed by Pulumi' },
  });
  settleChange(aws, ChangeInfo);
}

function find(aws: AdapterAws, zoneId: string, name: string, type: string, setIdentifier: string | undefined) {
  const zone = gone(() => zoneName(aws, zoneId), 'NoSuchHostedZone');
  if (zone === undefined) return undefined;
  const StartRecordName = expanded(name, zone);
  const listed = aws.call<{ ResourceRecordSets: ResourceRecordSet[] }>('route53', 'ListResourceRecordSets', {
    HostedZoneId: zoneId,
    StartRecordName,
    StartRecordType: type,
    ...(setIdentifier !== undefined && { StartRecordIdentifier: setIdentifier }),
    MaxItems: 1,
  });
  return listed.ResourceRecordSets.find(
    (found) =>
      found.Name === absoluteName(StartRecordName) && found.Type === type && found.SetIdentifier === setIdentifier,
  );
}

function zoneName(aws: AdapterAws, zoneId: string): string {
  const { HostedZone } = aws.call<GetHostedZoneResponse>('route53', 'GetHostedZone', { Id: zoneId });
  return (HostedZone?.Name ?? '').replace(/\.$/, '');
}

/** A name as the provider completes it: the zone's name is added where it is not there. */
function expanded(name: string, zone: string): string {
  const plain = name.toLowerCase().replace(/\.$/, '');
  if (plain === '' || plain === zone) return zone;
  return plain.endsWith(`.${zone}`) ? plain : `${plain}.${zone}`;
}

/** Zone, name, type and set identifier joined by `_`, as the provider does. */
function idOf(zoneId: string, set: ResourceRecordSet): string {
  const parts = [
    zoneId,
    set.Name ?? '',
    set.Type ?? '',
    ...(set.SetIdentifier === undefined ? [] : [set.SetIdentifier]),
  ];
  return parts.join('_');
}

/** Names and set identifiers may hold `_` themselves: the type is found from the state. */
function splitId(id: string, known: PropertyMap): string[] {
  const [zoneId = '', ...rest] = id.split('_');
  const type = text(known, 'type') ?? rest.find((part) => /^[A-Z]+$/.test(part)) ?? '';
  const at = rest.indexOf(type);
  return [zoneId, rest.slice(0, at).join('_'), type, rest.slice(at + 1).join('_')];
}

function sameName(known: string | undefined, fqdn: string, zone: string): string {
  return known !== undefined && expanded(known, zone) === fqdn ? known : fqdn;
}

function sameAlias(known: PropertyMap | undefined, dnsName: string): string {
  const name = known && text(known, 'name');
  return name !== undefined && absoluteName(name) === dnsName ? name : dnsName.replace(/\.$/, '');
}
