import { notApplicable, requires, rule } from 'evenkeel/policy';
import { TARGET_GROUP } from '../../facts/targets.ts';

const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
const spreads = requires('enableCrossZoneLoadBalancing', true, { default: false });

export const red03 = rule({
  id: 'RED-03',
  title: 'A load balancer sends to the targets of every zone',
  why: 'A balancer that keeps to its zone sends a full share to a zone with few targets, and nothing works there when they are lost.',
  remedy:
    'Set `enableCrossZoneLoadBalancing` on network and gateway balancers, and leave `loadBalancingCrossZoneEnabled` of target groups as it is.',
  severity: 'medium',
  types: [BALANCER, TARGET_GROUP],
  decidedAt: 'preview',
  cannotSee: ['whether every zone has targets enough to be left to itself, which would make spreading needless'],
  parameters: {},
  check: {
    [BALANCER](balancer, parameters, context) {
      const isApplication = balancer.readOr('loadBalancerType', 'application') === 'application';
      return isApplication ? notApplicable('always spreads') : spreads(balancer, parameters, context);
    },
    [TARGET_GROUP]: requires(
      'loadBalancingCrossZoneEnabled',
      { not: 'false' },
      { default: 'use_load_balancer_configuration' },
    ),
  },
});
