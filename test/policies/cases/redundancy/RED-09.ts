import { type PropertyMap, UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { broken, changed, deployed, elsewhere, OPEN, previewed, silenced } from './short-case.ts';

/**
 * "`minSize` ≥2 and ≥ number of AZs for tier-1; headroom for one lost AZ (max ≥ ceil(min·n/(n-1))); launch template, ≥2 instance
 * types."
 */
const FLEET = 'aws:autoscaling/group:Group';
const TEMPLATE = { launchTemplateId: 'lt-0123456789abcdef0', version: '1' };
const ZONES = ['us-east-1a', 'us-east-1b'];
const TWO_TYPES = types({ instanceType: 'm7g.large' }, { instanceType: 'm6g.large' });

function types(...overrides: readonly PropertyMap[]): PropertyMap {
  return { launchTemplate: { launchTemplateSpecification: TEMPLATE, overrides } };
}

/** A fleet in the zones of the letters. */
function fleet(
  add: Add,
  name: string,
  letters: string,
  sizes: readonly [number, number],
  more: PropertyMap = {},
): void {
  add(FLEET, name, {
    minSize: sizes[0],
    maxSize: sizes[1],
    availabilityZones: [...letters].map((letter) => `us-east-1${letter}`),
    mixedInstancesPolicy: TWO_TYPES,
    tags: [{ key: 'tier', value: '1', propagateAtLaunch: true }],
    ...more,
  });
}

const TIER2 = { tags: [{ key: 'tier', value: '2', propagateAtLaunch: true }] };
const good = 'a fleet of tier 1 has one instance for each of its three zones, and room for those of a lost one';
const small = 'two are enough for tier 2 in three zones';

export const cases: readonly RuleCase[] = [
  deployed(good, (add) => fleet(add, 'fleet', 'abc', [3, 5]), { fleet: 'pass' }),
  deployed(small, (add) => fleet(add, 'fleet', 'abc', [2, 3], TIER2), { fleet: 'pass' }),
  deployed('in two zones the most is twice the least', (add) => fleet(add, 'fleet', 'ab', [2, 4]), { fleet: 'pass' }),
  deployed(
    'too few, or too little room, fail',
    (add) => {
      fleet(add, 'alone', 'ab', [1, 4]);
      fleet(add, 'alone-in-tier-2', 'ab', [1, 4], TIER2);
      fleet(add, 'two-in-three', 'abc', [2, 6]);
      fleet(add, 'no-room', 'ab', [2, 3]);
      fleet(add, 'no-room-in-three', 'abc', [3, 4]);
      fleet(add, 'rounded-down', 'abcd', [5, 6]);
    },
    {
      alone: 'fail',
      'alone-in-tier-2': 'fail',
      'two-in-three': 'fail',
      'no-room': 'fail',
      'no-room-in-three': 'fail',
      'rounded-down': 'fail',
    },
  ),
  deployed(
    'one type of instance is one shortage away from none, and a launch configuration has one',
    (add) => {
      fleet(add, 'one', 'ab', [2, 4], { mixedInstancesPolicy: types({ instanceType: 'm7g.large' }) });
      const same = types({ instanceType: 'm7g.large' }, { instanceType: 'm7g.large' });
      fleet(add, 'twice', 'ab', [2, 4], { mixedInstancesPolicy: same });
      add(FLEET, 'plain', {
        minSize: 2,
        maxSize: 4,
        availabilityZones: ZONES,
        launchTemplate: { id: 'lt-01', version: '1' },
      });
      add(FLEET, 'old', { minSize: 2, maxSize: 4, availabilityZones: ZONES, launchConfiguration: 'shop-web' });
    },
    { one: 'fail', twice: 'fail', plain: ['fail', 'unknown'], old: 'fail' },
  ),
  previewed(
    'a size that is not known yet is open, and hides no failure',
    (add) => {
      fleet(add, 'open', 'ab', [2, 4], { minSize: UNKNOWN });
      fleet(add, 'open-most', 'ab', [2, 4], { maxSize: UNKNOWN });
      fleet(add, 'alone', 'ab', [1, 4], { maxSize: UNKNOWN });
      fleet(add, 'fine', 'ab', [2, 4]);
    },
    { open: OPEN, 'open-most': OPEN, alone: 'fail', fine: 'pass' },
  ),
  elsewhere(FLEET, { minSize: 1, maxSize: 1 }),
];

export const mutations: readonly Mutation[] = [
  changed(good, 'the fleet may shrink below its zones', 'fleet', { minSize: 2 }),
  changed(good, 'there is no room for a lost zone', 'fleet', { maxSize: 4 }),
  changed(good, 'the most is the least', 'fleet', { maxSize: 3 }),
  changed(good, 'the least grows and the most does not', 'fleet', { minSize: 4 }),
  changed(good, 'one type is left', 'fleet', { mixedInstancesPolicy: types({ instanceType: 'm7g.large' }) }),
  changed(small, 'the least is one', 'fleet', { minSize: 1 }),
  changed(small, 'the fleet is of tier 1', 'fleet', { tags: [{ key: 'tier', value: '1', propagateAtLaunch: true }] }),
  broken(good, 'a launch configuration takes the place of the template', 'fleet', (stacks) => {
    silenced(good, '', 'fleet', 'mixedInstancesPolicy').mutate(stacks);
    set(pick(stacks, 'fleet'), { launchConfiguration: 'shop-web' });
  }),
];
