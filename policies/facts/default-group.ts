import type { Resource, Scope } from 'evenkeel/policy';
import { INGRESS_RULE, RULE } from './ingress.ts';

export const DEFAULT_GROUP = 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup';
const EGRESS_RULE = 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule';

/** The forms of a rule that stands beside its group. */
export const SEPARATE_RULES: readonly string[] = [RULE, INGRESS_RULE, EGRESS_RULE];

/** How many rules a default group has that the stacks know of: its own, and those beside it, whichever resource names the group. */
export function rulesOfDefault(group: Resource, vpc: Resource | undefined, estate: Scope): number {
  const told = group.isPlanned ? group.declared : group;
  const beside = SEPARATE_RULES.flatMap((type) => [
    ...group.from(type, 'securityGroupId'),
    ...(vpc === undefined ? [] : rulesByVpc(vpc, type, estate)),
  ]).filter(({ isCertain }) => isCertain);
  const own = told.list('ingress').length + told.list('egress').length;
  return own + new Set(beside.map(({ urn }) => urn)).size;
}

/** Rules that name a VPC's default group by what the VPC tells of it. */
function rulesByVpc(vpc: Resource, type: string, estate: Scope): readonly Resource[] {
  const byEdge = vpc.from(type, 'securityGroupId');
  if (vpc.isPlanned) return byEdge;
  const id = vpc.text('defaultSecurityGroupId');
  return id === undefined ? byEdge : [...byEdge, ...estate.having(type, groupIdOf, id)];
}

function groupIdOf(rule: Resource): string | undefined {
  return rule.text('securityGroupId');
}
