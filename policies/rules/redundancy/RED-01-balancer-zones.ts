import { fail, pass, rule, unknown } from 'evenkeel/policy';
import { isEnoughFor } from '../../facts/tier.ts';
import { zonesOf } from '../../facts/zones.ts';

const SUBNET = 'aws:ec2/subnet:Subnet';

export const red01 = rule({
  id: 'RED-01',
  title: 'A load balancer stands in two zones, of tier 1 in three',
  why: 'A zone is lost as a whole: a balancer that stands in one is lost with it, whatever stands behind it.',
  remedy: 'Give the balancer subnets in more zones, by `subnets` or `subnetMappings`.',
  severity: 'high',
  types: ['aws:lb/loadBalancer:LoadBalancer'],
  reads: [SUBNET],
  decidedAt: 'preview',
  cannotSee: [
    'the zone of a subnet that is in none of the checkpoints: the verdict is unknown',
    'that a balancer without the tag `tier` is of tier 1: it is held to two zones, and TAG-01 finds the missing tag',
  ],
  parameters: {
    zones: { default: 2, means: 'the fewest zones' },
    tier1Zones: { default: 3, means: 'the fewest zones of a balancer of tier 1' },
  },
  check(balancer, { zones, tier1Zones }) {
    const subnets = ['subnets', 'subnetMappings.subnetId'].flatMap((path) => balancer.toAll(path, SUBNET));
    if (subnets.length === 0) return unknown('neither subnets nor subnetMappings is told');
    const found = zonesOf(subnets);
    if (isEnoughFor(balancer, found, { all: zones, tier1: tier1Zones })) return pass();
    return fail(`stands in ${found}; ${zones} are wanted, of tier 1 ${tier1Zones}`, 'subnets');
  },
});
