import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type CaseStack, drop, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import {
  arn,
  beside,
  cluster,
  DAILY,
  database,
  EAST,
  FIRST,
  OPEN,
  plan,
  rows,
  selection,
  THIRD,
  WEST,
} from './parts.ts';

/** "Tier-1 relational data has a cross-region path (backup replication, global cluster or BKP-04)." */
const REPLICATION = 'aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication';
const GLOBAL = 'aws:rds/globalCluster:GlobalCluster';
const AWAY = arn('backup', 'backup-vault:copies', 'us-west-2', '444455556666');
const NEAR = arn('backup', 'backup-vault:copies');

/** The backups of the instance `database` of the first region, kept in the second. */
function replicated(): CaseStack[] {
  return [
    stackOf(EAST, (add) => void database(add, 'database', { backupRetentionPeriod: 35, tags: FIRST })),
    stackOf(WEST, (add) => {
      add(REPLICATION, 'backups', { sourceDbInstanceArn: arn('rds', 'db:database'), retentionPeriod: 14 });
    }),
  ];
}

function member(add: Add, name: string): void {
  cluster(add, name, { engine: 'aurora-postgresql', globalClusterIdentifier: 'shop-global', tags: FIRST });
}

const western = (name: string) => ({ computed: { arn: arn('rds', `cluster:${name}`, 'us-west-2') } });
const global: CaseStack[] = [
  stackOf(EAST, (add) => {
    add(
      GLOBAL,
      'global',
      { globalClusterIdentifier: 'shop-global', engine: 'aurora-postgresql' },
      { id: 'shop-global' },
    );
    member(add, 'east');
  }),
  stackOf(WEST, (add) => {
    const inputs = { engine: 'aurora-postgresql', globalClusterIdentifier: 'shop-global', tags: FIRST };
    cluster(add, 'west', inputs, western('west'));
  }),
];

const copied = stackOf(EAST, (add) => {
  const one = database(add, 'database', { tags: FIRST });
  const two = cluster(add, 'cluster', { tags: FIRST });
  const of = plan(add, 'plan', [{ copyActions: [{ destinationVaultArn: AWAY }] }]);
  selection(add, of, 'selection', { resources: [one.ref('arn'), two.ref('arn')] });
});

const byReplication = 'the backups of an instance are replicated to another region';
const byGlobal = 'a cluster is a member of a global database with a member in another region';
const byCopy = 'a plan copies what it takes to another region';
const meta = beside('plan', 'selection', 'backups', 'global');

export const cases: readonly RuleCase[] = [
  { title: byReplication, stacks: replicated(), expect: rows('pass', 'database') },
  {
    title: 'data of tier 1 stays in its region',
    stacks: [
      stackOf(EAST, (add) => {
        database(add, 'database', { backupRetentionPeriod: 35, tags: FIRST });
        cluster(add, 'cluster', { engine: 'aurora-postgresql', tags: FIRST });
      }),
    ],
    expect: rows('fail', 'database', 'cluster'),
  },
  { title: byGlobal, stacks: global, expect: rows('pass', 'east', 'west') },
  { title: byCopy, stacks: [copied], expect: rows('pass', 'database', 'cluster') },
  {
    title: 'another tier needs none',
    stacks: [stackOf(EAST, (add) => void database(add, 'database', { tags: THIRD }))],
    expect: rows('not-applicable', 'database'),
  },
  {
    title: 'a replication of another instance is none of this one',
    stacks: [...replicated(), stackOf({ name: 'other' }, (add) => void database(add, 'other', { tags: FIRST }))],
    expect: [...rows('pass', 'database'), ...rows('fail', 'other')],
  },
  {
    title: 'where a copy goes, or whose tier it is, is not known',
    stacks: [
      stackOf({ ...EAST, preview: true }, (add) => {
        const one = database(add, 'database', { tags: FIRST });
        database(add, 'tier', { tags: { tier: UNKNOWN } });
        const of = plan(add, 'plan', [{ copyActions: [{ destinationVaultArn: UNKNOWN }] }]);
        selection(add, of, 'selection', { resources: [one.ref('arn')] });
      }),
    ],
    expect: [...rows(OPEN, 'database', 'tier'), ...meta.slice(0, 2)],
  },
];

export const mutations: readonly Mutation[] = [
  {
    of: byReplication,
    edit: 'the replication is gone',
    mutate: (stacks) => drop(stacks, 'backups'),
    expect: rows('fail', 'database'),
  },
  {
    of: byReplication,
    edit: 'the replication is of another instance',
    mutate: (stacks) => set(pick(stacks, 'backups'), { sourceDbInstanceArn: arn('rds', 'db:another') }),
    expect: [...rows('fail', 'database'), ...beside('backups')],
  },
  {
    of: byGlobal,
    edit: 'the cluster of the other region is gone',
    mutate: (stacks) => drop(stacks, 'west'),
    expect: [...rows('fail', 'east'), ...beside('global')],
  },
  {
    of: byGlobal,
    edit: 'the first cluster leaves the global database',
    mutate: (stacks) => set(pick(stacks, 'east'), { globalClusterIdentifier: undefined }),
    expect: [...rows('fail', 'east'), ...beside('global', 'west')],
  },
  {
    of: byCopy,
    edit: 'the copy stays in the region',
    mutate: (stacks) =>
      set(pick(stacks, 'plan'), { rules: [{ ...DAILY, copyActions: [{ destinationVaultArn: NEAR }] }] }),
    expect: [...rows('fail', 'database', 'cluster'), ...beside('plan', 'selection')],
  },
  {
    of: byCopy,
    edit: 'the selection takes the instance alone',
    mutate: (stacks) => {
      set(pick(stacks, 'selection'), { resources: [arn('rds', 'db:database')] });
      pick(stacks, 'selection').propertyDependencies = {};
    },
    expect: [...rows('fail', 'cluster'), ...beside('plan', 'selection')],
  },
];
