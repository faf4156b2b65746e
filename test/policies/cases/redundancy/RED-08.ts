import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Given, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { broken, changed, deployed, elsewhere, idsOf, OPEN, previewed, subnets } from './short-case.ts';

/** "ASG covers ≥2 AZs (`vpcZoneIdentifiers`→AZ, or `availabilityZones`)." */
const FLEET = 'aws:autoscaling/group:Group';

function fleet(add: Add, name: string, places: Readonly<Record<string, Given>>): void {
  add(FLEET, name, { minSize: 2, maxSize: 4, launchTemplate: { id: 'lt-0123456789abcdef0' }, ...places });
}

function inSubnets(add: Add, name: string, letters: string): void {
  fleet(add, name, { vpcZoneIdentifiers: idsOf(subnets(add, letters, `${name}-subnet`)) });
}

const good = 'a fleet covers two zones by its subnets';
const named = 'a fleet names two zones';

export const cases: readonly RuleCase[] = [
  deployed(good, (add) => inSubnets(add, 'fleet', 'ab'), { fleet: 'pass' }),
  deployed(named, (add) => fleet(add, 'fleet', { availabilityZones: ['us-east-1a', 'us-east-1b'] }), { fleet: 'pass' }),
  deployed(
    'one zone is not enough, nor is one zone twice',
    (add) => {
      inSubnets(add, 'single', 'a');
      inSubnets(add, 'twice', 'cc');
      fleet(add, 'named-single', { availabilityZones: ['us-east-1a'] });
      fleet(add, 'named-twice', { availabilityZones: ['us-east-1a', 'us-east-1a'] });
    },
    { single: 'fail', twice: 'fail', 'named-single': 'fail', 'named-twice': 'fail' },
  ),
  previewed(
    'in a preview the edges tell the zones; one that AWS will choose is open where it matters',
    (add) => {
      inSubnets(add, 'wide', 'abc');
      inSubnets(add, 'narrow', 'bb');
      inSubnets(add, 'open', 'a?');
      inSubnets(add, 'enough', 'ab?');
      inSubnets(add, 'alone', '?');
      fleet(add, 'unsure', { vpcZoneIdentifiers: UNKNOWN });
    },
    { wide: 'pass', narrow: 'fail', open: OPEN, enough: 'pass', alone: 'fail', unsure: OPEN },
  ),
  deployed(
    'the subnets of a stack that is not given are not known, nor where a fleet stands that says nothing',
    (add) => {
      fleet(add, 'lost', { vpcZoneIdentifiers: ['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0aaaaaaaaaaaaaaa2'] });
      fleet(add, 'silent', {});
    },
    { lost: 'unknown', silent: ['unknown', 'fail'] },
  ),
  elsewhere(FLEET, { availabilityZones: ['us-east-1a'] }),
];

export const mutations: readonly Mutation[] = [
  broken(good, 'a subnet moves into the zone of the other', 'fleet', (stacks) =>
    set(pick(stacks, 'fleet-subnet-1'), { availabilityZone: 'us-east-1a' }),
  ),
  broken(good, 'the fleet leaves a subnet', 'fleet', (stacks) => {
    const one = pick(stacks, 'fleet');
    const ids = (one.inputs?.['vpcZoneIdentifiers'] ?? []) as readonly string[];
    set(one, { vpcZoneIdentifiers: ids.slice(0, 1) });
    one.propertyDependencies = {
      vpcZoneIdentifiers: one.propertyDependencies?.['vpcZoneIdentifiers']?.slice(0, 1) ?? [],
    };
  }),
  changed(named, 'one zone is named', 'fleet', { availabilityZones: ['us-east-1b'] }),
  changed(named, 'one zone is named twice', 'fleet', { availabilityZones: ['us-east-1b', 'us-east-1b'] }),
];
