import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { ANY, deployed, each, managedElsewhere, network, OPEN, previewed, SUBNET, VPC } from './common.ts';

/** "No auto-assigned public IPs; public subnets hold only LB/NAT." */
const INSTANCE = 'aws:ec2/instance:Instance';
const TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate';
const host = { ami: 'ami-0abcdef1234567890', instanceType: 't4g.small' };

/** Public subnets with a balancer and NAT gateways, private ones with an instance, and a template of more. */
function web(add: Add): void {
  const { open, inner } = network(add);
  add('aws:lb/loadBalancer:LoadBalancer', 'balancer', { subnets: open.map((one) => one.ref('id')) });
  const [first] = inner;
  add(INSTANCE, 'host', { ...host, subnetId: first?.ref('id'), associatePublicIpAddress: false });
  add(TEMPLATE, 'template', { imageId: host.ami, networkInterfaces: [{ associatePublicIpAddress: 'false' }] });
}

const good = 'public subnets hold a balancer and NAT gateways, and nothing gets a public address';
const subnets = ['open-a', 'open-b', 'inner-a', 'inner-b'] as const;
const publicOnes = ['open-a', 'open-b'].map((name) => ({ name, verdict: ANY }));

export const cases: readonly RuleCase[] = [
  { title: good, stacks: deployed(web), expect: each('pass', ...subnets, 'host', 'template') },
  {
    title: 'each way to a public address that is given by itself',
    stacks: deployed((add) => {
      const vpc = add(VPC, 'vpc', { cidrBlock: '10.0.0.0/16' });
      const subnet = add(SUBNET, 'subnet', { vpcId: vpc.ref('id'), mapPublicIpOnLaunch: true });
      const inside = add(SUBNET, 'inside', { vpcId: vpc.ref('id') });
      add(INSTANCE, 'host', { ...host, subnetId: inside.ref('id'), associatePublicIpAddress: true });
      add(TEMPLATE, 'template', { networkInterfaces: [{ associatePublicIpAddress: 'true' }] });
      add(TEMPLATE, 'second-interface', {
        networkInterfaces: [{ deviceIndex: 0 }, { deviceIndex: 1, associatePublicIpAddress: true }],
      });
      void subnet;
    }),
    expect: each('fail', 'subnet', 'host', 'template', 'second-interface'),
  },
  {
    title: 'an instance stands in a public subnet',
    stacks: deployed((add) => {
      const [first] = network(add).open;
      add(INSTANCE, 'host', { ...host, subnetId: first?.ref('id') });
    }),
    expect: [{ name: 'host', verdict: 'fail' }, ...publicOnes],
  },
  {
    title: 'where nothing is said of addresses AWS gives none but in a default subnet',
    stacks: deployed((add) => {
      const vpc = add(VPC, 'vpc', { cidrBlock: '10.0.0.0/16' });
      const subnet = add(SUBNET, 'subnet', { vpcId: vpc.ref('id'), cidrBlock: '10.0.0.0/24' });
      add(INSTANCE, 'host', { ...host, subnetId: subnet.ref('id') });
      add(TEMPLATE, 'template', { imageId: host.ami });
    }),
    expect: each(['pass', 'not-applicable'] as const, 'subnet', 'host', 'template'),
  },
  managedElsewhere(SUBNET, { mapPublicIpOnLaunch: true }),
  {
    title: 'a first preview decides by the edges of the routes; what is not known is not decided',
    stacks: previewed((add) => {
      const { vpc, open, inner } = network(add);
      add(INSTANCE, 'outside', { ...host, subnetId: open[0]?.ref('id') });
      add(INSTANCE, 'within', { ...host, subnetId: inner[0]?.ref('id'), associatePublicIpAddress: false });
      add(SUBNET, 'unread', { vpcId: vpc.ref('id'), mapPublicIpOnLaunch: UNKNOWN });
      add(TEMPLATE, 'unread-template', { networkInterfaces: [{ associatePublicIpAddress: UNKNOWN }] });
    }),
    expect: [
      { name: 'outside', verdict: 'fail' },
      { name: 'within', verdict: 'pass' },
      ...publicOnes,
      ...each(OPEN, 'unread', 'unread-template'),
    ],
  },
  {
    title: 'an instance in a subnet of a stack that is not examined is not known to be private',
    stacks: deployed((add) => void add(INSTANCE, 'host', { ...host, subnetId: 'subnet-0aaaaaaaaaaaaaaa1' })),
    expect: [{ name: 'host', verdict: 'unknown' }],
  },
];

const edited = (edit: string, name: string, properties: Parameters<typeof set>[1]): Mutation => ({
  of: good,
  edit,
  mutate: (stacks) => set(pick(stacks, name), properties),
  expect: [{ name, verdict: 'fail' }],
});

export const mutations: readonly Mutation[] = [
  edited('a private subnet gives public addresses', 'inner-a', { mapPublicIpOnLaunch: true }),
  edited('a public subnet gives public addresses', 'open-b', { mapPublicIpOnLaunch: true }),
  edited('the instance gets a public address', 'host', { associatePublicIpAddress: true }),
  edited('the template gives a public address', 'template', {
    networkInterfaces: [{ associatePublicIpAddress: 'true' }],
  }),
  {
    of: good,
    edit: 'the instance moves into a public subnet',
    mutate: (stacks) => {
      const subnet = pick(stacks, 'open-a');
      const one = pick(stacks, 'host');
      set(one, { subnetId: subnet.id });
      one.propertyDependencies = { subnetId: [subnet.urn] };
    },
    expect: [{ name: 'host', verdict: 'fail' }, ...publicOnes],
  },
  {
    of: good,
    edit: 'the table of the instance’s subnet leads to the internet gateway',
    mutate: (stacks) => {
      const gateway = pick(stacks, 'gateway');
      const route = pick(stacks, 'inward-a-default');
      set(route, { natGatewayId: undefined, gatewayId: gateway.id });
      route.propertyDependencies = { ...route.propertyDependencies, natGatewayId: [], gatewayId: [gateway.urn] };
    },
    expect: [
      { name: 'host', verdict: 'fail' },
      { name: 'inner-a', verdict: ANY },
    ],
  },
];
