import type { IpPermission, SecurityGroup } from '@aws-sdk/client-ec2';
import type { PropertyMap, PropertyValue } from '../../../lib/property.ts';
import { flatten, identityOf, nest } from '../../services/ec2/permissions.ts';
import type { Permission } from '../../services/ec2/records.ts';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone, optional } from './common.ts';
import { retagEc2, taggedAs } from './ec2-common.ts';
import { maps, refuseInputs, tagMap, texts } from './shape.ts';

/** With its rules inside. AWS lets everything out of a new group; the provider takes that rule away. */
export const securityGroup: Adapter = {
  type: 'aws:ec2/securityGroup:SecurityGroup',

  create(inputs, aws) {
    const { GroupId: id } = aws.call<{ GroupId: string }>('ec2', 'CreateSecurityGroup', {
      GroupName: inputs['name'],
      Description: inputs['description'],
      ...optional('VpcId', inputs['vpcId']),
      ...taggedAs('security-group', inputs),
    });
    const everything = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
    for (const direction of DIRECTIONS) {
      const before = direction === 'egress' ? flatten([everything]) : [];
      change(aws, id, direction, before, atomsOf(id, inputs[direction]));
    }
    return id;
  },

  read(id, aws, known) {
    const found = gone(
      () => aws.call<{ SecurityGroups: SecurityGroup[] }>('ec2', 'DescribeSecurityGroups', { GroupIds: [id] }),
      'InvalidGroup.NotFound',
    );
    const [record] = found?.SecurityGroups ?? [];
    if (!record) return undefined;
    return {
      arn: record.SecurityGroupArn,
      name: record.GroupName,
      description: record.Description,
      vpcId: record.VpcId,
      ownerId: record.OwnerId,
      ingress: rulesOf(id, record.IpPermissions ?? [], known['ingress']),
      egress: rulesOf(id, record.IpPermissionsEgress ?? [], known['egress']),
      tags: tagMap(record.Tags),
    };
  },

  update(id, changes, aws) {
    for (const direction of DIRECTIONS) {
      if (!changes.changed.has(direction)) continue;
      change(aws, id, direction, atomsOf(id, changes.before[direction]), atomsOf(id, changes.after[direction]));
    }
    retagEc2(aws, id, changes);
  },

  delete(id, state, aws) {
    if (state['revokeRulesOnDelete'] === true) {
      for (const direction of DIRECTIONS) change(aws, id, direction, atomsOf(id, state[direction]), []);
    }
    aws.call('ec2', 'DeleteSecurityGroup', { GroupId: id });
  },
};

const DIRECTIONS = ['ingress', 'egress'] as const;

/** Takes away and adds what differs; a changed description is a changed rule. */
function change(
  aws: AdapterAws,
  id: string,
  direction: (typeof DIRECTIONS)[number],
  before: readonly Permission[],
  after: readonly Permission[],
): void {
  const keyOf = (atom: Permission) => `${identityOf(atom)} ${atom.description ?? ''}`;
  const [old, now] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  const where = direction === 'ingress' ? 'Ingress' : 'Egress';
  const send = (verb: string, atoms: readonly Permission[]) => {
    if (atoms.length === 0) return;
    aws.call('ec2', `${verb}SecurityGroup${where}`, { GroupId: id, IpPermissions: nest(atoms, aws.account) });
  };
  send(
    'Revoke',
    before.filter((atom) => !now.has(keyOf(atom))),
  );
  send(
    'Authorize',
    after.filter((atom) => !old.has(keyOf(atom))),
  );
}

/** The single permissions that a list of rules says, each once. */
function atomsOf(id: string, rules: PropertyValue | undefined): Permission[] {
  const atoms = maps(rules).flatMap((rule) => flatten([permissionOf(id, rule)]));
  return [...new Map(atoms.map((atom) => [identityOf(atom), atom])).values()];
}

function permissionOf(id: string, rule: PropertyMap): IpPermission {
  refuseInputs('aws:ec2/securityGroup:SecurityGroup', rule, ['referencedSecurityGroupId']);
  const described = rule['description'] ? { Description: String(rule['description']) } : {};
  const groups = [...texts(rule['securityGroups']), ...(rule['self'] === true ? [id] : [])];
  return {
    IpProtocol: String(rule['protocol']),
    FromPort: Number(rule['fromPort']),
    ToPort: Number(rule['toPort']),
    IpRanges: texts(rule['cidrBlocks']).map((CidrIp) => ({ CidrIp, ...described })),
    Ipv6Ranges: texts(rule['ipv6CidrBlocks']).map((CidrIpv6) => ({ CidrIpv6, ...described })),
    PrefixListIds: texts(rule['prefixListIds']).map((PrefixListId) => ({ PrefixListId, ...described })),
    UserIdGroupPairs: groups.map((GroupId) => ({ GroupId, ...described })),
  };
}

/**
 * AWS's permissions as rules: those that the program wrote, as it wrote them, where AWS has all of them; the rest
 * grouped as the provider groups them, by ports and description.
 */
function rulesOf(id: string, permissions: readonly IpPermission[], known: PropertyValue | undefined): PropertyValue {
  const left = new Map(
    permissions.flatMap((permission) => flatten([permission])).map((atom) => [identityOf(atom), atom]),
  );
  const written = maps(known).filter((rule) => {
    const atoms = flatten([permissionOf(id, rule)]);
    const has = atoms.every((atom) => left.get(identityOf(atom))?.description === atom.description);
    for (const atom of has ? atoms : []) left.delete(identityOf(atom));
    return has;
  });
  const grouped = new Map<string, Permission[]>();
  for (const atom of left.values()) {
    const key = JSON.stringify([atom.protocol, atom.fromPort, atom.toPort, atom.description]);
    grouped.set(key, [...(grouped.get(key) ?? []), atom]);
  }
  return [...written, ...[...grouped.values()].map((atoms) => ruleOf(id, atoms))];
}

function ruleOf(id: string, atoms: readonly Permission[]): PropertyMap {
  const [head] = atoms;
  const peers = (kind: Permission['kind']) => atoms.filter((atom) => atom.kind === kind).map((atom) => atom.peer);
  const groups = peers('group');
  const members: PropertyMap = {
    protocol: head?.protocol,
    fromPort: head?.fromPort ?? 0,
    toPort: head?.toPort ?? 0,
    description: head?.description,
    cidrBlocks: peers('cidr'),
    ipv6CidrBlocks: peers('cidr6'),
    prefixListIds: peers('prefix-list'),
    securityGroups: groups.filter((group) => group !== id),
    self: groups.includes(id),
  };
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}
