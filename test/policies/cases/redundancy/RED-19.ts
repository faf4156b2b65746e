import { type PropertyMap, UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Added, drop, type Given, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { broken, changed, deployed, elsewhere, OPEN, previewed, silenced } from './short-case.ts';

/**
 * "Tier-1 public name has failover/latency/weighted routing with a health check, or CloudFront origin group with ≥2 origins." A
 * record has no tags: its zone and what it leads to are of tier 1 here. An alias that evaluates its target is checked (Route 53
 * Developer Guide, "How health checks work in complex configurations").
 */
const RECORD = 'aws:route53/record:Record';
const DISTRIBUTION = 'aws:cloudfront/distribution:Distribution';
const TIER1 = { tier: '1' };

type Props = Readonly<Record<string, Given>>;

function zone(add: Add, name: string, more: Props = { tags: TIER1 }): Added {
  return add('aws:route53/zone:Zone', name, { name: `${name}.example.com`, ...more });
}

function check(add: Add, name: string): Added {
  return add('aws:route53/healthCheck:HealthCheck', name, { type: 'HTTPS', fqdn: `${name}.example.com`, port: 443 });
}

function alias(add: Add, name: string, evaluateTargetHealth: boolean, tags: PropertyMap = TIER1) {
  const given = { loadBalancerType: 'application', internal: false, tags };
  const balancer = add('aws:lb/loadBalancer:LoadBalancer', `${name}-balancer`, given, {
    computed: { dnsName: `${name}-1234567890.us-east-1.elb.amazonaws.com`, zoneId: 'Z35SXDOTRQ7X7K' },
  });
  return { aliases: [{ name: balancer.ref('dnsName'), zoneId: balancer.ref('zoneId'), evaluateTargetHealth }] };
}

function record(add: Add, of: Added, name: string, more: Props): void {
  add(RECORD, name, { zoneId: of.ref('id'), name: 'shop.example.com', type: 'A', ...more });
}

function failover(add: Add, of: Added, health: Props): void {
  const role = (type: string) => ({ setIdentifier: type.toLowerCase(), failoverRoutingPolicies: [{ type }] });
  record(add, of, 'primary', { ...role('PRIMARY'), ...alias(add, 'first', false), ...health });
  record(add, of, 'secondary', { ...role('SECONDARY'), ...alias(add, 'second', true) });
}

const ORIGINS = [
  { originId: 'first', domainName: 'first.example.com' },
  { originId: 'second', domainName: 'second.example.com' },
];
const GROUP = {
  originId: 'both',
  failoverCriteria: { statusCodes: [500, 502, 503] },
  members: [{ originId: 'first' }, { originId: 'second' }],
};

function distribution(add: Add, name: string, originGroups: readonly PropertyMap[], tags: PropertyMap = TIER1): void {
  const targetOriginId = originGroups.length > 0 ? 'both' : 'first';
  const defaultCacheBehavior = { targetOriginId, viewerProtocolPolicy: 'redirect-to-https' };
  add(DISTRIBUTION, name, { enabled: true, origins: ORIGINS, originGroups, defaultCacheBehavior, tags });
}

const fails = 'a name fails over to the second site when the first is not healthy';
const weighs = 'a name is weighed between two sites, each of which is checked';
const delivers = 'a distribution asks a second origin where the first fails';

export const cases: readonly RuleCase[] = [
  deployed(fails, (add) => failover(add, zone(add, 'zone'), { healthCheckId: check(add, 'check').ref('id') }), {
    primary: 'pass',
    secondary: 'pass',
  }),
  deployed(
    weighs,
    (add) => {
      const of = zone(add, 'zone');
      for (const name of ['first', 'second']) {
        const weighted = { setIdentifier: name, weightedRoutingPolicies: [{ weight: 50 }] };
        record(add, of, name, {
          ...weighted,
          ...alias(add, name, false),
          healthCheckId: check(add, `${name}-check`).ref('id'),
        });
      }
    },
    { first: 'pass', second: 'pass' },
  ),
  deployed(delivers, (add) => distribution(add, 'distribution', [GROUP]), { distribution: 'pass' }),
  deployed(
    'the region that answers soonest is a choice too, and an alias checks what it leads to',
    (add) => {
      const of = zone(add, 'zone');
      for (const region of ['us-east-1', 'us-west-2'])
        record(add, of, region, {
          setIdentifier: region,
          latencyRoutingPolicies: [{ region }],
          ...alias(add, region, true),
        });
    },
    { 'us-east-1': 'pass', 'us-west-2': 'pass' },
  ),
  deployed(
    'one answer for ever, and a choice that nobody checks, fail',
    (add) => {
      record(add, zone(add, 'zone'), 'simple', alias(add, 'simple', true));
      const weighted = { setIdentifier: 'one', weightedRoutingPolicies: [{ weight: 100 }] };
      record(add, zone(add, 'other'), 'blind', { ...weighted, ...alias(add, 'blind', false) });
      distribution(add, 'single', []);
      distribution(add, 'lonely', [{ ...GROUP, members: [{ originId: 'first' }] }]);
    },
    { simple: 'fail', blind: 'fail', single: 'fail', lonely: 'fail' },
  ),
  deployed(
    'a name inside a network, one of another tier, and what is no address are none to be judged',
    (add) => {
      const inside = zone(add, 'inside', { vpcs: [{ vpcId: 'vpc-0123456789abcdef0' }], tags: TIER1 });
      record(add, inside, 'private', alias(add, 'private', true));
      record(add, zone(add, 'second', { tags: { tier: '2' } }), 'tier-2', alias(add, 'tier-2', true, { tier: '2' }));
      record(add, zone(add, 'mail'), 'text', { type: 'TXT', ttl: 300, records: ['v=spf1 -all'] });
      distribution(add, 'tier-2-distribution', [], { tier: '2' });
    },
    {
      private: 'not-applicable',
      'tier-2': 'not-applicable',
      text: 'not-applicable',
      'tier-2-distribution': 'not-applicable',
    },
  ),
  previewed(
    'in a preview the edges tell the check; a check, a group and a tier that are not known yet are open',
    (add) => {
      failover(add, zone(add, 'zone'), { healthCheckId: check(add, 'check').ref('id') });
      add(DISTRIBUTION, 'grouped', { enabled: true, origins: ORIGINS, originGroups: UNKNOWN, tags: TIER1 });
      add(DISTRIBUTION, 'somewhere', { enabled: true, origins: ORIGINS, tags: UNKNOWN });
    },
    { primary: 'pass', secondary: 'pass', grouped: OPEN, somewhere: OPEN },
  ),
  elsewhere(DISTRIBUTION, { tags: TIER1 }),
];

export const mutations: readonly Mutation[] = [
  silenced(fails, 'the first site is no longer checked', 'primary', 'healthCheckId'),
  broken(fails, 'the second site is given up, and the first is the only answer', 'primary', (stacks) => {
    drop(stacks, 'secondary');
    silenced(fails, '', 'primary', 'failoverRoutingPolicies', 'setIdentifier').mutate(stacks);
  }),
  silenced(weighs, 'one of the two is no longer checked', 'first', 'healthCheckId'),
  changed(delivers, 'the group of origins is taken out', 'distribution', { originGroups: [] }),
  changed(delivers, 'the group has one origin', 'distribution', {
    originGroups: [{ ...GROUP, members: [{ originId: 'first' }] }],
  }),
  broken(delivers, 'the group has one origin twice', 'distribution', (stacks) =>
    set(pick(stacks, 'distribution'), {
      originGroups: [{ ...GROUP, members: [{ originId: 'first' }, { originId: 'first' }] }],
    }),
  ),
];
