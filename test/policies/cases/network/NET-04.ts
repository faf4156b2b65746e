import { type PropertyValue, UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { deployed, each, managedElsewhere, OPEN, previewed, VPC } from './common.ts';

/** "No NACL allow from any to 22/3389 (rule order evaluated)." */
const ACL = 'aws:ec2/networkAcl:NetworkAcl';
const RULE = 'aws:ec2/networkAclRule:NetworkAclRule';

type Line = Readonly<Record<string, PropertyValue>>;
const allow = (ruleNo: PropertyValue, fromPort: number, toPort = fromPort, more: Line = {}): Line => ({
  ruleNo,
  action: 'allow',
  protocol: 'tcp',
  fromPort,
  toPort,
  cidrBlock: '0.0.0.0/0',
  ...more,
});
const deny = (ruleNo: PropertyValue, from: number, to = from, more: Line = {}) =>
  allow(ruleNo, from, to, { action: 'deny', ...more });

function acl(add: Add, name: string, ...ingress: readonly Line[]) {
  const vpc = add(VPC, `${name}-vpc`, { cidrBlock: '10.0.0.0/16' });
  return add(ACL, name, { vpcId: vpc.ref('id'), ...(ingress.length > 0 && { ingress }) });
}

/** The rule of its own form that adds a line. */
function rule(add: Add, name: string, to: ReturnType<typeof acl>, { ruleNo, action, ...line }: Line, egress = false) {
  const given = { ...line, ruleNumber: ruleNo ?? 0, ruleAction: action ?? '', protocol: 'tcp', egress };
  add(RULE, name, { networkAclId: to.ref('id'), ...given });
}

const good = 'everyone reaches 443 and the answers to what went out, and the inside SSH';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: deployed((add) => {
      acl(add, 'acl', allow(100, 443), allow(110, 22, 22, { cidrBlock: '10.0.0.0/8' }), allow(120, 32768, 65535));
    }),
    expect: [{ name: 'acl', verdict: 'pass' }],
  },
  {
    title: 'everyone reaches SSH or RDP',
    stacks: deployed((add) => {
      acl(add, 'ssh', allow(100, 443), allow(110, 22));
      acl(add, 'rdp', allow(100, 3000, 4000));
      acl(add, 'six', allow(100, 22, 22, { cidrBlock: '', ipv6CidrBlock: '::/0' }));
      acl(add, 'everything', allow(100, 0, 0, { protocol: '-1' }));
      acl(add, 'number', allow(100, 3389, 3389, { protocol: '6' }));
    }),
    expect: each('fail', 'ssh', 'rdp', 'six', 'everything', 'number'),
  },
  {
    title: 'a line of a lower number decides, where it covers all that the later one allows',
    stacks: deployed((add) => {
      const all = allow(100, 0, 0, { protocol: '-1' });
      acl(add, 'both-denied', all, deny(90, 22), deny(91, 3389));
      acl(add, 'one-denied', all, deny(90, 22));
      acl(add, 'denied-later', allow(100, 22), deny(110, 22));
      acl(add, 'denied-to-some', allow(100, 22), deny(90, 22, 22, { cidrBlock: '10.0.0.0/8' }));
      acl(add, 'denied-over-ipv6', allow(100, 22), deny(90, 22, 22, { cidrBlock: '', ipv6CidrBlock: '::/0' }));
    }),
    expect: [
      { name: 'both-denied', verdict: 'pass' },
      ...each('fail' as const, 'one-denied', 'denied-later', 'denied-to-some', 'denied-over-ipv6'),
    ],
  },
  {
    title: 'lines of their own count, in the order of their numbers',
    stacks: deployed((add) => {
      const open = acl(add, 'open');
      rule(add, 'open-line', open, allow(100, 22));
      const shut = acl(add, 'shut', allow(100, 22));
      rule(add, 'shut-line', shut, deny(90, 22));
    }),
    expect: [
      { name: 'open', verdict: 'fail' },
      { name: 'open-line', verdict: ['fail', 'not-applicable'] },
      { name: 'shut', verdict: 'pass' },
    ],
  },
  {
    title: 'what leaves is not what comes in',
    stacks: deployed((add) => {
      const one = acl(add, 'acl', allow(100, 443));
      rule(add, 'outward', one, allow(100, 22), true);
    }),
    expect: [
      { name: 'acl', verdict: 'pass' },
      { name: 'outward', verdict: 'not-applicable' },
    ],
  },
  managedElsewhere(ACL, { ingress: [allow(100, 22)] }),
  {
    title: 'an order or a range that is not known is not decided where it matters',
    stacks: previewed((add) => {
      acl(add, 'order', allow(100, 22), deny(UNKNOWN, 22));
      acl(add, 'range', allow(100, 22, 22, { cidrBlock: UNKNOWN }));
      acl(add, 'web', allow(100, 443, 443, { cidrBlock: UNKNOWN }));
    }),
    expect: [...each(OPEN, 'order', 'range'), { name: 'web', verdict: 'pass' }],
  },
];

const edited = (edit: string, ...ingress: readonly Line[]): Mutation => ({
  of: good,
  edit,
  mutate: (stacks) => set(pick(stacks, 'acl'), { ingress }),
  expect: [{ name: 'acl', verdict: 'fail' }],
});

export const mutations: readonly Mutation[] = [
  edited('SSH is allowed to everyone', allow(100, 22)),
  edited('RDP is allowed to everyone', allow(100, 3389)),
  edited('SSH is allowed to everyone over IPv6', allow(100, 22, 22, { cidrBlock: '', ipv6CidrBlock: '::/0' })),
  edited('a range that ends with SSH is allowed', allow(100, 1, 22)),
  edited('a range that begins with RDP is allowed', allow(100, 3389, 65535)),
  edited('every protocol is allowed', allow(100, 0, 0, { protocol: '-1' })),
  edited('the denial comes after the allowance', allow(100, 22), deny(101, 22)),
  edited('the denial is of another port', deny(90, 23), allow(100, 22)),
];
