import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, drop, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { ANY, deployed, managedElsewhere, OPEN, previewed, SUBNET, VPC } from './common.ts';

/** "Each VPC has a flow log (REJECT or ALL)." */
const LOG = 'aws:ec2/flowLog:FlowLog';
const log = (trafficType: string | undefined) => ({
  trafficType,
  logDestinationType: 'cloud-watch-logs',
  logDestination: 'arn:aws:logs:us-east-1:111122223333:log-group:flows',
});

function vpcWith(add: Add, name: string, trafficType: string | undefined): void {
  const vpc = add(VPC, name, { cidrBlock: '10.0.0.0/16' });
  add(LOG, `${name}-log`, { vpcId: vpc.ref('id'), ...log(trafficType) });
}

const good = 'what the VPC rejects is logged';
const judged = { name: 'vpc', verdict: 'fail' } as const;
const itsLog = { name: 'vpc-log', verdict: ANY, isOptional: true } as const;

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: deployed((add) => vpcWith(add, 'vpc', 'REJECT')),
    expect: [{ name: 'vpc', verdict: 'pass' }],
  },
  {
    title: 'the VPC has no flow log',
    stacks: deployed((add) => void add(VPC, 'vpc', { cidrBlock: '10.0.0.0/16' })),
    expect: [judged],
  },
  {
    title: 'a log of everything will do, one of what is accepted will not',
    stacks: deployed((add) => {
      vpcWith(add, 'all', 'ALL');
      vpcWith(add, 'vpc', 'ACCEPT');
    }),
    expect: [{ name: 'all', verdict: 'pass' }, judged, itsLog],
  },
  {
    title: 'a log of one subnet, or of another VPC, is none of the VPC',
    stacks: deployed((add) => {
      const vpc = add(VPC, 'vpc', { cidrBlock: '10.0.0.0/16' });
      const subnet = add(SUBNET, 'subnet', { vpcId: vpc.ref('id'), cidrBlock: '10.0.0.0/24' });
      add(LOG, 'subnet-log', { subnetId: subnet.ref('id'), ...log('ALL') });
      vpcWith(add, 'other', 'ALL');
    }),
    expect: [judged, { name: 'other', verdict: 'pass' }],
  },
  {
    title: 'the log may be in another stack',
    stacks: [
      stackOf({ name: 'network' }, (add) => void add(VPC, 'vpc', {}, { id: 'vpc-0a1' })),
      stackOf({ name: 'logs' }, (add) => void add(LOG, 'log', { vpcId: 'vpc-0a1', ...log('ALL') })),
    ],
    expect: [{ name: 'vpc', verdict: 'pass' }],
  },
  managedElsewhere(VPC, { cidrBlock: '10.0.0.0/16' }),
  {
    title: 'in a first preview the edge tells the VPC; a kind of traffic that is not known is not decided',
    stacks: previewed((add) => {
      vpcWith(add, 'logged', 'ALL');
      vpcWith(add, 'open', UNKNOWN);
    }),
    expect: [
      { name: 'logged', verdict: 'pass' },
      { name: 'open', verdict: OPEN },
      { name: 'open-log', verdict: ANY, isOptional: true },
    ],
  },
];

export const mutations: readonly Mutation[] = [
  {
    of: good,
    edit: 'the log is taken away',
    mutate: (stacks) => drop(stacks, 'vpc-log'),
    expect: [judged],
  },
  {
    of: good,
    edit: 'only what is accepted is logged',
    mutate: (stacks) => set(pick(stacks, 'vpc-log'), { trafficType: 'ACCEPT' }),
    expect: [judged, itsLog],
  },
  {
    of: good,
    edit: 'the log is of one network interface',
    mutate: (stacks) => {
      const one = pick(stacks, 'vpc-log');
      set(one, { vpcId: undefined, eniId: 'eni-0a1' });
      one.propertyDependencies = {};
    },
    expect: [judged, itsLog],
  },
  {
    of: good,
    edit: 'the log is of another VPC',
    mutate: (stacks) => {
      const one = pick(stacks, 'vpc-log');
      set(one, { vpcId: 'vpc-0123456789abcdef0' });
      one.propertyDependencies = {};
    },
    expect: [judged, itsLog],
  },
];
