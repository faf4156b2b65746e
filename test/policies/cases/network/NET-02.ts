import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { ANY, deployed, each, managedElsewhere, OPEN, previewed } from './common.ts';

/** "Unrestricted ingress only on configured ports (80/443); never on high-risk ports." */
const GROUP = 'aws:ec2/securityGroup:SecurityGroup';
const RULE = 'aws:ec2/securityGroupRule:SecurityGroupRule';
const INGRESS = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';

const tcp = (fromPort: number | string, toPort = fromPort) => ({ protocol: 'tcp', fromPort, toPort });
const world = { cidrBlocks: ['0.0.0.0/0'] };
const holder = { name: 'group', verdict: ANY };

/** One port in each of the three forms. */
function threeForms(add: Add, port: number): void {
  add(GROUP, 'inline', { ingress: [{ ...tcp(port), ...world }] });
  const group = add(GROUP, 'group', { description: 'holds rules of their own' });
  add(RULE, 'rule', { type: 'ingress', ...tcp(port), ...world, securityGroupId: group.ref('id') });
  const one = { ipProtocol: 'tcp', fromPort: port, toPort: port, cidrIpv4: '0.0.0.0/0' };
  add(INGRESS, 'new-form', { ...one, securityGroupId: group.ref('id') });
}

const good = 'the internet reaches 443 only, in all three forms';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: deployed((add) => threeForms(add, 443)),
    expect: each('pass', 'inline', 'rule', 'new-form', 'group'),
  },
  {
    title: 'the internet reaches PostgreSQL, in each of the three forms',
    stacks: deployed((add) => threeForms(add, 5432)),
    expect: [...each('fail' as const, 'inline', 'rule', 'new-form'), holder],
  },
  {
    title: 'a port that is neither configured nor of high risk is open all the same',
    stacks: deployed((add) => {
      add(GROUP, 'odd', { ingress: [{ ...tcp(12345), ...world }] });
      add(GROUP, 'range', { ingress: [{ ...tcp(80, 443), ...world }] });
      add(GROUP, 'six', { ingress: [{ ...tcp(8443), ipv6CidrBlocks: ['::/0'] }] });
      add(GROUP, 'everything', { ingress: [{ protocol: '-1', fromPort: 0, toPort: 0, ...world }] });
      add(GROUP, 'one-of-two', {
        ingress: [
          { ...tcp(443), ...world },
          { ...tcp(9200), ...world },
        ],
      });
    }),
    expect: each('fail', 'odd', 'range', 'six', 'everything', 'one-of-two'),
  },
  {
    title: 'any port may be open to the inside, and 80 and 443 to everyone',
    stacks: deployed((add) => {
      add(GROUP, 'web', {
        ingress: [
          { ...tcp(80), ...world },
          { ...tcp(443), ...world, ipv6CidrBlocks: ['::/0'] },
          { ...tcp(5432), cidrBlocks: ['10.0.0.0/8'] },
        ],
      });
      add(GROUP, 'peers', { ingress: [{ protocol: '-1', fromPort: 0, toPort: 0, self: true }] });
    }),
    expect: each('pass', 'web', 'peers'),
  },
  {
    title: 'what leaves is not what comes in',
    stacks: deployed((add) => {
      add(RULE, 'rule', { type: 'egress', protocol: '-1', fromPort: 0, toPort: 0, ...world });
    }),
    expect: [{ name: 'rule', verdict: 'not-applicable' }],
  },
  managedElsewhere(GROUP, { ingress: [{ ...tcp(22), ...world }] }),
  {
    title: 'what is not known yet is not decided where it could be open',
    stacks: previewed((add) => {
      add(GROUP, 'who', { ingress: [{ ...tcp(5432), cidrBlocks: [UNKNOWN] }] });
      add(RULE, 'which', { type: 'ingress', ...tcp(UNKNOWN), ...world });
      add(GROUP, 'web', { ingress: [{ ...tcp(443), cidrBlocks: [UNKNOWN] }] });
      add(GROUP, 'beside', { ingress: [UNKNOWN, { ...tcp(3306), ...world }] });
    }),
    expect: [...each(OPEN, 'who', 'which'), { name: 'web', verdict: 'pass' }, { name: 'beside', verdict: 'fail' }],
  },
];

const open = (edit: string, name: string, properties: Parameters<typeof set>[1]): Mutation => ({
  of: good,
  edit,
  mutate: (stacks) => set(pick(stacks, name), properties),
  expect: [{ name, verdict: 'fail' }, ...(name === 'inline' ? [] : [holder])],
});

export const mutations: readonly Mutation[] = [
  open('an inline rule is of Redis', 'inline', { ingress: [{ ...tcp(6379), ...world }] }),
  open('an inline rule is of HTTPS and the port after it', 'inline', { ingress: [{ ...tcp(443, 444), ...world }] }),
  open('an inline rule is of the port before HTTP', 'inline', { ingress: [{ ...tcp(79), ...world }] }),
  open('an inline rule is of every protocol', 'inline', { ingress: [{ protocol: '-1', ...world }] }),
  open('an inline rule over IPv6 is of MySQL', 'inline', { ingress: [{ ...tcp(3306), ipv6CidrBlocks: ['::/0'] }] }),
  open('a rule of the second form is of SSH', 'rule', tcp(22)),
  open('a rule of the second form is of every protocol', 'rule', { protocol: '-1', fromPort: 0, toPort: 0 }),
  open('a rule of the third form is of RDP', 'new-form', { fromPort: 3389, toPort: 3389 }),
  open('a rule of the third form is of FTP, over IPv6', 'new-form', {
    fromPort: 20,
    toPort: 21,
    cidrIpv4: undefined,
    cidrIpv6: '::/0',
  }),
];
