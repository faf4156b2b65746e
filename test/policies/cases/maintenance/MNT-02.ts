import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Added, type Given, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';

/** "Primary, replica and DR windows do not overlap." Windows are in UTC in every region; the week is a circle. */
const DATABASE = 'aws:rds/instance:Instance';
const CLUSTER = 'aws:rds/cluster:Cluster';

function database(add: Add, name: string, maintenanceWindow: Given | undefined, source?: Added): Added {
  const replicateSourceDb = source?.ref('identifier');
  return add(DATABASE, name, {
    identifier: `orders-${name}`,
    engine: 'postgres',
    maintenanceWindow,
    replicateSourceDb,
  });
}

/** A primary, its replica in the region, and the replica of another region. */
function three(add: Add, ...[one, two, dr]: readonly (Given | undefined)[]): void {
  const primary = database(add, 'primary', one);
  database(add, 'replica', two, primary);
  add(DATABASE, 'far', {
    identifier: 'orders-far',
    region: 'us-west-2',
    replicateSourceDb: primary.ref('arn'),
    maintenanceWindow: dr,
  });
}

/** A cluster of a global database, in a stack of its region. */
function clusters(first: string, second: Given | undefined) {
  return [
    stackOf({ name: 'east' }, (add) => {
      const global = add('aws:rds/globalCluster:GlobalCluster', 'world', { globalClusterIdentifier: 'orders' });
      add(CLUSTER, 'east', {
        engine: 'aurora-postgresql',
        globalClusterIdentifier: global.ref('id'),
        preferredMaintenanceWindow: first,
      });
    }),
    stackOf({ name: 'west', region: 'us-west-2' }, (add) => {
      add(CLUSTER, 'west', {
        engine: 'aurora-postgresql',
        globalClusterIdentifier: 'globalcluster-world-east-0123456789',
        preferredMaintenanceWindow: second,
      });
    }),
  ];
}

const good = 'primary, replica and the one of the other region are maintained on three days';
const goodClusters = 'the clusters of a global database are maintained on two days';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: [
      stackOf({ name: 'prod' }, (add) =>
        three(add, 'sun:03:00-sun:04:00', 'mon:03:00-mon:04:00', 'tue:03:00-tue:04:00'),
      ),
    ],
    expect: ['primary', 'replica', 'far'].map((name) => ({ name, verdict: 'pass' })),
  },
  {
    title: 'a replica that is maintained with its primary fails',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        database(add, 'replica', 'sun:03:30-sun:04:30', database(add, 'primary', 'sun:03:00-sun:04:00'));
      }),
    ],
    expect: [
      { name: 'primary', verdict: 'fail' },
      { name: 'replica', verdict: 'fail' },
    ],
  },
  {
    title: 'a database that has no other has nothing to overlap with',
    stacks: [stackOf({ name: 'prod' }, (add) => void database(add, 'alone', 'sun:03:00-sun:04:00'))],
    expect: [{ name: 'alone', verdict: 'not-applicable' }],
  },
  {
    title: goodClusters,
    stacks: clusters('sun:03:00-sun:04:00', 'mon:03:00-mon:04:00'),
    expect: [
      { name: 'east', verdict: 'pass' },
      { name: 'west', verdict: 'pass' },
    ],
  },
  {
    title: 'a window over the end of the week meets one at its beginning',
    stacks: clusters('sat:23:30-sun:00:30', 'sun:00:00-sun:01:00'),
    expect: [
      { name: 'east', verdict: 'fail' },
      { name: 'west', verdict: 'fail' },
    ],
  },
  {
    title: 'a window that nobody told, or that is not known yet, is not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        const primary = database(add, 'primary', 'sun:03:00-sun:04:00');
        database(add, 'silent', undefined, primary);
        database(add, 'open', UNKNOWN, primary);
      }),
    ],
    expect: ['primary', 'silent', 'open'].map((name) => ({ name, verdict: ['unknown', 'pending'] as const })),
  },
  {
    title: 'a replica whose primary is in none of the checkpoints does not pass',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const replicateSourceDb = 'arn:aws:rds:eu-west-1:111122223333:db:elsewhere';
        add(DATABASE, 'replica', { replicateSourceDb, maintenanceWindow: 'sun:03:00-sun:04:00' });
      }),
    ],
    expect: [{ name: 'replica', verdict: 'unknown' }],
  },
];

export const mutations: readonly Mutation[] = [
  {
    of: good,
    edit: 'the replica moves to the hour of its primary',
    mutate: (stacks) => set(pick(stacks, 'replica'), { maintenanceWindow: 'sun:03:00-sun:04:00' }),
    expect: [
      { name: 'primary', verdict: 'fail' },
      { name: 'replica', verdict: 'fail' },
    ],
  },
  {
    of: good,
    edit: 'the one of the other region begins before its primary is ready',
    mutate: (stacks) => set(pick(stacks, 'far'), { maintenanceWindow: 'sun:03:59-sun:04:29' }),
    expect: [
      { name: 'primary', verdict: 'fail' },
      { name: 'far', verdict: 'fail' },
    ],
  },
  {
    of: good,
    edit: 'the primary moves to the hour of the other region',
    mutate: (stacks) => set(pick(stacks, 'primary'), { maintenanceWindow: 'tue:02:30-tue:03:30' }),
    expect: [
      { name: 'primary', verdict: 'fail' },
      { name: 'far', verdict: 'fail' },
    ],
  },
  {
    of: goodClusters,
    edit: 'both clusters of the global database are maintained in one hour',
    mutate: (stacks) => set(pick(stacks, 'west'), { preferredMaintenanceWindow: 'sun:03:00-sun:04:00' }),
    expect: [
      { name: 'east', verdict: 'fail' },
      { name: 'west', verdict: 'fail' },
    ],
  },
];
