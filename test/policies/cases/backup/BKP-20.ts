import { UNKNOWN } from '../../../../src/lib/property.ts';
import {
  type Add,
  type CaseStack,
  drop,
  type Given,
  type Mutation,
  pick,
  type RuleCase,
  set,
  stackOf,
} from '../build.ts';

/**
 * "Counterpart: each tier-1 resource at one site has its counterpart at another site of the system, same engine, version
 * and class floor." Sites here are regions; the tags say system and tier.
 */
const CLUSTER = 'aws:rds/cluster:Cluster';
const MEMBER = 'aws:rds/clusterInstance:ClusterInstance';
const FIRST = { tier: '1', service: 'shop', environment: 'prod' };
const EAST = { name: 'shop-prod-use1', region: 'us-east-1' };
const WEST = { name: 'shop-prod-usw2', region: 'us-west-2' };

interface Cluster {
  readonly engine?: Given;
  readonly version?: Given;
  readonly classes?: readonly Given[];
  readonly broken?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** A cluster of the global database `shop-global`, with its members. */
function cluster(add: Add, site: string, given: Cluster = {}): void {
  const { engine = 'aurora-postgresql', version = '16.6', classes = ['db.r6g.large', 'db.r6g.large'] } = given;
  const one = add(
    CLUSTER,
    'database',
    {
      clusterIdentifier: `shop-${site}`,
      globalClusterIdentifier: 'shop-global',
      engine,
      engineVersion: version,
      tags: given.tags ?? FIRST,
    },
    { id: `shop-${site}`, ...(given.broken && { broken: given.broken }) },
  );
  classes.forEach((instanceClass, index) => {
    const tags = given.tags ?? FIRST;
    add(MEMBER, `member-${index}`, { clusterIdentifier: one.ref('id'), engine, instanceClass, tags });
  });
}

function pair(east: Cluster, west: Cluster, preview = false): CaseStack[] {
  return [
    stackOf({ ...EAST, preview }, (add) => cluster(add, 'use1', east)),
    stackOf({ ...WEST, preview }, (add) => cluster(add, 'usw2', west)),
  ];
}

const both = (verdict: 'pass' | 'fail') =>
  [EAST, WEST].map(({ name: stack }) => ({ name: 'database', stack, verdict }));

export const cases: readonly RuleCase[] = [
  {
    title: 'two sites are equal: cluster and members, table, balancer, bucket, instance',
    stacks: [EAST, WEST].map((site) =>
      stackOf(site, (add) => {
        cluster(add, site === EAST ? 'use1' : 'usw2');
        add('aws:dynamodb/table:Table', 'carts', { hashKey: 'id', tags: FIRST });
        add('aws:lb/loadBalancer:LoadBalancer', 'balancer', { loadBalancerType: 'application', tags: FIRST });
        add('aws:s3/bucket:Bucket', 'documents', { tags: FIRST });
        const inputs = { engine: 'postgres', engineVersion: '16.6', instanceClass: 'db.m6g.large', tags: FIRST };
        add('aws:rds/instance:Instance', 'reports', inputs);
      }),
    ),
    expect: [EAST, WEST].flatMap(({ name: stack }) =>
      ['database', 'carts', 'balancer', 'documents', 'reports'].map((name) => ({
        name,
        stack,
        verdict: 'pass' as const,
      })),
    ),
  },
  {
    title: 'what is at one site only has no counterpart',
    stacks: [
      stackOf(EAST, (add) => {
        cluster(add, 'use1');
        add('aws:dynamodb/table:Table', 'carts', { hashKey: 'id', tags: FIRST });
      }),
      stackOf(WEST, (add) => {
        cluster(add, 'usw2');
      }),
    ],
    expect: [...both('pass'), { name: 'carts', stack: EAST.name, verdict: 'fail' }],
  },
  {
    title: 'a counterpart of another version is none',
    stacks: pair({ version: '16.6' }, { version: '16.4' }),
    expect: [
      { name: 'database', stack: EAST.name, verdict: 'fail', messageIncludes: '16.4' },
      { name: 'database', stack: WEST.name, verdict: 'fail', messageIncludes: '16.6' },
    ],
  },
  {
    title: 'a counterpart of another engine is none',
    stacks: pair({ engine: 'aurora-postgresql' }, { engine: 'aurora-mysql' }),
    expect: both('fail'),
  },
  {
    title: 'a counterpart whose members are of a smaller class cannot take over',
    stacks: pair({ classes: ['db.r6g.2xlarge', 'db.r6g.2xlarge'] }, { classes: ['db.r6g.large', 'db.r6g.large'] }),
    expect: [
      { name: 'database', stack: EAST.name, verdict: 'fail', messageIncludes: 'db.r6g.large' },
      { name: 'database', stack: WEST.name, verdict: ['pass', 'fail'] },
    ],
  },
  {
    title: 'a counterpart without members has no class, and cannot take over',
    stacks: pair({}, { classes: [] }),
    expect: [
      { name: 'database', stack: EAST.name, verdict: 'fail' },
      { name: 'database', stack: WEST.name, verdict: ['pass', 'fail', 'unknown'] },
    ],
  },
  {
    title: 'members in a stack of their own are still their cluster’s',
    stacks: [
      ...[EAST, WEST].map((site) =>
        stackOf(site, (add) => {
          cluster(add, site === EAST ? 'use1' : 'usw2', { classes: [] });
        }),
      ),
      ...[EAST, WEST].map((site) =>
        stackOf({ name: `${site.name}-members`, region: site.region }, (add) => {
          add(MEMBER, 'member', {
            clusterIdentifier: site === EAST ? 'shop-use1' : 'shop-usw2',
            instanceClass: site === EAST ? 'db.r6g.4xlarge' : 'db.r6g.large',
            tags: FIRST,
          });
        }),
      ),
    ],
    expect: [
      { name: 'database', stack: EAST.name, verdict: 'fail', messageIncludes: 'db.r6g.large' },
      { name: 'database', stack: WEST.name, verdict: ['pass', 'fail'] },
      { name: 'member', stack: `${EAST.name}-members`, verdict: ['pass', 'not-applicable', 'fail'] },
    ],
  },
  {
    title: 'another stack in the same region is no other site',
    stacks: [
      stackOf(EAST, (add) => {
        add('aws:dynamodb/table:Table', 'carts', { hashKey: 'id', tags: FIRST });
      }),
      stackOf({ name: 'shop-prod-use1b', region: 'us-east-1' }, (add) => {
        add('aws:dynamodb/table:Table', 'carts', { hashKey: 'id', tags: FIRST });
      }),
    ],
    expect: [
      { name: 'carts', stack: EAST.name, verdict: 'fail' },
      { name: 'carts', stack: 'shop-prod-use1b', verdict: 'fail' },
    ],
  },
  {
    title: 'one site alone never passes',
    stacks: [stackOf(EAST, (add) => cluster(add, 'use1'))],
    expect: [{ name: 'database', stack: EAST.name, verdict: ['fail', 'unknown'] }],
  },
  {
    title: 'a resource of another tier, or of none, needs no counterpart',
    stacks: [
      stackOf(EAST, (add) => {
        add('aws:dynamodb/table:Table', 'sessions', { tags: { ...FIRST, tier: '2' } });
        add('aws:dynamodb/table:Table', 'scratch', { tags: {} });
      }),
      stackOf(WEST, (add) => {
        add('aws:dynamodb/table:Table', 'other', { tags: { ...FIRST, tier: '3' } });
      }),
    ],
    expect: [
      { name: 'sessions', verdict: 'not-applicable' },
      { name: 'scratch', verdict: 'not-applicable' },
      { name: 'other', verdict: 'not-applicable' },
    ],
  },
  {
    title: 'the tier may come from the default tags of the provider',
    stacks: [
      stackOf({ ...EAST, defaultTags: FIRST }, (add) => {
        add('aws:dynamodb/table:Table', 'carts', { hashKey: 'id' });
      }),
      stackOf({ ...WEST, defaultTags: FIRST }, (add) => {
        add('aws:dynamodb/table:Table', 'orders', { hashKey: 'id' });
      }),
    ],
    expect: [
      { name: 'carts', verdict: 'fail' },
      { name: 'orders', verdict: 'fail' },
    ],
  },
  {
    title: 'the twins of a type are counterparts of each other',
    stacks: [
      stackOf(EAST, (add) => {
        add('aws:s3/bucketV2:BucketV2', 'documents', { tags: FIRST });
        add('aws:alb/loadBalancer:LoadBalancer', 'balancer', { tags: FIRST });
      }),
      stackOf(WEST, (add) => {
        add('aws:s3/bucket:Bucket', 'documents', { tags: FIRST });
        add('aws:lb/loadBalancer:LoadBalancer', 'balancer', { tags: FIRST });
      }),
    ],
    expect: [EAST, WEST].flatMap(({ name: stack }) =>
      ['documents', 'balancer'].map((name) => ({ name, stack, verdict: 'pass' as const })),
    ),
  },
  {
    title: 'a global table has its counterpart within it',
    stacks: [
      stackOf(EAST, (add) => {
        const replicas = [{ regionName: 'us-west-2' }];
        add('aws:dynamodb/table:Table', 'carts', { hashKey: 'id', replicas, tags: FIRST });
      }),
      stackOf(WEST, (add) => {
        add('aws:s3/bucket:Bucket', 'scratch', { tags: { ...FIRST, tier: '3' } });
      }),
    ],
    expect: [{ name: 'carts', verdict: 'pass' }],
  },
  {
    title: 'in a first preview what the program says is compared',
    stacks: pair({}, { version: '15.8' }, true),
    expect: both('fail'),
  },
  {
    title: 'in a first preview two equal sites pass',
    stacks: pair({}, {}, true),
    expect: both('pass'),
  },
  {
    title: 'a version that is not known yet is not decided',
    stacks: pair({}, { version: UNKNOWN }, true),
    expect: [EAST, WEST].map(({ name: stack }) => ({ name: 'database', stack, verdict: ['unknown', 'pending'] })),
  },
  {
    title: 'a resource that cannot be read is an error, and the others keep their verdicts',
    stacks: [
      stackOf(EAST, (add) => {
        cluster(add, 'use1', { broken: ['engineVersion'] });
        add('aws:dynamodb/table:Table', 'carts', { hashKey: 'id', tags: FIRST });
      }),
      stackOf(WEST, (add) => {
        cluster(add, 'usw2');
      }),
    ],
    expect: [
      { name: 'database', stack: EAST.name, verdict: 'error' },
      { name: 'database', stack: WEST.name, verdict: ['error', 'unknown'] },
      { name: 'carts', verdict: 'fail' },
    ],
  },
];

const good = 'two sites are equal: cluster and members, table, balancer, bucket, instance';

export const mutations: readonly Mutation[] = [
  {
    of: good,
    edit: 'one site gets another version',
    mutate: (stacks) => set(pick(stacks, 'database', WEST.name), { engineVersion: '16.4' }),
    expect: both('fail'),
  },
  {
    of: good,
    edit: 'the members of one site shrink',
    mutate: (stacks) => {
      for (const name of ['member-0', 'member-1'])
        set(pick(stacks, name, WEST.name), { instanceClass: 'db.t4g.medium' });
    },
    expect: [
      { name: 'database', stack: EAST.name, verdict: 'fail' },
      { name: 'database', stack: WEST.name, verdict: ['pass', 'fail'] },
    ],
  },
  {
    of: good,
    edit: 'the balancer of one site is taken away',
    mutate: (stacks) => drop(stacks.slice(1), 'balancer'),
    expect: [{ name: 'balancer', stack: EAST.name, verdict: 'fail' }],
  },
  {
    of: good,
    edit: 'an instance of RDS shrinks',
    mutate: (stacks) => set(pick(stacks, 'reports', WEST.name), { instanceClass: 'db.t4g.micro' }),
    expect: [
      { name: 'reports', stack: EAST.name, verdict: 'fail' },
      { name: 'reports', stack: WEST.name, verdict: ['pass', 'fail'] },
    ],
  },
];
