import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { all, key, OPEN, RESTRICTED, SOME_KEY_ARN } from './builders.ts';

/** "`storageEncrypted=true` (restricted data: customer key)." */
const INSTANCE = 'aws:rds/instance:Instance';
const CLUSTER = 'aws:rds/cluster:Cluster';
const DOCUMENTS = 'aws:docdb/cluster:Cluster';
const NEPTUNE = 'aws:neptune/cluster:Cluster';
const postgres = { engine: 'postgres', instanceClass: 'db.m7g.large', allocatedStorage: 100 };
const encrypted = { storageEncrypted: true };

export const cases: readonly RuleCase[] = [
  {
    title: 'databases are encrypted, restricted data with a key of the customer',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const kmsKeyId = key(add).ref('arn');
        add(INSTANCE, 'orders', { ...postgres, ...encrypted, kmsKeyId, tags: RESTRICTED });
        add(INSTANCE, 'catalog', { ...postgres, ...encrypted, tags: { 'data-classification': 'public' } });
        add(CLUSTER, 'carts', { engine: 'aurora-postgresql', ...encrypted, kmsKeyId, tags: RESTRICTED });
        add(DOCUMENTS, 'profiles', { ...encrypted, kmsKeyId, tags: RESTRICTED });
        add(NEPTUNE, 'friends', { ...encrypted, kmsKeyArn: kmsKeyId, tags: RESTRICTED });
      }),
    ],
    expect: all(['orders', 'catalog', 'carts', 'profiles', 'friends'], 'pass'),
  },
  {
    title: 'a database that is not encrypted fails, said or left out',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const off = { computed: { storageEncrypted: false } };
        add(INSTANCE, 'said', { ...postgres, storageEncrypted: false });
        add(INSTANCE, 'silent', postgres, off);
        add(CLUSTER, 'carts', { engine: 'aurora-mysql' }, off);
        add(DOCUMENTS, 'profiles', {}, off);
        add(NEPTUNE, 'friends', {}, off);
      }),
    ],
    expect: all(['said', 'silent', 'carts', 'profiles', 'friends'], 'fail'),
  },
  {
    title: 'the key that AWS manages is no key of the customer',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const restricted = { ...postgres, ...encrypted, tags: RESTRICTED };
        add(INSTANCE, 'alias', { ...restricted, kmsKeyId: 'alias/aws/rds' });
        add(INSTANCE, 'chosen-by-aws', restricted, { computed: { kmsKeyId: SOME_KEY_ARN } });
        add(INSTANCE, 'given', { ...restricted, kmsKeyId: SOME_KEY_ARN });
      }),
    ],
    expect: [
      { name: 'alias', verdict: 'fail' },
      { name: 'chosen-by-aws', verdict: ['fail', 'unknown'] },
      { name: 'given', verdict: ['pass', 'unknown'] },
    ],
  },
  {
    title: 'in a first preview the edge to the key is enough, and what is said decides',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        const kmsKeyId = key(add).ref('arn');
        add(INSTANCE, 'good', { ...postgres, ...encrypted, kmsKeyId, tags: RESTRICTED });
        add(INSTANCE, 'keyless', { ...postgres, ...encrypted, tags: RESTRICTED });
        add(INSTANCE, 'plain', { ...postgres, storageEncrypted: false });
      }),
    ],
    expect: [
      { name: 'good', verdict: 'pass' },
      { name: 'keyless', verdict: ['fail', ...OPEN] },
      { name: 'plain', verdict: 'fail' },
    ],
  },
  {
    title: 'what is not known yet is not decided, and hides no failure',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        add(INSTANCE, 'open', { ...postgres, storageEncrypted: UNKNOWN });
        add(INSTANCE, 'open-class', { ...postgres, ...encrypted, tags: { 'data-classification': UNKNOWN } });
        add(INSTANCE, 'plain', { ...postgres, storageEncrypted: false, tags: { 'data-classification': UNKNOWN } });
      }),
    ],
    expect: [...all(['open', 'open-class'], OPEN), { name: 'plain', verdict: 'fail' }],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(INSTANCE, 'theirs', postgres, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
];

const of = 'databases are encrypted, restricted data with a key of the customer';

export const mutations: readonly Mutation[] = [
  ...['orders', 'catalog', 'carts', 'profiles', 'friends'].map((name) => ({
    of,
    edit: `the storage of ${name} is not encrypted`,
    mutate: (stacks: Parameters<Mutation['mutate']>[0]) => set(pick(stacks, name), { storageEncrypted: false }),
    expect: [{ name, verdict: 'fail' as const }],
  })),
  ...['orders', 'carts', 'profiles'].map((name) => ({
    of,
    edit: `restricted ${name} has the key that AWS manages`,
    mutate: (stacks: Parameters<Mutation['mutate']>[0]) => set(pick(stacks, name), { kmsKeyId: 'alias/aws/rds' }),
    expect: [{ name, verdict: 'fail' as const }],
  })),
  {
    of,
    edit: 'restricted friends has the key that AWS manages',
    mutate: (stacks) => set(pick(stacks, 'friends'), { kmsKeyArn: 'alias/aws/rds' }),
    expect: [{ name: 'friends', verdict: 'fail' }],
  },
];
