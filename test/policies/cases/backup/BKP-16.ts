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
import { beside, bucket, EAST, FIRST, OPEN, rows, THIRD, WEST } from './parts.ts';

/** "Tier-1 bucket replicates to another region; destination buckets are exempt automatically." */
const REPLICATION = 'aws:s3/bucketReplicationConfig:BucketReplicationConfig';
const ROLE = 'arn:aws:iam::111122223333:role/replication';

const rule = (destination: Given, status: Given = 'Enabled') => ({
  role: ROLE,
  rules: [{ id: 'all', status, destination: { bucket: destination } }],
});

/** The bucket `source`, which replicates to `destination` by its ARN, as another stack's output gives it. */
function replicating(add: Add, destination: Given = 'arn:aws:s3:::destination', status: Given = 'Enabled'): void {
  const one = bucket(add, 'source', { tags: FIRST });
  add(REPLICATION, 'replication', { bucket: one.ref('id'), ...rule(destination, status) });
}

const west = (preview = false): CaseStack =>
  stackOf({ ...WEST, preview }, (add) => void bucket(add, 'destination', { tags: FIRST }));
const east = (build: (add: Add) => void): CaseStack => stackOf(EAST, build);

const good = 'a bucket of tier 1 replicates to a bucket of another region';
const inline = 'the bucket says itself where it replicates to';
const meta = beside('replication', 'destination');

export const cases: readonly RuleCase[] = [
  { title: good, stacks: [west(), east((add) => replicating(add))], expect: rows('pass', 'source') },
  {
    title: 'a bucket of tier 1 stands alone',
    stacks: [east((add) => void bucket(add, 'source', { tags: FIRST }))],
    expect: rows('fail', 'source'),
  },
  {
    title: inline,
    stacks: [
      west(),
      east((add) => {
        bucket(add, 'source', { tags: FIRST, replicationConfiguration: rule('arn:aws:s3:::destination') });
      }),
    ],
    expect: rows('pass', 'source'),
  },
  {
    title: 'where it replicates to need not replicate, whatever its tier',
    stacks: [west(), east((add) => replicating(add))],
    expect: [...rows('pass', 'source'), ...rows('not-applicable', 'destination')],
  },
  {
    title: 'a copy in the same region, and a rule that is off, are no replication to another',
    stacks: [
      east((add) => {
        const near = bucket(add, 'near', { tags: THIRD });
        replicating(add, near.ref('arn'));
      }),
    ],
    expect: [...rows('fail', 'source'), ...beside('replication', 'near')],
  },
  {
    title: 'another tier need not replicate',
    stacks: [east((add) => void bucket(add, 'source', { tags: THIRD }))],
    expect: rows('not-applicable', 'source'),
  },
  {
    title: 'the region of a bucket that is in no stack is not known: its ARN does not tell',
    stacks: [east((add) => replicating(add, 'arn:aws:s3:::of-somebody'))],
    expect: [...rows('unknown', 'source'), ...meta.slice(0, 1)],
  },
  {
    title: 'where it replicates to is not known yet',
    stacks: [stackOf({ ...EAST, preview: true }, (add) => replicating(add, UNKNOWN))],
    expect: [...rows(OPEN, 'source'), ...meta.slice(0, 1)],
  },
];

export const mutations: readonly Mutation[] = [
  {
    of: good,
    edit: 'the replication is gone',
    mutate: (stacks) => drop(stacks, 'replication'),
    expect: [...rows('fail', 'source'), ...beside('destination')],
  },
  {
    of: good,
    edit: 'its only rule is off',
    mutate: (stacks) => set(pick(stacks, 'replication'), rule('arn:aws:s3:::destination', 'Disabled') as never),
    expect: [...rows('fail', 'source'), ...meta],
  },
  {
    of: good,
    edit: 'the destination stands in the same region',
    mutate: (stacks) => {
      set(pick(stacks, 'destination'), { region: 'us-east-1' });
    },
    expect: [...rows('fail', 'source'), ...meta],
  },
  {
    of: good,
    edit: 'the replication is of another bucket',
    mutate: (stacks) => {
      set(pick(stacks, 'replication'), { bucket: 'another' });
      pick(stacks, 'replication').propertyDependencies = {};
    },
    expect: [...rows('fail', 'source'), ...meta],
  },
  {
    of: inline,
    edit: 'its rule is off',
    mutate: (stacks) =>
      set(pick(stacks, 'source'), {
        replicationConfiguration: rule('arn:aws:s3:::destination', 'Disabled') as never,
      }),
    expect: [...rows('fail', 'source'), ...beside('destination')],
  },
];
