import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Added, drop, type Given, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { beside, bucket, EAST, OPEN, rows } from './parts.ts';

/**
 * "Audit/log/backup buckets have Object Lock with default retention." A bucket for the server access logs of others cannot have it:
 * "Object Lock considerations", Amazon S3 user guide.
 */
const LOCK = 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration';
const LOCK_V2 = 'aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2';
const TRAIL = 'aws:cloudtrail/trail:Trail';
type Inputs = Record<string, Given | undefined>;

const retention = (given: Inputs) => ({ rule: { defaultRetention: { mode: 'COMPLIANCE', ...given } } });

/** A bucket into which a trail of the account is written. */
function audited(add: Add, name: string, given: Inputs = {}): Added {
  const one = bucket(add, name, given);
  add(TRAIL, `${name}-trail`, { s3BucketName: one.ref('id'), isMultiRegionTrail: true });
  return one;
}

function locked(add: Add, name: string, given: Inputs = { days: 365 }, type = LOCK): void {
  const one = audited(add, name, { objectLockEnabled: true });
  add(type, `${name}-lock`, { bucket: one.ref('id'), objectLockEnabled: 'Enabled', ...retention(given) });
}

const good = 'what a trail writes cannot be deleted for a year';
const inline = 'the bucket says its retention itself';
const meta = beside('bucket-lock');

export const cases: readonly RuleCase[] = [
  { title: good, stacks: [stackOf(EAST, (add) => locked(add, 'bucket'))], expect: rows('pass', 'bucket') },
  {
    title: 'a bucket of a trail without Object Lock',
    stacks: [stackOf(EAST, (add) => void audited(add, 'bucket'))],
    expect: rows('fail', 'bucket'),
  },
  {
    title: inline,
    stacks: [
      stackOf(EAST, (add) => {
        const objectLockConfiguration = { objectLockEnabled: 'Enabled', ...retention({ days: 365 }) };
        audited(add, 'bucket', { objectLockEnabled: true, objectLockConfiguration });
      }),
    ],
    expect: rows('pass', 'bucket'),
  },
  {
    title: 'years are a retention, and the words of version 6 are the same',
    stacks: [
      stackOf(EAST, (add) => {
        locked(add, 'years', { years: 1 });
        locked(add, 'governance', { mode: 'GOVERNANCE', days: 90 });
        locked(add, 'old', { days: 365 }, LOCK_V2);
      }),
    ],
    expect: rows('pass', 'years', 'governance', 'old'),
  },
  {
    title: 'Object Lock without a default retention holds nothing by itself',
    stacks: [
      stackOf(EAST, (add) => {
        audited(add, 'bucket', { objectLockEnabled: true });
        const one = audited(add, 'configured', { objectLockEnabled: true });
        add(LOCK, 'bucket-lock', { bucket: one.ref('id'), objectLockEnabled: 'Enabled' });
      }),
    ],
    expect: [...rows('fail', 'bucket', 'configured'), ...meta],
  },
  {
    title: 'a bucket of the application is none of audit, logs or backups',
    stacks: [stackOf(EAST, (add) => void bucket(add, 'bucket'))],
    expect: rows('not-applicable', 'bucket'),
  },
  {
    title: 'AWS writes no server access logs into a bucket with Object Lock',
    stacks: [
      stackOf(EAST, (add) => {
        const logs = bucket(add, 'logs');
        const one = bucket(add, 'bucket');
        add('aws:s3/bucketLogging:BucketLogging', 'logging', {
          bucket: one.ref('id'),
          targetBucket: logs.ref('id'),
          targetPrefix: 'bucket/',
        });
      }),
    ],
    expect: rows('not-applicable', 'logs', 'bucket'),
  },
  {
    title: 'a retention that is not known is open',
    stacks: [
      stackOf({ ...EAST, preview: true }, (add) => {
        const one = audited(add, 'bucket', { objectLockEnabled: true });
        add(LOCK, 'bucket-lock', { bucket: one.ref('id'), rule: UNKNOWN });
      }),
    ],
    expect: [...rows(OPEN, 'bucket'), ...meta],
  },
];

export const mutations: readonly Mutation[] = [
  {
    of: good,
    edit: 'the lock is gone',
    mutate: (stacks) => drop(stacks, 'bucket-lock'),
    expect: rows('fail', 'bucket'),
  },
  {
    of: good,
    edit: 'there is no default retention',
    mutate: (stacks) => set(pick(stacks, 'bucket-lock'), { rule: undefined }),
    expect: [...rows('fail', 'bucket'), ...meta],
  },
  {
    of: good,
    edit: 'the lock is of another bucket',
    mutate: (stacks) => {
      set(pick(stacks, 'bucket-lock'), { bucket: 'another' });
      pick(stacks, 'bucket-lock').propertyDependencies = {};
    },
    expect: [...rows('fail', 'bucket'), ...meta],
  },
  {
    of: inline,
    edit: 'there is no default retention',
    mutate: (stacks) => set(pick(stacks, 'bucket'), { objectLockConfiguration: { objectLockEnabled: 'Enabled' } }),
    expect: rows('fail', 'bucket'),
  },
  {
    of: inline,
    edit: 'Object Lock is left out',
    mutate: (stacks) =>
      set(pick(stacks, 'bucket'), { objectLockEnabled: undefined, objectLockConfiguration: undefined }),
    expect: rows('fail', 'bucket'),
  },
];
