import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Added, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';

/** "ALB/NLB/GWLB `subnets`/`subnetMappings` resolve (through Subnet.availabilityZone) to ≥2 distinct AZs; tier-1 ≥3." */
const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';

/** A subnet for each zone letter; a letter that is given twice makes two subnets of one zone. */
function subnets(add: Add, letters: string, prefix = 'subnet'): Added[] {
  const vpc = add('aws:ec2/vpc:Vpc', `${prefix}-vpc`, { cidrBlock: '10.0.0.0/16' });
  return [...letters].map((letter, index) =>
    add('aws:ec2/subnet:Subnet', `${prefix}-${index}`, {
      vpcId: vpc.ref('id'),
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: `us-east-1${letter}`,
    }),
  );
}

function balancer(add: Add, name: string, over: readonly Added[], tier?: string, type = BALANCER): Added {
  return add(type, name, {
    loadBalancerType: 'application',
    subnets: over.map((subnet) => subnet.ref('id')),
    ...(tier !== undefined && { tags: { tier } }),
  });
}

export const cases: readonly RuleCase[] = [
  {
    title: 'a balancer of tier 1 stands in three zones',
    stacks: [stackOf({ name: 'prod' }, (add) => void balancer(add, 'balancer', subnets(add, 'abc'), '1'))],
    expect: [{ name: 'balancer', verdict: 'pass' }],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add('aws:lb/loadBalancer:LoadBalancer', 'theirs', { subnets: [] }, { external: true });
      }),
    ],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
  {
    title: 'in a first preview the edges tell the zones, though no id is known',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        balancer(add, 'wide', subnets(add, 'abc', 'wide'), '1');
        balancer(add, 'narrow', subnets(add, 'aa', 'narrow'), '2');
        balancer(add, 'two', subnets(add, 'ab', 'two'), '1');
      }),
    ],
    expect: [
      { name: 'wide', verdict: 'pass' },
      { name: 'narrow', verdict: 'fail', messageIncludes: 'us-east-1a' },
      { name: 'two', verdict: 'fail' },
    ],
  },
  {
    title: 'two zones are enough for tier 2 and for what names no tier, not for tier 1',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const two = subnets(add, 'ab');
        balancer(add, 'first', two, '1');
        balancer(add, 'second', two, '2');
        balancer(add, 'nameless', two);
      }),
    ],
    expect: [
      { name: 'first', verdict: 'fail' },
      { name: 'second', verdict: 'pass' },
      { name: 'nameless', verdict: 'pass' },
    ],
  },
  {
    title: 'the tier may come from the default tags of the provider',
    stacks: [
      stackOf({ name: 'prod', defaultTags: { tier: '1' } }, (add) => {
        balancer(add, 'balancer', subnets(add, 'ab'));
      }),
    ],
    expect: [{ name: 'balancer', verdict: 'fail' }],
  },
  {
    title: 'two subnets of one zone are one zone, and one subnet twice as well',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const [one, two] = subnets(add, 'bb');
        if (one && two) {
          balancer(add, 'same-zone', [one, two]);
          balancer(add, 'same-subnet', [one, one]);
          balancer(add, 'single', [two]);
        }
      }),
    ],
    expect: ['same-zone', 'same-subnet', 'single'].map((name) => ({ name, verdict: 'fail' })),
  },
  {
    title: 'subnet mappings are subnets, of network and gateway balancers too',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const [a, b, c] = subnets(add, 'abb');
        if (!a || !b || !c) return;
        const mapping = (subnet: Added) => ({ subnetId: subnet.ref('id') });
        add(BALANCER, 'wide', { loadBalancerType: 'network', subnetMappings: [mapping(a), mapping(b)] });
        add(BALANCER, 'narrow', { loadBalancerType: 'network', subnetMappings: [mapping(b), mapping(c)] });
        add(BALANCER, 'gateway', { loadBalancerType: 'gateway', subnetMappings: [mapping(c)] });
      }),
      stackOf({ name: 'next', preview: true }, (add) => {
        const [a, b, c] = subnets(add, 'abb');
        if (!a || !b || !c) return;
        const mapping = (subnet: Added) => ({ subnetId: subnet.ref('id') });
        add(BALANCER, 'next-wide', { loadBalancerType: 'network', subnetMappings: [mapping(a), mapping(b)] });
        add(BALANCER, 'next-narrow', { loadBalancerType: 'network', subnetMappings: [mapping(b), mapping(c)] });
      }),
    ],
    expect: [
      { name: 'wide', verdict: 'pass' },
      { name: 'narrow', verdict: 'fail' },
      { name: 'gateway', verdict: 'fail' },
      { name: 'next-wide', verdict: 'pass' },
      { name: 'next-narrow', verdict: 'fail' },
    ],
  },
  {
    title: 'subnets that name their zones by id alone are told apart by it',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        const byId = (name: string, availabilityZoneId: string) =>
          add('aws:ec2/subnet:Subnet', name, { cidrBlock: '10.0.0.0/24', availabilityZoneId });
        const one = byId('one', 'use1-az1');
        const two = byId('two', 'use1-az2');
        const again = byId('again', 'use1-az1');
        balancer(add, 'wide', [one, two], '2');
        balancer(add, 'narrow', [one, again], '2');
      }),
    ],
    expect: [
      { name: 'wide', verdict: 'pass' },
      { name: 'narrow', verdict: 'fail' },
    ],
  },
  {
    title: 'a zone by name and one by id may be one zone',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        const named = add('aws:ec2/subnet:Subnet', 'named', { availabilityZone: 'us-east-1a' });
        const byId = add('aws:ec2/subnet:Subnet', 'by-id', { availabilityZoneId: 'use1-az1' });
        balancer(add, 'balancer', [named, byId], '2');
      }),
    ],
    expect: [{ name: 'balancer', verdict: ['unknown', 'pending'] }],
  },
  {
    title: 'a zone that AWS will choose is not known, and decides only where it matters',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        const open = add(
          'aws:ec2/subnet:Subnet',
          'open',
          { cidrBlock: '10.0.9.0/24' },
          {
            computed: { availabilityZone: 'us-east-1c' },
          },
        );
        const [a, b] = subnets(add, 'ab');
        if (!a || !b) return;
        balancer(add, 'matters', [a, open], '2');
        balancer(add, 'third', [a, b, open], '1');
        balancer(add, 'enough', [a, b, open], '2');
        balancer(add, 'never-enough', [a, open], '1');
        balancer(add, 'alone', [open], '2');
      }),
    ],
    expect: [
      { name: 'matters', verdict: ['unknown', 'pending'] },
      { name: 'third', verdict: ['unknown', 'pending'] },
      { name: 'enough', verdict: 'pass' },
      { name: 'never-enough', verdict: 'fail' },
      { name: 'alone', verdict: 'fail' },
    ],
  },
  {
    title: 'a subnet of a stack that is not examined is not known; with that stack it is',
    stacks: [
      stackOf({ name: 'service' }, (add) => {
        add(BALANCER, 'lost', { subnets: ['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0aaaaaaaaaaaaaaa2'] });
        add(BALANCER, 'found', { subnets: ['subnet-0bbbbbbbbbbbbbbb1', 'subnet-0bbbbbbbbbbbbbbb2'] });
      }),
      stackOf({ name: 'network' }, (add) => {
        add('aws:ec2/subnet:Subnet', 'b1', { availabilityZone: 'us-east-1a' }, { id: 'subnet-0bbbbbbbbbbbbbbb1' });
        add('aws:ec2/subnet:Subnet', 'b2', { availabilityZone: 'us-east-1b' }, { id: 'subnet-0bbbbbbbbbbbbbbb2' });
      }),
    ],
    expect: [
      { name: 'lost', verdict: 'unknown' },
      { name: 'found', verdict: 'pass' },
    ],
  },
  {
    title: 'in a preview, subnets that come from another stack are not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        add(BALANCER, 'balancer', { subnets: [UNKNOWN, UNKNOWN, UNKNOWN], tags: { tier: '1' } });
        add(BALANCER, 'wholly', { subnets: UNKNOWN });
      }),
    ],
    expect: [
      { name: 'balancer', verdict: ['unknown', 'pending'] },
      { name: 'wholly', verdict: ['unknown', 'pending'] },
    ],
  },
  {
    title: 'a tier that is not known yet decides only between two zones and three',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        balancer(add, 'one', subnets(add, 'aa', 'one'), UNKNOWN);
        balancer(add, 'two', subnets(add, 'ab', 'two'), UNKNOWN);
        balancer(add, 'three', subnets(add, 'abc', 'three'), UNKNOWN);
      }),
    ],
    expect: [
      { name: 'one', verdict: 'fail' },
      { name: 'two', verdict: ['unknown', 'pending'] },
      { name: 'three', verdict: 'pass' },
    ],
  },
  {
    title: 'alb is lb',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        balancer(add, 'narrow', subnets(add, 'cc', 'narrow'), '2', 'aws:alb/loadBalancer:LoadBalancer');
        balancer(add, 'wide', subnets(add, 'bc', 'wide'), '2', 'aws:alb/loadBalancer:LoadBalancer');
      }),
    ],
    expect: [
      { name: 'narrow', verdict: 'fail' },
      { name: 'wide', verdict: 'pass' },
    ],
  },
  {
    title: 'other resources are not this control’s',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        subnets(add, 'ab');
        add('aws:s3/bucket:Bucket', 'bucket', {});
      }),
    ],
    expect: [],
  },
  {
    title: 'a resource that cannot be read is an error, and the others keep their verdicts',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const pair = subnets(add, 'ab');
        add(BALANCER, 'broken', { subnets: [] }, { broken: ['subnets'] });
        balancer(add, 'narrow', pair.slice(1));
        balancer(add, 'wide', pair);
      }),
    ],
    expect: [
      { name: 'broken', verdict: 'error' },
      { name: 'narrow', verdict: 'fail' },
      { name: 'wide', verdict: 'pass' },
    ],
  },
];

const good = 'a balancer of tier 1 stands in three zones';

export const mutations: readonly Mutation[] = [
  {
    of: good,
    edit: 'a subnet moves into the zone of another',
    mutate: (stacks) => set(pick(stacks, 'subnet-2'), { availabilityZone: 'us-east-1a' }),
    expect: [{ name: 'balancer', verdict: 'fail' }],
  },
  {
    of: good,
    edit: 'the balancer leaves a zone',
    mutate: (stacks) => {
      const balancerState = pick(stacks, 'balancer');
      const subnetIds = (balancerState.inputs?.['subnets'] ?? []) as readonly string[];
      const edges = balancerState.propertyDependencies?.['subnets'] ?? [];
      set(balancerState, { subnets: subnetIds.slice(0, 2) });
      balancerState.propertyDependencies = { subnets: edges.slice(0, 2) };
    },
    expect: [{ name: 'balancer', verdict: 'fail' }],
  },
];
