import { missing, must, rule, some } from 'evenkeel/policy';
import { DEFAULT_GROUP, rulesOfDefault, SEPARATE_RULES } from '../../facts/default-group.ts';

const VPC = 'aws:ec2/vpc:Vpc';
const RULES = 'has rules: whatever is given no group of its own is reached by them';

export const net03 = rule({
  id: 'NET-03',
  title: 'The default security group of every VPC is adopted, and has no rules',
  why: 'What is given no group gets the default one, and everything in that reaches everything else in it.',
  remedy: 'Declare a `DefaultSecurityGroup` for the VPC without `ingress` and `egress`: that takes the rules away.',
  severity: 'high',
  types: [DEFAULT_GROUP, VPC],
  reads: SEPARATE_RULES,
  decidedAt: 'preview',
  cannotSee: [
    'a rule that was added by hand since the last refresh',
    'the VPC that a group adopts without `vpcId`: the default one of its region',
  ],
  parameters: {},
  check: {
    [DEFAULT_GROUP]: (group, _, { estate }) =>
      must(() => rulesOfDefault(group, group.to('vpcId', VPC), estate) === 0, RULES, 'ingress'),
    [VPC]: (vpc, _, { estate }) => {
      const groups = vpc.from(DEFAULT_GROUP, 'vpcId');
      if (groups.length === 0) return missing(estate, 'has a default security group that no stack adopts');
      return some(groups, (group) => must(() => rulesOfDefault(group, vpc, estate) === 0, `’s default group ${RULES}`));
    },
  },
});
