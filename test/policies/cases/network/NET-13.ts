import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, drop, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { ANY, deployed, each, managedElsewhere, OPEN, previewed } from './common.ts';

/** "All four block-public-access flags at account and bucket level." */
const ACCOUNT = 'aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock';
const BLOCK = 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock';
const BUCKET = 'aws:s3/bucket:Bucket';
const FLAGS = ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'] as const;
const closed = Object.fromEntries(FLAGS.map((flag) => [flag, true]));

function bucket(add: Add, name: string, flags: Readonly<Record<string, boolean | string>> | undefined): void {
  const made = add(BUCKET, name, { bucket: name }, { id: name });
  if (flags !== undefined) add(BLOCK, `${name}-block`, { bucket: made.ref('id'), ...flags });
}

const account = (add: Add, flags: typeof closed = closed) => void add(ACCOUNT, 'account', flags);
/** The block that is open may be judged beside its bucket. */
const itsBlock = { name: 'docs-block', verdict: ['fail', 'not-applicable'], isOptional: true } as const;
const estate = { verdict: ['fail', 'unknown', 'not-applicable'], isOptional: true } as const;

const good = 'everything public is blocked for the account and for the bucket';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: deployed((add) => {
      account(add);
      bucket(add, 'docs', closed);
    }),
    expect: each('pass', 'account', 'docs'),
  },
  {
    title: 'the block of the bucket leaves one thing open',
    stacks: deployed((add) => {
      account(add);
      bucket(add, 'docs', { ...closed, restrictPublicBuckets: false });
    }),
    expect: [{ name: 'docs', verdict: 'fail' }, { name: 'account', verdict: 'pass' }, itsBlock],
  },
  {
    title: 'flags that are not given are not set, and a bucket without a block has what nobody told',
    stacks: deployed((add) => {
      account(add);
      bucket(add, 'docs', { blockPublicAcls: true });
      bucket(add, 'bare', undefined);
    }),
    expect: [{ name: 'docs', verdict: 'fail' }, { name: 'bare', verdict: ['fail', 'unknown'] }, itsBlock],
  },
  {
    title: 'the block of the account leaves everything open',
    stacks: deployed((add) => {
      add(ACCOUNT, 'account', {});
      bucket(add, 'docs', closed);
    }),
    expect: [{ name: 'account', verdict: 'fail' }, estate],
  },
  {
    title: 'nothing blocks for the account',
    stacks: deployed((add) => bucket(add, 'docs', closed)),
    expect: [{ verdict: ['fail', 'unknown'] }],
  },
  {
    title: 'the block of the bucket may be in another stack, and be of the older type',
    stacks: [
      stackOf(
        { name: 'data' },
        (add) => void add('aws:s3/bucketV2:BucketV2', 'docs', { bucket: 'docs' }, { id: 'docs' }),
      ),
      stackOf({ name: 'guards' }, (add) => {
        account(add);
        add(BLOCK, 'docs-block', { bucket: 'docs', ...closed });
      }),
    ],
    expect: each('pass', 'docs', 'account'),
  },
  managedElsewhere(BUCKET, { bucket: 'theirs' }),
  {
    title: 'in a first preview the edge tells the bucket; a flag that is not known is not decided',
    stacks: previewed((add) => {
      account(add);
      bucket(add, 'docs', closed);
      bucket(add, 'unread', { ...closed, ignorePublicAcls: UNKNOWN });
      bucket(add, 'open', { ...closed, ignorePublicAcls: UNKNOWN, blockPublicPolicy: false });
    }),
    expect: [
      { name: 'docs', verdict: 'pass' },
      { name: 'unread', verdict: OPEN },
      { name: 'open', verdict: 'fail' },
      ...['unread-block', 'open-block'].map((name) => ({ name, verdict: ANY, isOptional: true as const })),
      // which account it is made in is not told yet
      { verdict: OPEN },
    ],
  },
];

export const mutations: readonly Mutation[] = [
  ...FLAGS.flatMap((flag): Mutation[] => [
    {
      of: good,
      edit: `${flag} is taken from the account`,
      mutate: (stacks) => set(pick(stacks, 'account'), { [flag]: false }),
      expect: [{ name: 'account', verdict: 'fail' }, estate],
    },
    {
      of: good,
      edit: `${flag} is taken from the bucket`,
      mutate: (stacks) => set(pick(stacks, 'docs-block'), { [flag]: false }),
      expect: [{ name: 'docs', verdict: 'fail' }, itsBlock],
    },
  ]),
  {
    of: good,
    edit: 'the block of the account is taken away',
    mutate: (stacks) => drop(stacks, 'account'),
    expect: [{ verdict: ['fail', 'unknown'] }],
  },
  {
    of: good,
    edit: 'the block of the bucket is taken away',
    mutate: (stacks) => drop(stacks, 'docs-block'),
    expect: [{ name: 'docs', verdict: ['fail', 'unknown'] }],
  },
];
