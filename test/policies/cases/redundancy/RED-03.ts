import { type PropertyMap, UNKNOWN } from '../../../../src/lib/property.ts';
import type { Add, Mutation, RuleCase } from '../build.ts';
import { changed, deployed, elsewhere, OPEN, previewed, silenced } from './short-case.ts';

/**
 * "Cross-zone balancing: NLB/GWLB `enableCrossZoneLoadBalancing=true`; target-group `loadBalancingCrossZoneEnabled` not "false"
 * (ALB is always on at LB level)."
 */
const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
const TARGETS = 'aws:lb/targetGroup:TargetGroup';

function balancer(add: Add, name: string, loadBalancerType: string, more: PropertyMap = {}): void {
  add(BALANCER, name, { loadBalancerType, ...more });
}

function targets(add: Add, name: string, more: PropertyMap = {}): void {
  add(TARGETS, name, { port: 443, protocol: 'TCP', vpcId: 'vpc-0123456789abcdef0', ...more });
}

const on = { enableCrossZoneLoadBalancing: true };
const good = 'a network balancer spreads over the zones, and its targets leave it so';

export const cases: readonly RuleCase[] = [
  deployed(
    good,
    (add) => {
      balancer(add, 'balancer', 'network', on);
      balancer(add, 'gateway', 'gateway', on);
      targets(add, 'targets', { loadBalancingCrossZoneEnabled: 'use_load_balancer_configuration' });
    },
    { balancer: 'pass', gateway: 'pass', targets: 'pass' },
  ),
  deployed(
    'network and gateway balancers keep to the zone unless told otherwise',
    (add) => {
      balancer(add, 'silent', 'network');
      balancer(add, 'off', 'network', { enableCrossZoneLoadBalancing: false });
      balancer(add, 'gateway', 'gateway');
    },
    { silent: 'fail', off: 'fail', gateway: 'fail' },
  ),
  previewed(
    'in a preview as well: the default of AWS is no open question',
    (add) => {
      balancer(add, 'silent', 'network');
      balancer(add, 'on', 'network', on);
      targets(add, 'silent-targets');
    },
    { silent: 'fail', on: 'pass', 'silent-targets': 'pass' },
  ),
  deployed(
    'an application balancer always spreads, whatever it says',
    (add) => {
      balancer(add, 'web', 'application');
      add(BALANCER, 'typeless', {});
    },
    { web: ['pass', 'not-applicable'], typeless: ['pass', 'not-applicable'] },
  ),
  deployed(
    'targets that keep to the zone undo it, behind any balancer',
    (add) => {
      targets(add, 'off', { loadBalancingCrossZoneEnabled: 'false' });
      targets(add, 'web-off', { protocol: 'HTTP', port: 80, loadBalancingCrossZoneEnabled: 'false' });
      targets(add, 'on', { loadBalancingCrossZoneEnabled: 'true' });
    },
    { off: 'fail', 'web-off': 'fail', on: 'pass' },
  ),
  previewed(
    'a switch that is not known yet is open',
    (add) => {
      balancer(add, 'balancer', 'network', { enableCrossZoneLoadBalancing: UNKNOWN });
      balancer(add, 'kind', UNKNOWN);
      targets(add, 'targets', { loadBalancingCrossZoneEnabled: UNKNOWN });
    },
    { balancer: OPEN, kind: OPEN, targets: OPEN },
  ),
  elsewhere(BALANCER, { loadBalancerType: 'network' }),
];

export const mutations: readonly Mutation[] = [
  changed(good, 'the network balancer keeps to the zone', 'balancer', { enableCrossZoneLoadBalancing: false }),
  silenced(good, 'the network balancer leaves it to AWS', 'balancer', 'enableCrossZoneLoadBalancing'),
  changed(good, 'the gateway balancer keeps to the zone', 'gateway', { enableCrossZoneLoadBalancing: false }),
  changed(good, 'the targets keep to the zone', 'targets', { loadBalancingCrossZoneEnabled: 'false' }),
];
