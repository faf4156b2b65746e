import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import type { Ec2 } from './api.ts';
import { joinVpc, leaveVpc, membersOf } from './members.ts';
import { flatten, type IpPermission, identityOf, nest } from './permissions.ts';
import { ec2Arn, inRegion, networkInterfaces, type SecurityGroup, securityGroups, vpcs } from './records.ts';
import { dependency, existing, invalid, missing } from './refuse.ts';
import { type Noun, page, select } from './select.ts';
import { tagList, tagsFor } from './tags.ts';

export const securityGroupHandlers: Ec2 = {
  /** Born with one rule: everything may leave. */
  CreateSecurityGroup(input, call) {
    const { world, region } = call;
    if (!input.VpcId) throw notModelled('security groups without a VPC');
    if (!input.GroupName || !input.Description) throw missing('GroupName and Description');
    const vpc = existing(vpcs(world), region, input.VpcId, 'InvalidVpcID.NotFound');
    for (const id of membersOf(world, region, vpc.id, 'sg-')) {
      if (securityGroups(world).get(inRegion(region, id))?.name === input.GroupName) {
        throw new AwsError('InvalidGroup.Duplicate', `${vpc.id} has a group named ${input.GroupName}: ${id}`);
      }
    }
    const group: SecurityGroup = {
      id: call.newId('sg-', 17),
      region,
      tags: tagsFor('security-group', input.TagSpecifications),
      name: input.GroupName,
      description: input.Description,
      vpcId: vpc.id,
      ingress: [],
      egress: [{ protocol: '-1', kind: 'cidr', peer: '0.0.0.0/0' }],
    };
    securityGroups(world).put(inRegion(region, group.id), group);
    joinVpc(world, region, vpc.id, group.id);
    return { GroupId: group.id, SecurityGroupArn: arnOf(call, group), Tags: tagList(group.tags) };
  },

  DescribeSecurityGroups(input, call) {
    if (input.GroupNames?.length) throw notModelled('DescribeSecurityGroups by name; use the filter group-name');
    const found = select(call, nounOf(call), input.GroupIds, input.Filters);
    const { items, next } = page(call, input, found);
    return {
      SecurityGroups: items.map((group) => ({
        GroupId: group.id,
        GroupName: group.name,
        Description: group.description,
        VpcId: group.vpcId,
        OwnerId: call.account,
        SecurityGroupArn: arnOf(call, group),
        IpPermissions: nest(group.ingress, call.account),
        IpPermissionsEgress: nest(group.egress, call.account),
        Tags: tagList(group.tags),
      })),
      NextToken: next,
    };
  },

  DeleteSecurityGroup(input, call) {
    const { world, region } = call;
    const group = groupOf(call, input.GroupId);
    if (group.name === 'default')
      throw new AwsError('CannotDelete', `${group.id} is the default group of ${group.vpcId}`);
    const holder = networkInterfaces(world)
      .values(`${region}/`)
      .find((each) => each.groupIds.includes(group.id));
    if (holder) throw dependency('NET-01', group.id, `${holder.id} (${holder.description}) uses it`);
    for (const id of membersOf(world, region, group.vpcId, 'sg-')) {
      const other = securityGroups(world).get(inRegion(region, id));
      const peers = [...(other?.ingress ?? []), ...(other?.egress ?? [])].map((permission) => permission.peer);
      if (id !== group.id && peers.includes(group.id)) throw dependency('NET-01', group.id, `rules of ${id} name it`);
    }
    securityGroups(world).delete(inRegion(region, group.id));
    leaveVpc(world, region, group.vpcId, group.id);
    return { Return: true, GroupId: group.id };
  },

  AuthorizeSecurityGroupIngress: (input, call) => authorise(call, input, 'ingress'),
  AuthorizeSecurityGroupEgress: (input, call) => authorise(call, input, 'egress'),
  RevokeSecurityGroupIngress: (input, call) => revoke(call, input, 'ingress'),
  RevokeSecurityGroupEgress: (input, call) => revoke(call, input, 'egress'),
};

interface RulesInput {
  readonly GroupId?: string | undefined;
  readonly IpPermissions?: readonly IpPermission[] | undefined;
  readonly CidrIp?: string | undefined;
  readonly SecurityGroupRuleIds?: readonly string[] | undefined;
}
type Direction = 'ingress' | 'egress';

const NOT_FOUND = 'InvalidGroup.NotFound';

function groupOf(call: Call, id: string | undefined): SecurityGroup {
  return existing(securityGroups(call.world), call.region, id, NOT_FOUND);
}

function authorise(call: Call, input: RulesInput, direction: Direction): { Return: boolean } {
  const group = groupOf(call, input.GroupId);
  const added = permissionsOf(input);
  const known = new Set(group[direction].map(identityOf));
  for (const permission of added) {
    if (known.has(identityOf(permission))) {
      throw new AwsError('InvalidPermission.Duplicate', `${group.id} has the rule ${identityOf(permission)}`);
    }
    if (permission.kind === 'group') groupOf(call, permission.peer);
    known.add(identityOf(permission));
  }
  put(call, { ...group, [direction]: [...group[direction], ...added] });
  return { Return: true };
}

function revoke(call: Call, input: RulesInput, direction: Direction): { Return: boolean } {
  const group = groupOf(call, input.GroupId);
  const gone = new Set(permissionsOf(input).map(identityOf));
  const known = new Set(group[direction].map(identityOf));
  for (const identity of gone) {
    // all VPCs here are made by CreateVpc, so none is a default VPC, where AWS would say nothing
    if (!known.has(identity)) {
      throw new AwsError('InvalidPermission.NotFound', `${group.id} has no rule ${identity}`, { row: 'NET-12' });
    }
  }
  put(call, { ...group, [direction]: group[direction].filter((permission) => !gone.has(identityOf(permission))) });
  return { Return: true };
}

function permissionsOf(input: RulesInput) {
  if (input.CidrIp || input.SecurityGroupRuleIds?.length) throw notModelled('rules outside IpPermissions');
  if (!input.IpPermissions?.length) throw invalid('IpPermissions must hold a rule');
  return flatten(input.IpPermissions);
}

function put(call: Call, group: SecurityGroup): void {
  securityGroups(call.world).put(inRegion(call.region, group.id), group);
}

function arnOf(call: Call, group: SecurityGroup): string {
  return ec2Arn(call.world, call.region, 'security-group', group.id);
}

function nounOf(call: Call): Noun<SecurityGroup> {
  return {
    table: securityGroups(call.world),
    notFound: NOT_FOUND,
    filters: {
      'group-id': (group) => [group.id],
      'group-name': (group) => [group.name],
      'vpc-id': (group) => [group.vpcId],
      description: (group) => [group.description],
    },
  };
}
