import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Given, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';

/**
 * "Maintenance window explicit, inside the approved calendar, not overlapping the backup window." Windows are in UTC. The cases hold that the night
 * to Sunday is approved, and noon on Wednesday is not.
 */
const DATABASE = 'aws:rds/instance:Instance';
const CLUSTER = 'aws:rds/cluster:Cluster';
const CACHE = 'aws:elasticache/replicationGroup:ReplicationGroup';
const WAREHOUSE = 'aws:redshift/cluster:Cluster';

function database(add: Add, name: string, more: Record<string, Given>): void {
  add(DATABASE, name, { engine: 'postgres', backupRetentionPeriod: 35, ...more });
}

const good = 'windows of maintenance are set, at night, beside those of backups';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        database(add, 'database', { maintenanceWindow: 'sun:03:00-sun:04:00', backupWindow: '01:00-02:00' });
        add(CLUSTER, 'cluster', {
          engine: 'aurora-postgresql',
          preferredMaintenanceWindow: 'sun:03:00-sun:04:00',
          preferredBackupWindow: '04:00-05:00',
        });
        add(CACHE, 'cache', {
          maintenanceWindow: 'sun:03:00-sun:04:00',
          snapshotWindow: '01:00-02:00',
          snapshotRetentionLimit: 7,
        });
        add(WAREHOUSE, 'warehouse', { nodeType: 'ra3.large', preferredMaintenanceWindow: 'sun:03:00-sun:03:30' });
      }),
    ],
    expect: ['database', 'cluster', 'cache', 'warehouse'].map((name) => ({ name, verdict: 'pass' })),
  },
  {
    title: 'a window at noon on a weekday, one that meets the backup, and one that nobody set fail',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        database(add, 'noon', { maintenanceWindow: 'wed:12:00-wed:13:00', backupWindow: '01:00-02:00' });
        database(add, 'meets', { maintenanceWindow: 'sun:03:00-sun:04:00', backupWindow: '03:30-04:30' });
        database(add, 'unset', { backupWindow: '01:00-02:00' });
      }),
    ],
    expect: [
      { name: 'noon', verdict: 'fail' },
      { name: 'meets', verdict: 'fail', messageIncludes: 'backup' },
      { name: 'unset', verdict: 'fail' },
    ],
  },
  {
    title: 'a window that AWS chose is not explicit',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const chosen = { maintenanceWindow: 'sun:03:00-sun:03:30', backupWindow: '01:00-01:30' };
        add(DATABASE, 'database', { engine: 'postgres' }, { computed: chosen });
      }),
    ],
    expect: [{ name: 'database', verdict: 'fail' }],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(DATABASE, 'theirs', {}, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
  {
    title: 'a backup over midnight meets what begins on the next day',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        database(add, 'database', { maintenanceWindow: 'sun:00:00-sun:01:00', backupWindow: '23:30-00:30' });
      }),
    ],
    expect: [{ name: 'database', verdict: 'fail' }],
  },
  {
    title: 'windows that touch do not overlap',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        database(add, 'database', { maintenanceWindow: 'sun:03:00-sun:04:00', backupWindow: '02:00-03:00' });
      }),
    ],
    expect: [{ name: 'database', verdict: 'pass' }],
  },
  {
    title: 'a backup window that AWS will choose, and windows that are not known yet, are not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        database(add, 'chosen', { maintenanceWindow: 'sun:03:00-sun:04:00' });
        database(add, 'open', { maintenanceWindow: UNKNOWN, backupWindow: '01:00-02:00' });
        database(add, 'noon', { maintenanceWindow: 'wed:12:00-wed:13:00', backupWindow: UNKNOWN });
      }),
    ],
    expect: [
      { name: 'chosen', verdict: ['unknown', 'pending'] },
      { name: 'open', verdict: ['unknown', 'pending'] },
      { name: 'noon', verdict: 'fail' },
    ],
  },
  {
    title: 'a text that is no window never passes',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        database(add, 'database', { maintenanceWindow: 'whenever', backupWindow: '01:00-02:00' });
      }),
    ],
    expect: [{ name: 'database', verdict: ['fail', 'unknown'] }],
  },
];

function moved(edit: string, name: string, properties: Record<string, string | undefined>): Mutation {
  return {
    of: good,
    edit,
    mutate: (stacks) => set(pick(stacks, name), properties as Record<string, string>),
    expect: [{ name, verdict: 'fail' }],
  };
}

export const mutations: readonly Mutation[] = [
  moved('the window of a database is not set', 'database', { maintenanceWindow: undefined }),
  moved('the window of a cluster is not set', 'cluster', { preferredMaintenanceWindow: undefined }),
  moved('the window of a cache is not set', 'cache', { maintenanceWindow: undefined }),
  moved('the window of a warehouse is not set', 'warehouse', { preferredMaintenanceWindow: undefined }),
  moved('the window of a database is at noon', 'database', { maintenanceWindow: 'wed:12:00-wed:13:00' }),
  moved('the window of a warehouse is at noon', 'warehouse', { preferredMaintenanceWindow: 'wed:12:00-wed:12:30' }),
  moved('the backup of a database ends a minute into its window', 'database', { backupWindow: '02:31-03:01' }),
  moved('the backup of a cluster begins a minute before its window ends', 'cluster', {
    preferredBackupWindow: '03:59-04:29',
  }),
  moved('the snapshot of a cache is in the midst of its window', 'cache', { snapshotWindow: '03:00-04:00' }),
];
