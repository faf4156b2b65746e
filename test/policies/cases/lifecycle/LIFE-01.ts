import { type PropertyMap, UNKNOWN } from '../../../../src/lib/property.ts';
import { type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';

/**
 * "Engine version not past, nor within N days of, end of standard support (dated data table)." Dates of AWS: PostgreSQL 12 ended on
 * 2025-02-28, 13 on 2026-02-28, 14 ends on 2027-02-28, 16 in 2029; MySQL 5.7 ended on 2024-02-29; Aurora MySQL 2 on 2024-10-31; Redis 5 on
 * 2026-01-31; Elasticsearch 5.6 on 2025-11-07; Kafka 2.8.1 in 2024.
 */
const DATABASE = 'aws:rds/instance:Instance';
const CLUSTER = 'aws:rds/cluster:Cluster';
const CACHE = 'aws:elasticache/replicationGroup:ReplicationGroup';
const SEARCH = 'aws:opensearch/domain:Domain';
const KAFKA = 'aws:msk/cluster:Cluster';

const good = 'engines of all kinds are in standard support for long';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(DATABASE, 'database', { engine: 'postgres', engineVersion: '16.6' });
        add(CLUSTER, 'cluster', { engine: 'aurora-postgresql', engineVersion: '16.6' });
        add(CACHE, 'cache', { description: 'sessions', engine: 'redis', engineVersion: '7.1' });
        add(SEARCH, 'search', { engineVersion: 'OpenSearch_2.19' });
        add(KAFKA, 'events', { kafkaVersion: '3.9.x', numberOfBrokerNodes: 3 });
      }),
    ],
    expect: ['database', 'cluster', 'cache', 'search', 'events'].map((name) => ({ name, verdict: 'pass' })),
  },
  {
    title: 'engines whose standard support has ended fail',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(DATABASE, 'postgres', { engine: 'postgres', engineVersion: '12.22' });
        add(DATABASE, 'mysql', { engine: 'mysql', engineVersion: '5.7.44' });
        add(CLUSTER, 'cluster', { engine: 'aurora-mysql', engineVersion: '5.7.mysql_aurora.2.11.4' });
      }),
    ],
    expect: ['postgres', 'mysql', 'cluster'].map((name) => ({ name, verdict: 'fail' })),
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(DATABASE, 'theirs', { engine: 'postgres', engineVersion: '12.22' }, { external: true });
      }),
    ],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
  {
    title: 'ten days before the end is too near',
    at: '2027-02-18T00:00:00Z',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(DATABASE, 'near', { engine: 'postgres', engineVersion: '14.20' });
        add(DATABASE, 'far', { engine: 'postgres', engineVersion: '16.6' });
      }),
    ],
    expect: [
      { name: 'near', verdict: 'fail', messageIncludes: '2027-02-28' },
      { name: 'far', verdict: 'pass' },
    ],
  },
  {
    title: 'two years before its end the same version is well',
    at: '2025-02-01T00:00:00Z',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(DATABASE, 'database', { engine: 'postgres', engineVersion: '14.20' });
      }),
    ],
    expect: [{ name: 'database', verdict: 'pass' }],
  },
  {
    title: 'a version that the table does not hold, and one that is not known yet, are not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        add(DATABASE, 'odd', { engine: 'postgres', engineVersion: '99.1' });
        add(DATABASE, 'open', { engine: 'postgres', engineVersion: UNKNOWN });
        add(DATABASE, 'silent', { engine: 'postgres' });
      }),
    ],
    expect: [
      { name: 'odd', verdict: 'unknown' },
      { name: 'open', verdict: ['unknown', 'pending'] },
      { name: 'silent', verdict: ['unknown', 'pending'] },
    ],
  },
  {
    title: 'the version that runs counts where the program names only the major one',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(
          DATABASE,
          'major',
          { engine: 'postgres', engineVersion: '16' },
          { computed: { engineVersionActual: '16.6' } },
        );
        add(
          DATABASE,
          'old',
          { engine: 'postgres', engineVersion: '12' },
          { computed: { engineVersionActual: '12.22' } },
        );
      }),
    ],
    expect: [
      { name: 'major', verdict: 'pass' },
      { name: 'old', verdict: 'fail' },
    ],
  },
];

function older(edit: string, name: string, properties: PropertyMap): Mutation {
  return {
    of: good,
    edit,
    mutate: (stacks) => set(pick(stacks, name), properties),
    expect: [{ name, verdict: 'fail' }],
  };
}

export const mutations: readonly Mutation[] = [
  older('a database is of PostgreSQL 13', 'database', { engineVersion: '13.20' }),
  older('a database is of MySQL 5.7', 'database', { engine: 'mysql', engineVersion: '5.7.44' }),
  older('a cluster is of Aurora PostgreSQL 12', 'cluster', { engineVersion: '12.22' }),
  older('a cluster is of Aurora MySQL 2', 'cluster', {
    engine: 'aurora-mysql',
    engineVersion: '5.7.mysql_aurora.2.11.4',
  }),
  older('a cache is of Redis 5', 'cache', { engineVersion: '5.0.6' }),
  older('a domain is of Elasticsearch 5.6', 'search', { engineVersion: 'Elasticsearch_5.6' }),
  older('brokers are of Kafka 2.8', 'events', { kafkaVersion: '2.8.1' }),
];
