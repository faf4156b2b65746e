import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Added, drop, type Given, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { beside, bucket, EAST, OPEN, rows } from './parts.ts';

/**
 * "Versioned buckets expire non-current versions; retention matches data-classification." What the catalogue maps it to (PCI DSS 3.2.1, SOC 2
 * C1.2, ISO A.8.10) is the deletion of what is no longer needed: the classification sets the most.
 */
const LIFECYCLE = 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration';
const LIFECYCLE_V2 = 'aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2';
const VERSIONING = 'aws:s3/bucketVersioning:BucketVersioning';
const tags = { 'data-classification': 'restricted' };
type Inputs = Record<string, Given | undefined>;

const expiry = (noncurrentDays: Given = 30, given: Inputs = {}): { rules: Given } => ({
  rules: [{ id: 'old', status: 'Enabled', noncurrentVersionExpiration: { noncurrentDays }, ...given }],
});

function versioned(add: Add, name: string, status: Given = 'Enabled'): Added {
  const one = bucket(add, name, { tags });
  add(VERSIONING, `${name}-versioning`, { bucket: one.ref('id'), versioningConfiguration: { status } });
  return one;
}

function expiring(add: Add, name: string, lifecycle: Inputs = expiry(), type = LIFECYCLE): void {
  add(type, `${name}-lifecycle`, { bucket: versioned(add, name).ref('id'), ...lifecycle });
}

const good = 'old versions of what a bucket holds expire after 30 days';
const inline = 'the bucket says itself when old versions expire';
const meta = beside('bucket-lifecycle', 'bucket-versioning');
const edited = (edit: string, lifecycle: Inputs): Mutation => ({
  of: good,
  edit,
  mutate: (stacks) => set(pick(stacks, 'bucket-lifecycle'), lifecycle as never),
  expect: [...rows('fail', 'bucket'), ...meta],
});

export const cases: readonly RuleCase[] = [
  { title: good, stacks: [stackOf(EAST, (add) => expiring(add, 'bucket'))], expect: rows('pass', 'bucket') },
  {
    title: 'old versions are kept for ever',
    stacks: [stackOf(EAST, (add) => void versioned(add, 'bucket'))],
    expect: rows('fail', 'bucket'),
  },
  {
    title: inline,
    stacks: [
      stackOf(EAST, (add) => {
        const lifecycleRules = [{ enabled: true, noncurrentVersionExpiration: { days: 30 } }];
        bucket(add, 'bucket', { versioning: { enabled: true }, lifecycleRules, tags });
      }),
    ],
    expect: rows('pass', 'bucket'),
  },
  {
    title: 'the words of version 6 are the same',
    stacks: [stackOf(EAST, (add) => expiring(add, 'bucket', expiry(), LIFECYCLE_V2))],
    expect: rows('pass', 'bucket'),
  },
  {
    title: 'rules that are off, or that end current versions only, leave the old ones',
    stacks: [
      stackOf(EAST, (add) => {
        expiring(add, 'off', expiry(30, { status: 'Disabled' }));
        const current = { id: 'current', status: 'Enabled', expiration: { days: 30 } };
        expiring(add, 'current', { rules: [current] });
      }),
    ],
    expect: [...rows('fail', 'off', 'current'), ...beside('off-lifecycle', 'current-lifecycle')],
  },
  {
    title: 'a bucket without versions has no old ones',
    stacks: [stackOf(EAST, (add) => void bucket(add, 'bucket', { tags }))],
    expect: rows('not-applicable', 'bucket'),
  },
  {
    title: 'days or a versioning that are not known yet are open',
    stacks: [
      stackOf({ ...EAST, preview: true }, (add) => {
        expiring(add, 'days', { rules: UNKNOWN });
        versioned(add, 'versions', UNKNOWN);
      }),
    ],
    expect: [...rows(OPEN, 'days', 'versions'), ...beside('days-lifecycle', 'versions-versioning')],
  },
];

export const mutations: readonly Mutation[] = [
  edited('the rule is off', expiry(30, { status: 'Disabled' })),
  edited('the rule says nothing of old versions', expiry(30, { noncurrentVersionExpiration: undefined })),
  edited('old versions are moved, not ended', {
    rules: [
      {
        id: 'old',
        status: 'Enabled',
        noncurrentVersionTransitions: [{ noncurrentDays: 30, storageClass: 'GLACIER' }],
      },
    ],
  }),
  edited('what is restricted is kept for ten years', expiry(3650)),
  {
    of: good,
    edit: 'the lifecycle is gone',
    mutate: (stacks) => drop(stacks, 'bucket-lifecycle'),
    expect: [...rows('fail', 'bucket'), ...beside('bucket-versioning')],
  },
  {
    of: inline,
    edit: 'the rule is off',
    mutate: (stacks) =>
      set(pick(stacks, 'bucket'), {
        lifecycleRules: [{ enabled: false, noncurrentVersionExpiration: { days: 30 } }],
      }),
    expect: rows('fail', 'bucket'),
  },
];
