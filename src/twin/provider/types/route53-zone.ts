import type { GetHostedZoneResponse, ListTagsForResourceResponse } from '@aws-sdk/client-route-53';
import { notModelled } from '../../aws-error.ts';
import { changeArn, zoneArn } from '../../services/route53/records.ts';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone, retag, tagsOfInputs } from './common.ts';
import { blocks, text } from './plain.ts';

export const zone: Adapter = {
  type: 'aws:route53/zone:Zone',

  create(inputs, aws) {
    if (blocks(inputs, 'vpcs').length > 0) throw notModelled('private hosted zones');
    if (inputs['enableAcceleratedRecovery'] === true) throw notModelled('accelerated recovery of a zone');
    const name = text(inputs, 'name') ?? '';
    const created = aws.call<{ HostedZone: { Id: string }; ChangeInfo: { Id: string } }>(
      'route53',
      'CreateHostedZone',
      {
        Name: name,
        CallerReference: `${aws.urn} ${name}`,
        ...(text(inputs, 'delegationSetId') !== undefined && { DelegationSetId: text(inputs, 'delegationSetId') }),
        HostedZoneConfig: { Comment: text(inputs, 'comment') ?? '' },
      },
    );
    const id = created.HostedZone.Id.replace('/hostedzone/', '');
    settleChange(aws, created.ChangeInfo);
    changeTags(aws, 'hostedzone', id, { AddTags: pairs(tagsOfInputs(inputs)) });
    return id;
  },

  read(id, aws) {
    const found = gone(
      () => aws.call<GetHostedZoneResponse>('route53', 'GetHostedZone', { Id: id }),
      'NoSuchHostedZone',
    );
    if (!found) return undefined;
    const nameServers = found.DelegationSet?.NameServers ?? [];
    const tags = tagsFrom(aws, 'hostedzone', id);
    return {
      arn: zoneArn(id),
      zoneId: id,
      name: found.HostedZone?.Name?.replace(/\.$/, ''),
      comment: found.HostedZone?.Config?.Comment,
      nameServers: [...nameServers].sort(),
      primaryNameServer: nameServers[0],
      tags,
      tagsAll: tags,
    };
  },

  update(id, { before, after, changed }, aws) {
    if (changed.has('vpcs')) throw notModelled('private hosted zones');
    if (changed.has('comment'))
      aws.call('route53', 'UpdateHostedZoneComment', { Id: id, Comment: text(after, 'comment') ?? '' });
    retag(before, after, {
      add: (tags) => changeTags(aws, 'hostedzone', id, { AddTags: pairs(Object.fromEntries(tags)) }),
      remove: (names) => changeTags(aws, 'hostedzone', id, { RemoveTagKeys: names }),
    });
  },

  delete(id, state, aws) {
    if (state['forceDestroy'] === true) emptyZone(aws, id);
    const { ChangeInfo } = aws.call<{ ChangeInfo: { Id: string } }>('route53', 'DeleteHostedZone', { Id: id });
    settleChange(aws, ChangeInfo);
  },
};

/** Waits until the name servers have a change. */
export function settleChange(aws: AdapterAws, change: { Id?: string | undefined } | undefined): void {
  aws.settle(changeArn((change?.Id ?? '').replace('/change/', '')));
}

export function tagsFrom(aws: AdapterAws, ResourceType: string, ResourceId: string): Record<string, string> {
  const { ResourceTagSet } = aws.call<ListTagsForResourceResponse>('route53', 'ListTagsForResource', {
    ResourceType,
    ResourceId,
  });
  return Object.fromEntries((ResourceTagSet?.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

export function changeTags(
  aws: AdapterAws,
  ResourceType: string,
  ResourceId: string,
  change: { AddTags?: { Key: string; Value: string }[]; RemoveTagKeys?: string[] },
): void {
  if (change.AddTags?.length === 0) return;
  aws.call('route53', 'ChangeTagsForResource', { ResourceType, ResourceId, ...change });
}

export function pairs(tags: Record<string, string>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function emptyZone(aws: AdapterAws, id: string): void {
  const { HostedZone } = aws.call<GetHostedZoneResponse>('route53', 'GetHostedZone', { Id: id });
  const listed = aws.call<{ ResourceRecordSets: { Name: string; Type: string }[]; IsTruncated: boolean }>(
    'route53',
    'ListResourceRecordSets',
    { HostedZoneId: id, MaxItems: 300 },
  );
  const extra = listed.ResourceRecordSets.filter(
    (record) => record.Name !== HostedZone?.Name || !['NS', 'SOA'].includes(record.Type),
  );
  if (extra.length === 0) return;
  aws.call('route53', 'ChangeResourceRecordSets', {
    HostedZoneId: id,
    ChangeBatch: { Changes: extra.map((ResourceRecordSet) => ({ Action: 'DELETE', ResourceRecordSet })) },
  });
  if (listed.IsTruncated) emptyZone(aws, id);
}
