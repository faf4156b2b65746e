import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Added, drop, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';

/** "No orphan spend: unattached EIP/volume, LB without listener/targets, previous-generation classes, gp2." */
const EIP = 'aws:ec2/eip:Eip';
const VOLUME = 'aws:ebs/volume:Volume';
const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
const HOST = 'aws:ec2/instance:Instance';
const GROUP = 'aws:lb/targetGroup:TargetGroup';

function host(add: Add, name = 'host', instanceType = 'm7g.large'): Added {
  return add(HOST, name, { ami: 'ami-0e5a6d21c0ffee101', instanceType, rootBlockDevice: { volumeType: 'gp3' } });
}

function volume(add: Add, name: string, on?: Added, type: string | undefined = 'gp3'): void {
  const one = add(VOLUME, name, { availabilityZone: 'us-east-1a', size: 20, type });
  if (on === undefined) return;
  const attached = { deviceName: '/dev/sdf', instanceId: on.ref('id'), volumeId: one.ref('id') };
  add('aws:ec2/volumeAttachment:VolumeAttachment', `${name}-attachment`, attached);
}

/** A balancer with its listener and the group that it leads to. */
function balancer(add: Add, name = 'balancer'): Added {
  const one = add(BALANCER, name, { loadBalancerType: 'application' });
  const group = add(GROUP, `${name}-group`, { port: 8080, protocol: 'HTTP' });
  add('aws:lb/listener:Listener', `${name}-listener`, {
    loadBalancerArn: one.ref('arn'),
    port: 443,
    defaultActions: [{ type: 'forward', targetGroupArn: group.ref('arn') }],
  });
  return group;
}

function attach(add: Add, group: Added, target: Added): void {
  const attached = { targetGroupArn: group.ref('arn'), targetId: target.ref('id') };
  add('aws:lb/targetGroupAttachment:TargetGroupAttachment', 'target', attached);
}

/** Everything attached to something, of today's classes. */
function tidy(add: Add): void {
  const one = host(add);
  add(EIP, 'address', { domain: 'vpc', instance: one.ref('id') });
  const associated = add(EIP, 'associated', { domain: 'vpc' });
  add('aws:ec2/eipAssociation:EipAssociation', 'association', {
    allocationId: associated.ref('id'),
    instanceId: one.ref('id'),
  });
  const outward = add(EIP, 'outward', { domain: 'vpc' });
  add('aws:ec2/natGateway:NatGateway', 'nat', { subnetId: 'subnet-0123456789', allocationId: outward.ref('id') });
  volume(add, 'volume', one);
  attach(add, balancer(add), one);
}

const good = 'every address, volume and balancer is used, and of today’s classes';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: [stackOf({ name: 'prod' }, tidy)],
    expect: ['host', 'address', 'associated', 'outward', 'volume', 'balancer'].map((name) => ({
      name,
      verdict: 'pass',
    })),
  },
  {
    title: 'an address, a volume and a balancer that nothing uses, and a class of yesterday, fail',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(EIP, 'address', { domain: 'vpc' });
        volume(add, 'volume');
        add(BALANCER, 'balancer', { loadBalancerType: 'application' });
        host(add, 'old', 'm3.large');
      }),
    ],
    expect: ['address', 'volume', 'balancer', 'old'].map((name) => ({ name, verdict: 'fail' })),
  },
  {
    title: 'the same in a first preview',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        tidy(add);
        add(EIP, 'lost', { domain: 'vpc' });
        volume(add, 'loose');
      }),
    ],
    expect: [
      ...['host', 'address', 'associated', 'outward', 'volume', 'balancer'].map((name) => ({
        name,
        verdict: 'pass' as const,
      })),
      { name: 'lost', verdict: 'fail' },
      { name: 'loose', verdict: 'fail' },
    ],
  },
  {
    title: 'gp2 fails wherever it is said',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const one = host(add);
        volume(add, 'volume', one, 'gp2');
        add(HOST, 'root', { instanceType: 'm7g.large', rootBlockDevice: { volumeType: 'gp2' } });
        add(HOST, 'data', {
          instanceType: 'm7g.large',
          rootBlockDevice: { volumeType: 'gp3' },
          ebsBlockDevices: [{ deviceName: '/dev/sdf', volumeType: 'gp2' }],
        });
      }),
    ],
    expect: ['volume', 'root', 'data'].map((name) => ({ name, verdict: 'fail', messageIncludes: 'gp2' })),
  },
  {
    title: 'targets come from a fleet or a service as well, and a fixed address may be a balancer’s',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const fleet = balancer(add, 'fleet');
        add('aws:autoscaling/group:Group', 'scaling', { minSize: 2, maxSize: 4, targetGroupArns: [fleet.ref('arn')] });
        const service = balancer(add, 'service');
        add('aws:ecs/service:Service', 'containers', {
          loadBalancers: [{ targetGroupArn: service.ref('arn'), containerName: 'web', containerPort: 8080 }],
        });
        const address = add(EIP, 'address', { domain: 'vpc' });
        const mappings = [{ subnetId: 'subnet-0123456789', allocationId: address.ref('id') }];
        const network = add(BALANCER, 'network', { loadBalancerType: 'network', subnetMappings: mappings });
        add('aws:lb/listener:Listener', 'network-listener', {
          loadBalancerArn: network.ref('arn'),
          port: 443,
          defaultActions: [{ type: 'forward', targetGroupArn: fleet.ref('arn') }],
        });
      }),
    ],
    expect: ['fleet', 'service', 'network', 'address'].map((name) => ({ name, verdict: 'pass' })),
  },
  {
    title: 'an address that AWS says is associated is used, by whatever',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(
          EIP,
          'address',
          { domain: 'vpc' },
          { computed: { associationId: 'eipassoc-01', networkInterface: 'eni-01' } },
        );
      }),
    ],
    expect: [{ name: 'address', verdict: 'pass' }],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(EIP, 'theirs', {}, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
  {
    title: 'a class and a type of volume that are not known yet are not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        const one = host(add, 'open', UNKNOWN);
        volume(add, 'volume', one, UNKNOWN);
        volume(add, 'loose', undefined, UNKNOWN);
      }),
    ],
    expect: [
      { name: 'open', verdict: ['unknown', 'pending'] },
      { name: 'volume', verdict: ['unknown', 'pending'] },
      { name: 'loose', verdict: 'fail' },
    ],
  },
];

function without(edit: string, name: string, ...dropped: readonly string[]): Mutation {
  return { of: good, edit, mutate: (stacks) => drop(stacks, ...dropped), expect: [{ name, verdict: 'fail' }] };
}

export const mutations: readonly Mutation[] = [
  without('an address loses its association', 'associated', 'association'),
  without('the gateway of an address is taken away', 'outward', 'nat'),
  without('a volume is detached', 'volume', 'volume-attachment'),
  without('a balancer has no listener', 'balancer', 'balancer-listener'),
  without('a balancer’s group has no target', 'balancer', 'target'),
  {
    of: good,
    edit: 'an address is on no instance any more',
    mutate: (stacks) => set(pick(stacks, 'address'), { instance: undefined }),
    expect: [{ name: 'address', verdict: 'fail' }],
  },
  {
    of: good,
    edit: 'a host is of a previous generation',
    mutate: (stacks) => set(pick(stacks, 'host'), { instanceType: 'c3.xlarge' }),
    expect: [{ name: 'host', verdict: 'fail' }],
  },
  {
    of: good,
    edit: 'a volume is gp2',
    mutate: (stacks) => set(pick(stacks, 'volume'), { type: 'gp2' }),
    expect: [{ name: 'volume', verdict: 'fail' }],
  },
  {
    of: good,
    edit: 'a root device is gp2',
    mutate: (stacks) => set(pick(stacks, 'host'), { rootBlockDevice: { volumeType: 'gp2' } }),
    expect: [{ name: 'host', verdict: 'fail' }],
  },
];
