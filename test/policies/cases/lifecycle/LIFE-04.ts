import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Given, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';

/**
 * "Automatic minor upgrades on; Aurora: all members." AWS has them on where nothing is said, of caches only from Redis 6 and of Valkey; of Aurora
 * a cluster is upgraded only where each member says so.
 */
const DATABASE = 'aws:rds/instance:Instance';
const CACHE = 'aws:elasticache/replicationGroup:ReplicationGroup';

function members(add: Add, name: string, ...settings: readonly (Given | undefined)[]): void {
  const cluster = add('aws:rds/cluster:Cluster', name, { engine: 'aurora-postgresql' });
  for (const [index, autoMinorVersionUpgrade] of settings.entries()) {
    const member = { clusterIdentifier: cluster.ref('id'), instanceClass: 'db.r6g.large', autoMinorVersionUpgrade };
    add('aws:rds/clusterInstance:ClusterInstance', `${name}-${index}`, member);
  }
}

const good = 'a database, every member of a cluster and a cache upgrade themselves';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(DATABASE, 'database', { engine: 'postgres', autoMinorVersionUpgrade: true });
        members(add, 'member', true, true);
        add(CACHE, 'cache', { engine: 'redis', engineVersion: '7.1', autoMinorVersionUpgrade: true });
      }),
    ],
    expect: ['database', 'member-0', 'member-1', 'cache'].map((name) => ({ name, verdict: 'pass' })),
  },
  {
    title: 'a database, a member and a cache that do not upgrade themselves fail',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(DATABASE, 'database', { engine: 'postgres', autoMinorVersionUpgrade: false });
        members(add, 'member', false, false);
        add(CACHE, 'cache', { engine: 'valkey', engineVersion: '8.0', autoMinorVersionUpgrade: false });
      }),
    ],
    expect: ['database', 'member-0', 'member-1', 'cache'].map((name) => ({ name, verdict: 'fail' })),
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(DATABASE, 'theirs', {}, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
  {
    title: 'where nothing is said AWS has them on, before and after it is there',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        add(DATABASE, 'foreseen', { engine: 'postgres' });
        members(add, 'member', undefined);
      }),
      stackOf({ name: 'data' }, (add) => {
        add(DATABASE, 'deployed', { engine: 'postgres' }, { computed: { autoMinorVersionUpgrade: true } });
      }),
    ],
    expect: [
      { name: 'foreseen', verdict: 'pass' },
      { name: 'member-0', verdict: 'pass' },
      { name: 'deployed', verdict: 'pass' },
    ],
  },
  {
    title: 'a cache whose setting is written as text is read',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(CACHE, 'cache', { engine: 'redis', engineVersion: '7.1', autoMinorVersionUpgrade: 'false' });
      }),
    ],
    expect: [{ name: 'cache', verdict: 'fail' }],
  },
  {
    title: 'a setting that is not known yet is not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        add(DATABASE, 'database', { engine: 'postgres', autoMinorVersionUpgrade: UNKNOWN });
      }),
    ],
    expect: [{ name: 'database', verdict: ['unknown', 'pending'] }],
  },
];

function off(name: string): Mutation {
  return {
    of: good,
    edit: `upgrades of the ${name} are off`,
    mutate: (stacks) => set(pick(stacks, name), { autoMinorVersionUpgrade: false }),
    expect: [{ name, verdict: 'fail' }],
  };
}

export const mutations: readonly Mutation[] = [off('database'), off('member-0'), off('member-1'), off('cache')];
