import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Added, drop, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { ANY, deployed, managedElsewhere, previewed, VPC } from './common.ts';

/** "Every VPC adopts its default SG with no rules." */
const DEFAULT = 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup';
const inside = { protocol: '-1', fromPort: 0, toPort: 0, self: true };
const out = { protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] };

function vpc(add: Add): Added {
  return add(VPC, 'vpc', { cidrBlock: '10.0.0.0/16' });
}

const good = 'the default group of the VPC is adopted, and has no rules';
/** The group that has the rules may be judged beside its VPC. */
const bad = [
  { name: 'vpc', verdict: 'fail' },
  { name: 'default', verdict: ['fail', 'not-applicable'] },
] as const;

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: deployed((add) => {
      add(DEFAULT, 'default', { vpcId: vpc(add).ref('id') }, { computed: { ingress: [], egress: [] } });
    }),
    expect: [{ name: 'vpc', verdict: 'pass' }],
  },
  {
    title: 'nothing adopts the default group of the VPC',
    stacks: deployed((add) => void vpc(add)),
    expect: [{ name: 'vpc', verdict: 'fail' }],
  },
  {
    title: 'the default group of the VPC lets its members reach each other, as AWS made it',
    stacks: deployed((add) => {
      add(DEFAULT, 'default', { vpcId: vpc(add).ref('id'), ingress: [inside], egress: [out] });
    }),
    expect: bad,
  },
  {
    title: 'the group of another VPC is not its own',
    stacks: deployed((add) => {
      add(DEFAULT, 'default', { vpcId: vpc(add).ref('id') });
      add(VPC, 'other', { cidrBlock: '10.1.0.0/16' });
    }),
    expect: [
      { name: 'vpc', verdict: 'pass' },
      { name: 'other', verdict: 'fail' },
    ],
  },
  {
    title: 'another stack may adopt it',
    stacks: [
      stackOf({ name: 'network' }, (add) => void add(VPC, 'vpc', {}, { id: 'vpc-0a1' })),
      stackOf({ name: 'security' }, (add) => void add(DEFAULT, 'default', { vpcId: 'vpc-0a1' })),
    ],
    expect: [{ name: 'vpc', verdict: 'pass' }],
  },
  managedElsewhere(VPC, { cidrBlock: '10.0.0.0/16' }),
  {
    title: 'in a first preview the edge tells the VPC, and rules that are not known are not decided',
    stacks: previewed((add) => {
      add(DEFAULT, 'default', { vpcId: vpc(add).ref('id') });
      const open = add(VPC, 'open', { cidrBlock: '10.1.0.0/16' });
      add(DEFAULT, 'unread', { vpcId: open.ref('id'), ingress: UNKNOWN });
    }),
    expect: [
      { name: 'vpc', verdict: 'pass' },
      { name: 'open', verdict: ['unknown', 'pending'] },
      { name: 'unread', verdict: ['unknown', 'pending', 'not-applicable'] },
    ],
  },
];

export const mutations: readonly Mutation[] = [
  {
    of: good,
    edit: 'the group is not adopted',
    mutate: (stacks) => drop(stacks, 'default'),
    expect: [{ name: 'vpc', verdict: 'fail' }],
  },
  {
    of: good,
    edit: 'the group lets something in',
    mutate: (stacks) => set(pick(stacks, 'default'), { ingress: [inside] }),
    expect: bad,
  },
  {
    of: good,
    edit: 'the group lets something out',
    mutate: (stacks) => set(pick(stacks, 'default'), { egress: [out] }),
    expect: bad,
  },
  ...[
    ['aws:ec2/securityGroupRule:SecurityGroupRule', { type: 'egress', ...out }] as const,
    [
      'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
      { ipProtocol: '-1', cidrIpv4: '10.0.0.0/8' },
    ] as const,
    ['aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule', { ipProtocol: '-1', cidrIpv4: '0.0.0.0/0' }] as const,
  ].map(
    ([type, inputs]): Mutation => ({
      of: good,
      edit: `a ${type.split(':').at(-1)} is attached to the group`,
      mutate: (stacks) => {
        const group = pick(stacks, 'default');
        const given = { ...inputs, securityGroupId: group.id ?? '' };
        const urn = group.urn.replace(`${DEFAULT}::default`, `${type}::added`);
        stacks[0]?.resources.push({ ...group, urn, type, id: 'sgr-added', inputs: given, outputs: given });
      },
      expect: [...bad, { name: 'added', verdict: ANY, isOptional: true }],
    }),
  ),
];
