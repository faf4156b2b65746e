import { EvenkeelError } from '../../lib/errors.ts';
import { type PropertyMap, type PropertyValue, secret } from '../../lib/property.ts';
import type { AdapterAws } from './adapter.ts';

/** The data sources that the twin answers, each by the call that the provider makes. */
export const INVOKES: Readonly<Record<string, (args: PropertyMap, aws: AdapterAws) => PropertyMap>> = {
  'aws:index/getAvailabilityZones:getAvailabilityZones': availabilityZones,
  'aws:index/getCallerIdentity:getCallerIdentity': callerIdentity,
  'aws:index/getRegion:getRegion': (args, aws) => ({ ...args, id: aws.region, name: aws.region, region: aws.region }),
  'aws:route53/getZone:getZone': zone,
  'aws:secretsmanager/getRandomPassword:getRandomPassword': randomPassword,
};

/** Throws `twin.not-modelled`, naming the data source and those that there are. */
export function refuseInvoke(token: string): never {
  throw new EvenkeelError({
    code: 'twin.not-modelled',
    message: `the twin does not answer the data source ${token}`,
    found: token,
    allowed: Object.keys(INVOKES).sort().join(', '),
    next: 'give the value in the program or the configuration, or bring this up with the Pulumi CLI on AWS',
  });
}

interface ZoneList {
  readonly AvailabilityZones?: readonly { ZoneName?: string; ZoneId?: string; State?: string }[];
}

function availabilityZones(args: PropertyMap, aws: AdapterAws): PropertyMap {
  const { allAvailabilityZones, filters, state, excludeNames, excludeZoneIds } = args;
  const answer = aws.call<ZoneList>('ec2', 'DescribeAvailabilityZones', {
    ...(allAvailabilityZones !== undefined && { AllAvailabilityZones: allAvailabilityZones }),
    ...(Array.isArray(filters) && {
      Filters: (filters as PropertyMap[]).map(({ name, values }) => ({ Name: name, Values: values })),
    }),
  });
  const zones = (answer.AvailabilityZones ?? [])
    .filter((one) => state === undefined || one.State === state)
    .filter((one) => !includes(excludeNames, one.ZoneName) && !includes(excludeZoneIds, one.ZoneId))
    .sort((a, b) => ((a.ZoneName ?? '') < (b.ZoneName ?? '') ? -1 : 1));
  return {
    ...args,
    id: aws.region,
    region: aws.region,
    groupNames: [aws.region],
    names: zones.map((one) => one.ZoneName ?? ''),
    zoneIds: zones.map((one) => one.ZoneId ?? ''),
  };
}

function callerIdentity(_args: PropertyMap, aws: AdapterAws): PropertyMap {
  const answer = aws.call<{ Account?: string; Arn?: string; UserId?: string }>('sts', 'GetCallerIdentity', {});
  const accountId = answer.Account ?? aws.account;
  return { accountId, arn: answer.Arn ?? '', id: accountId, userId: answer.UserId ?? '' };
}

interface HostedZone {
  readonly Id?: string;
  readonly Name?: string;
  readonly CallerReference?: string;
  readonly ResourceRecordSetCount?: number;
  readonly Config?: { readonly Comment?: string; readonly PrivateZone?: boolean };
}

function zone(args: PropertyMap, aws: AdapterAws): PropertyMap {
  const id = typeof args['zoneId'] === 'string' ? args['zoneId'] : findZone(args, aws);
  const { HostedZone: found = {}, DelegationSet } = aws.call<{
    HostedZone?: HostedZone;
    DelegationSet?: { NameServers?: string[] };
  }>('route53', 'GetHostedZone', { Id: id });
  const nameServers = DelegationSet?.NameServers ?? [];
  return {
    arn: `arn:aws:route53:::hostedzone/${id}`,
    callerReference: found.CallerReference ?? '',
    comment: found.Config?.Comment ?? '',
    id,
    name: withoutDot(found.Name ?? ''),
    nameServers: [...nameServers].sort(),
    primaryNameServer: nameServers[0] ?? '',
    privateZone: found.Config?.PrivateZone ?? false,
    resourceRecordSetCount: found.ResourceRecordSetCount ?? 0,
    tags: {},
    zoneId: id,
  };
}

function findZone(args: PropertyMap, aws: AdapterAws): string {
  const name = withoutDot(String(args['name'] ?? ''));
  const wantsPrivate = args['privateZone'] === true;
  const { HostedZones = [] } = aws.call<{ HostedZones?: HostedZone[] }>('route53', 'ListHostedZonesByName', {
    DNSName: name,
  });
  const fitting = HostedZones.filter(
    (one) => withoutDot(one.Name ?? '') === name && (one.Config?.PrivateZone ?? false) === wantsPrivate,
  );
  const [only] = fitting;
  if (only?.Id === undefined || fitting.length > 1) {
    throw new EvenkeelError({
      code: 'twin.zone',
      message: `getZone finds ${fitting.length} hosted zones named ${name}`,
      found: fitting.map((one) => one.Id ?? '').join(', ') || 'none',
      allowed: 'exactly one',
      next: 'create the zone, or give its zoneId',
    });
  }
  return only.Id.replace(/^\/hostedzone\//, '');
}

function randomPassword(args: PropertyMap, aws: AdapterAws): PropertyMap {
  const members = Object.entries(args).filter(([name]) => name !== 'region');
  const input = Object.fromEntries(members.map(([name, value]) => [name[0]?.toUpperCase() + name.slice(1), value]));
  const { RandomPassword = '' } = aws.call<{ RandomPassword?: string }>('secretsmanager', 'GetRandomPassword', input);
  return { ...args, id: aws.region, region: aws.region, randomPassword: secret(RandomPassword) };
}

function includes(list: PropertyValue | undefined, value: string | undefined): boolean {
  return Array.isArray(list) && value !== undefined && list.includes(value);
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, '');
}
