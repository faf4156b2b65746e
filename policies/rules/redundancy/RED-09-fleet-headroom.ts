import { distinct, fail, must, notApplicable, pass, type Resource, rule, together } from 'evenkeel/policy';
import { SUBNET } from '../../facts/routes.ts';
import { FLEET, minimumOf } from '../../facts/targets.ts';
import { isTier1 } from '../../facts/tier.ts';
import { countOf, zonesAt } from '../../facts/zones.ts';

export const red09 = rule({
  id: 'RED-09',
  title:
    'An Auto Scaling group keeps enough instances, has room for those of a lost zone, and more than one type to choose',
  why: 'What a lost zone held must be started in the others: without room, or with one type that is short that day, it is not.',
  remedy: 'Raise `minSize` and `maxSize`, and list several types in `mixedInstancesPolicy` over a launch template.',
  severity: 'high',
  types: [FLEET],
  reads: [SUBNET, 'aws:ec2/launchTemplate:LaunchTemplate', 'aws:ec2/launchConfiguration:LaunchConfiguration'],
  decidedAt: 'preview',
  cannotSee: ['whether AWS has capacity of these types on that day', 'a group that is sized by a schedule or by hand'],
  parameters: {
    instances: { default: 2, means: 'the fewest instances' },
    instanceTypes: { default: 2, means: 'the fewest types of instance' },
  },
  check: together(
    (fleet, { instances }) =>
      must(minimumOf(fleet) >= instances, `keeps ${minimumOf(fleet)}; ${instances} are wanted`, 'minSize'),
    (fleet) => {
      if (minimumOf(fleet) >= zonesIn(fleet) || !isTier1(fleet)) return pass();
      return fail(`is of tier 1 and keeps ${minimumOf(fleet)} in ${zonesIn(fleet)} zones`, 'minSize');
    },
    (fleet) => {
      if (zonesIn(fleet) < 2) return notApplicable('has no other zone to start in');
      const wanted = Math.ceil((minimumOf(fleet) * zonesIn(fleet)) / (zonesIn(fleet) - 1));
      const most = Number(fleet.need('maxSize'));
      return must(most >= wanted, `may grow to ${most}; with a zone lost ${wanted} are wanted`, 'maxSize');
    },
    (fleet, { instanceTypes }) => {
      const overrides = fleet.list('mixedInstancesPolicy.launchTemplate.overrides');
      if (overrides.some((one) => one.isGiven('instanceRequirements'))) return pass();
      const found = distinct('type', overrides, (one) => one.need('instanceType'));
      return must(
        found.reaches(instanceTypes),
        `lists ${found} of instance; ${instanceTypes} are wanted`,
        'mixedInstancesPolicy',
      );
    },
  ),
});

function zonesIn(fleet: Resource): number {
  return countOf(zonesAt(fleet, 'vpcZoneIdentifiers', 'availabilityZones'));
}
