import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { cluster, database, EAST, FIRST, OPEN, rows, THIRD } from './parts.ts';

/**
 * "Automated backup/snapshot retention ≥ N days (RDS ≥7, tier-1 35; replicas skipped)." Left out, AWS keeps a cluster’s and a
 * warehouse’s for one day, and those of an instance or a cache not at all (the provider’s defaults).
 */
const CACHE = 'aws:elasticache/replicationGroup:ReplicationGroup';
const WAREHOUSE = 'aws:redshift/cluster:Cluster';
const all = ['database', 'cluster', 'cache', 'warehouse'];

function stores(add: Add, days: number | string | undefined, tags: Record<string, string>): void {
  database(add, 'database', { backupRetentionPeriod: days, tags });
  cluster(add, 'cluster', { engine: 'aurora-postgresql', backupRetentionPeriod: days, tags });
  add(CACHE, 'cache', { description: 'carts', snapshotRetentionLimit: days, tags });
  add(WAREHOUSE, 'warehouse', { clusterIdentifier: 'sales', automatedSnapshotRetentionPeriod: days, tags });
}

const first = 'what is of tier 1 keeps 35 days';
const third = 'a database of tier 3 keeps seven days';
const mutant = (of: string, name: string, property: string, days: number | undefined): Mutation => ({
  of,
  edit: `${name} keeps ${days ?? 'what AWS keeps'}`,
  mutate: (stacks) => set(pick(stacks, name), { [property]: days }),
  expect: rows('fail', name),
});

export const cases: readonly RuleCase[] = [
  {
    title: third,
    stacks: [stackOf(EAST, (add) => void database(add, 'database', { backupRetentionPeriod: 7, tags: THIRD }))],
    expect: rows('pass', 'database'),
  },
  {
    title: 'a database keeps six days',
    stacks: [stackOf(EAST, (add) => void database(add, 'database', { backupRetentionPeriod: 6, tags: THIRD }))],
    expect: rows('fail', 'database'),
  },
  { title: first, stacks: [stackOf(EAST, (add) => stores(add, 35, FIRST))], expect: rows('pass', ...all) },
  {
    title: 'a database of tier 1 keeps 34 days',
    stacks: [stackOf(EAST, (add) => void database(add, 'database', { backupRetentionPeriod: 34, tags: FIRST }))],
    expect: rows('fail', 'database'),
  },
  {
    title: 'nothing is kept',
    stacks: [stackOf(EAST, (add) => stores(add, 0, THIRD))],
    expect: rows('fail', ...all),
  },
  {
    title: 'nothing is said, and nothing is there yet',
    stacks: [stackOf({ ...EAST, preview: true }, (add) => stores(add, undefined, FIRST))],
    expect: rows(['fail', ...OPEN], ...all),
  },
  {
    title: 'a replica has the backups of its source',
    stacks: [
      stackOf(EAST, (add) => {
        const source = database(add, 'database', { identifier: 'shop', backupRetentionPeriod: 35, tags: FIRST });
        database(add, 'replica', { replicateSourceDb: source.ref('identifier'), tags: FIRST });
        database(add, 'far-replica', { replicateSourceDb: 'arn:aws:rds:us-west-2:111122223333:db:shop', tags: FIRST });
      }),
    ],
    expect: [...rows('pass', 'database'), ...rows('not-applicable', 'replica', 'far-replica')],
  },
  {
    title: 'seven days are enough whatever the tier is only where it is not 1',
    stacks: [
      stackOf({ ...EAST, preview: true }, (add) => {
        database(add, 'database', { backupRetentionPeriod: 7, tags: { tier: UNKNOWN } });
        database(add, 'too-few', { backupRetentionPeriod: 6, tags: { tier: UNKNOWN } });
        database(add, 'enough', { backupRetentionPeriod: 35, tags: { tier: UNKNOWN } });
        database(add, 'open', { backupRetentionPeriod: UNKNOWN, tags: FIRST });
      }),
    ],
    expect: [
      ...rows(OPEN, 'database', 'open'),
      ...rows(['fail', ...OPEN], 'too-few'),
      ...rows(['pass', ...OPEN], 'enough'),
    ],
  },
];

export const mutations: readonly Mutation[] = [
  mutant(third, 'database', 'backupRetentionPeriod', 6),
  mutant(third, 'database', 'backupRetentionPeriod', 0),
  mutant(first, 'database', 'backupRetentionPeriod', 34),
  mutant(first, 'database', 'backupRetentionPeriod', undefined),
  mutant(first, 'cluster', 'backupRetentionPeriod', 34),
  mutant(first, 'cluster', 'backupRetentionPeriod', undefined),
  mutant(first, 'cache', 'snapshotRetentionLimit', 0),
  mutant(first, 'warehouse', 'automatedSnapshotRetentionPeriod', 0),
  {
    of: third,
    edit: 'the database becomes tier 1',
    mutate: (stacks) => set(pick(stacks, 'database'), { tags: FIRST }),
    expect: rows('fail', 'database'),
  },
];
