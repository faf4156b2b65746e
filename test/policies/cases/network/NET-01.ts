import { type PropertyValue, secret, UNKNOWN } from '../../../../src/lib/property.ts';
import { type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';

/** "No 0.0.0.0/0 or ::/0 to 22/3389/admin ports in any of the three rule forms." */
const GROUP = 'aws:ec2/securityGroup:SecurityGroup';
const RULE = 'aws:ec2/securityGroupRule:SecurityGroupRule';
const INGRESS = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';
const EGRESS = 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule';

const tcp = (fromPort: PropertyValue, toPort = fromPort) => ({ protocol: 'tcp', fromPort, toPort });
const world = { cidrBlocks: ['0.0.0.0/0'] };
const inside = { cidrBlocks: ['10.0.0.0/8'] };
/** A security group that holds a rule made elsewhere may be judged with it or without. */
const holder = { name: 'group', verdict: ['pass', 'not-applicable', 'fail', 'unknown', 'pending'] } as const;

export const cases: readonly RuleCase[] = [
  {
    title: 'administration is open to the inside only, in all three forms',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(GROUP, 'inline', {
          ingress: [
            { ...tcp(22), ...inside },
            { ...tcp(443), ...world },
          ],
          egress: [],
        });
        const group = add(GROUP, 'group', { description: 'empty' });
        add(RULE, 'rule', { type: 'ingress', ...tcp(3389), ...inside, securityGroupId: group.ref('id') });
        add(INGRESS, 'new-form', {
          ipProtocol: 'tcp',
          fromPort: 22,
          toPort: 22,
          cidrIpv4: '10.0.0.0/8',
          securityGroupId: group.ref('id'),
        });
      }),
    ],
    expect: ['inline', 'rule', 'new-form'].map((name) => ({ name, verdict: 'pass' })),
  },
  {
    title: 'the whole internet reaches SSH, in each of the three forms',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(GROUP, 'inline', {
          ingress: [
            { ...tcp(443), ...world },
            { ...tcp(22), ...world },
          ],
        });
        const group = add(GROUP, 'group', { description: 'empty' });
        add(RULE, 'rule', { type: 'ingress', ...tcp(22), ...world, securityGroupId: group.ref('id') });
        add(INGRESS, 'new-form', {
          ipProtocol: 'tcp',
          fromPort: 22,
          toPort: 22,
          cidrIpv4: '0.0.0.0/0',
          securityGroupId: group.ref('id'),
        });
      }),
    ],
    expect: [
      ...['inline', 'rule', 'new-form'].map((name) => ({ name, verdict: 'fail' as const, messageIncludes: '22' })),
      holder,
    ],
  },
  {
    title: 'IPv6 is the internet too',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(GROUP, 'inline', { ingress: [{ ...tcp(3389), ipv6CidrBlocks: ['::/0'] }] });
        const group = add(GROUP, 'group', {});
        add(RULE, 'rule', {
          type: 'ingress',
          ...tcp(22),
          ipv6CidrBlocks: ['::/0'],
          securityGroupId: group.ref('id'),
        });
        add(INGRESS, 'new-form', { ipProtocol: 'tcp', fromPort: 3389, toPort: 3389, cidrIpv6: '::/0' });
      }),
    ],
    expect: [
      { name: 'inline', verdict: 'fail', messageIncludes: '3389' },
      { name: 'rule', verdict: 'fail', messageIncludes: '::/0' },
      { name: 'new-form', verdict: 'fail', messageIncludes: '3389' },
      holder,
    ],
  },
  {
    title: 'a range of ports holds what lies within it',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(GROUP, 'around-ssh', { ingress: [{ ...tcp(20, 25), ...world }] });
        add(GROUP, 'all', { ingress: [{ ...tcp(0, 65535), ...world }] });
        add(RULE, 'around-rdp', { type: 'ingress', ...tcp(3000, 4000), ...world });
        add(GROUP, 'ends-before', {
          ingress: [
            { ...tcp(0, 21), ...world },
            { ...tcp(443, 3388), ...world },
          ],
        });
      }),
    ],
    expect: [
      { name: 'around-ssh', verdict: 'fail', messageIncludes: '22' },
      { name: 'all', verdict: 'fail' },
      { name: 'around-rdp', verdict: 'fail', messageIncludes: '3389' },
    ],
  },
  {
    title: 'ports that are neither 22 nor 3389 nor administrative are open to the world',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(GROUP, 'web', {
          ingress: [
            { ...tcp(80), ...world },
            { ...tcp(443), ...world },
          ],
        });
      }),
    ],
    expect: [{ name: 'web', verdict: 'pass' }],
  },
  {
    title: 'the protocol -1 means every port, whatever the ports say; 6 is TCP',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(GROUP, 'inline', { ingress: [{ protocol: '-1', fromPort: 0, toPort: 0, ...world }] });
        add(RULE, 'rule', { type: 'ingress', protocol: 'all', fromPort: 0, toPort: 0, ...world });
        add(INGRESS, 'new-form', { ipProtocol: '-1', cidrIpv4: '0.0.0.0/0' });
        add(GROUP, 'number', { ingress: [{ protocol: '6', fromPort: 22, toPort: 22, ...world }] });
        add(GROUP, 'among-themselves', { ingress: [{ protocol: '-1', fromPort: 0, toPort: 0, self: true }] });
      }),
    ],
    expect: [
      ...['inline', 'rule', 'new-form', 'number'].map((name) => ({ name, verdict: 'fail' as const })),
      { name: 'among-themselves', verdict: 'pass' },
    ],
  },
  {
    title: 'ICMP has types where TCP has ports',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(GROUP, 'ping', { ingress: [{ protocol: 'icmp', fromPort: 8, toPort: 0, ...world }] });
        add(GROUP, 'any-icmp', { ingress: [{ protocol: 'icmp', fromPort: -1, toPort: -1, ...world }] });
      }),
    ],
    expect: [
      { name: 'ping', verdict: 'pass' },
      { name: 'any-icmp', verdict: 'pass' },
    ],
  },
  {
    title: 'what leaves is not what comes in',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(GROUP, 'inline', { egress: [{ protocol: '-1', fromPort: 0, toPort: 0, ...world }] });
        add(RULE, 'rule', { type: 'egress', protocol: '-1', fromPort: 0, toPort: 0, ...world });
        add(EGRESS, 'new-form', { ipProtocol: '-1', cidrIpv4: '0.0.0.0/0' });
      }),
    ],
    expect: [
      { name: 'inline', verdict: 'pass' },
      { name: 'rule', verdict: ['not-applicable', 'pass'] },
    ],
  },
  {
    title: 'sources that are groups or the group itself are not the internet',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const bastion = add(GROUP, 'bastion', {});
        add(GROUP, 'inline', { ingress: [{ ...tcp(22), securityGroups: [bastion.ref('id')] }] });
        add(RULE, 'rule', { type: 'ingress', ...tcp(22), sourceSecurityGroupId: bastion.ref('id') });
        add(RULE, 'itself', { type: 'ingress', ...tcp(22), self: true });
        add(INGRESS, 'new-form', {
          ipProtocol: 'tcp',
          fromPort: 22,
          toPort: 22,
          referencedSecurityGroupId: bastion.ref('id'),
        });
      }),
    ],
    expect: ['inline', 'rule', 'itself', 'new-form'].map((name) => ({ name, verdict: 'pass' })),
  },
  {
    title: 'a prefix list of the graph that holds the whole internet never passes; one of AWS is not in the graph',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const list = add('aws:ec2/managedPrefixList:ManagedPrefixList', 'list', {
          addressFamily: 'IPv4',
          maxEntries: 2,
          entries: [{ cidr: '0.0.0.0/0' }],
        });
        add(GROUP, 'ours', { ingress: [{ ...tcp(22), prefixListIds: [list.ref('id')] }] });
        add(INGRESS, 'theirs', { ipProtocol: 'tcp', fromPort: 22, toPort: 22, prefixListId: 'pl-0123456789abcdef0' });
      }),
    ],
    expect: [
      { name: 'ours', verdict: ['fail', 'unknown'] },
      { name: 'theirs', verdict: ['pass', 'unknown'] },
    ],
  },
  {
    title: 'one open source among closed ones, or unknown ones, is open',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        add(GROUP, 'inline', { ingress: [{ ...tcp(22), cidrBlocks: ['10.0.0.0/8', UNKNOWN, '0.0.0.0/0'] }] });
        add(RULE, 'rule', { type: 'ingress', ...tcp(22), ...world, securityGroupId: UNKNOWN });
        add(GROUP, 'beside', { ingress: [UNKNOWN, { ...tcp(22), ...world }] });
      }),
    ],
    expect: ['inline', 'rule', 'beside'].map((name) => ({ name, verdict: 'fail' })),
  },
  {
    title: 'a first preview with nothing known but the program decides what the program says',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        const vpc = add('aws:ec2/vpc:Vpc', 'vpc', { cidrBlock: '10.0.0.0/16' });
        const open = add(GROUP, 'open', { vpcId: vpc.ref('id'), ingress: [{ ...tcp(22), ...world }] });
        add(INGRESS, 'new-form', {
          ipProtocol: 'tcp',
          fromPort: 3389,
          toPort: 3389,
          cidrIpv4: '0.0.0.0/0',
          securityGroupId: open.ref('id'),
        });
        add(GROUP, 'closed', { vpcId: vpc.ref('id'), ingress: [{ ...tcp(22), securityGroups: [open.ref('id')] }] });
      }),
    ],
    expect: [
      { name: 'open', verdict: 'fail' },
      { name: 'new-form', verdict: 'fail' },
      { name: 'closed', verdict: 'pass' },
    ],
  },
  {
    title: 'what is not known yet and could be open is not decided; what could not be open passes',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        add(GROUP, 'who', { ingress: [{ ...tcp(22), cidrBlocks: [UNKNOWN] }] });
        add(RULE, 'which-port', { type: 'ingress', protocol: 'tcp', fromPort: UNKNOWN, toPort: UNKNOWN, ...world });
        add(INGRESS, 'who-new-form', { ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIpv4: UNKNOWN });
        add(GROUP, 'all', { ingress: UNKNOWN });
        add(GROUP, 'web', { ingress: [{ ...tcp(443), cidrBlocks: [UNKNOWN] }] });
        add(RULE, 'inside', { type: 'ingress', protocol: 'tcp', fromPort: UNKNOWN, toPort: UNKNOWN, ...inside });
      }),
    ],
    expect: [
      ...['who', 'which-port', 'who-new-form', 'all'].map((name) => ({
        name,
        verdict: ['unknown', 'pending'] as const,
      })),
      { name: 'web', verdict: 'pass' },
      { name: 'inside', verdict: 'pass' },
    ],
  },
  {
    title: 'a secret source is not decided',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(GROUP, 'group', { ingress: [{ ...tcp(22), cidrBlocks: secret(['0.0.0.0/0']) }] });
      }),
    ],
    expect: [{ name: 'group', verdict: ['unknown', 'fail'] }],
  },
  {
    title: 'a rule that only the world has is found in the outputs',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(
          GROUP,
          'group',
          { description: 'no rule in the program' },
          { computed: { ingress: [{ ...tcp(22), ...world, self: false, description: 'by hand' }] } },
        );
      }),
    ],
    expect: [{ name: 'group', verdict: 'fail', messageIncludes: '22' }],
  },
  {
    title: 'a resource that cannot be read is an error, and the others keep their verdicts',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(GROUP, 'broken', { ingress: [] }, { broken: ['ingress'] });
        add(GROUP, 'open', { ingress: [{ ...tcp(22), ...world }] });
        add(GROUP, 'closed', { ingress: [{ ...tcp(22), ...inside }] });
      }),
    ],
    expect: [
      { name: 'broken', verdict: 'error' },
      { name: 'open', verdict: 'fail' },
      { name: 'closed', verdict: 'pass' },
    ],
  },
];

const good = 'administration is open to the inside only, in all three forms';

export const mutations: readonly Mutation[] = [
  {
    of: good,
    edit: 'an inline rule is opened',
    mutate: (stacks) => set(pick(stacks, 'inline'), { ingress: [{ ...tcp(22), cidrBlocks: ['0.0.0.0/0'] }] }),
    expect: [{ name: 'inline', verdict: 'fail' }],
  },
  {
    of: good,
    edit: 'a rule of the second form is opened to IPv6',
    mutate: (stacks) => set(pick(stacks, 'rule'), { ipv6CidrBlocks: ['::/0'] }),
    expect: [{ name: 'rule', verdict: 'fail' }, holder],
  },
  {
    of: good,
    edit: 'a rule of the third form is opened',
    mutate: (stacks) => set(pick(stacks, 'new-form'), { cidrIpv4: '0.0.0.0/0' }),
    expect: [{ name: 'new-form', verdict: 'fail' }, holder],
  },
];
