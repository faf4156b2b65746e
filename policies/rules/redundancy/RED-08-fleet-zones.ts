import { must, rule } from 'evenkeel/policy';
import { SUBNET } from '../../facts/routes.ts';
import { FLEET } from '../../facts/targets.ts';
import { zonesAt } from '../../facts/zones.ts';

export const red08 = rule({
  id: 'RED-08',
  title: 'An Auto Scaling group covers two zones',
  why: 'A group in one zone is lost with it, and has nowhere to start anew.',
  remedy: 'Give the group subnets in more zones (`vpcZoneIdentifiers`), or name more (`availabilityZones`).',
  severity: 'high',
  types: [FLEET],
  reads: [SUBNET],
  decidedAt: 'preview',
  cannotSee: ['whether the instance types of the group are offered in each of the zones'],
  parameters: { zones: { default: 2, means: 'the fewest zones' } },
  check(fleet, { zones }) {
    const found = zonesAt(fleet, 'vpcZoneIdentifiers', 'availabilityZones');
    return must(found.reaches(zones), `covers ${found}; ${zones} are wanted`, 'vpcZoneIdentifiers');
  },
});
