import { must, requires, rule, together } from 'evenkeel/policy';
import { SUBNET } from '../../facts/routes.ts';
import { zonesAt } from '../../facts/zones.ts';

export const red02 = rule({
  id: 'RED-02',
  title: 'A classic load balancer stands in two zones, spreads over them and drains',
  why: 'A balancer in one zone is lost with it; one that does not spread overloads what is left, and one that does not drain cuts requests off.',
  remedy:
    'Give it subnets in more zones, `crossZoneLoadBalancing` and `connectionDraining`; better, replace it by an application or network balancer.',
  severity: 'medium',
  types: ['aws:elb/loadBalancer:LoadBalancer'],
  reads: [SUBNET],
  decidedAt: 'preview',
  cannotSee: ['whether instances stand in each of the zones'],
  parameters: { zones: { default: 2, means: 'the fewest zones' } },
  check: together(
    (balancer, { zones }) => {
      const found = zonesAt(balancer, 'subnets', 'availabilityZones');
      return must(found.reaches(zones), `stands in ${found}; ${zones} are wanted`, 'subnets');
    },
    requires('crossZoneLoadBalancing', true, { default: true }),
    requires('connectionDraining', true, { default: false }),
  ),
});
