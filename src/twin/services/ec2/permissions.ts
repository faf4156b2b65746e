import { notModelled } from '../../aws-error.ts';
import type { Permission } from './records.ts';
import { invalid } from './refuse.ts';

/** `IpPermission` of the API: several ranges and groups under one port range. */
export interface IpPermission {
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly IpRanges?: readonly { CidrIp?: string | undefined; Description?: string | undefined }[] | undefined;
  readonly Ipv6Ranges?: readonly { CidrIpv6?: string | undefined; Description?: string | undefined }[] | undefined;
  readonly UserIdGroupPairs?:
    | readonly { GroupId?: string | undefined; GroupName?: string | undefined; Description?: string | undefined }[]
    | undefined;
  readonly PrefixListIds?:
    | readonly { PrefixListId?: string | undefined; Description?: string | undefined }[]
    | undefined;
}

/** The API's nested form as single permissions, in the order sent. */
export function flatten(permissions: readonly IpPermission[]): Permission[] {
  return permissions.flatMap((permission) => {
    const protocol = protocolOf(permission.IpProtocol);
    const ports = protocol === '-1' ? {} : { fromPort: permission.FromPort, toPort: permission.ToPort };
    const one = (kind: Permission['kind'], peer: string | undefined, description: string | undefined): Permission => {
      if (!peer) throw notModelled('permissions that name a group by its name');
      return { protocol, ...ports, kind, peer, ...(description && { description }) };
    };
    const all = [
      ...(permission.IpRanges ?? []).map((each) => one('cidr', each.CidrIp, each.Description)),
      ...(permission.Ipv6Ranges ?? []).map((each) => one('cidr6', each.CidrIpv6, each.Description)),
      ...(permission.UserIdGroupPairs ?? []).map((each) => one('group', each.GroupId, each.Description)),
      ...(permission.PrefixListIds ?? []).map((each) => one('prefix-list', each.PrefixListId, each.Description)),
    ];
    if (all.length === 0) throw invalid('a permission names at least one range, group or prefix list');
    return all;
  });
}

/** Single permissions as the API nests them: one entry for each protocol and port range, in the order of first sight. */
export function nest(permissions: readonly Permission[], account: string) {
  const nested = new Map<string, { head: Permission; of: Permission[] }>();
  for (const permission of permissions) {
    const key = `${permission.protocol}/${permission.fromPort}/${permission.toPort}`;
    const entry = nested.get(key) ?? { head: permission, of: [] };
    nested.set(key, { head: entry.head, of: [...entry.of, permission] });
  }
  return [...nested.values()].map(({ head, of }) => {
    const peers = (kind: Permission['kind']) => of.filter((permission) => permission.kind === kind);
    return {
      IpProtocol: head.protocol,
      FromPort: head.fromPort,
      ToPort: head.toPort,
      IpRanges: peers('cidr').map((each) => ({ CidrIp: each.peer, Description: each.description })),
      Ipv6Ranges: peers('cidr6').map((each) => ({ CidrIpv6: each.peer, Description: each.description })),
      PrefixListIds: peers('prefix-list').map((each) => ({ PrefixListId: each.peer, Description: each.description })),
      UserIdGroupPairs: peers('group').map((each) => ({
        GroupId: each.peer,
        UserId: account,
        Description: each.description,
      })),
    };
  });
}

/** What makes two permissions the same: everything but the description. */
export function identityOf(permission: Permission): string {
  return [permission.protocol, permission.fromPort, permission.toPort, permission.kind, permission.peer].join('/');
}

/** AWS stores the protocols that have names by their names. */
function protocolOf(sent: string | undefined): string {
  const names: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6', all: '-1' };
  const protocol = (sent ?? '').toLowerCase();
  if (protocol === '') throw invalid('a permission names its protocol');
  return names[protocol] ?? protocol;
}
