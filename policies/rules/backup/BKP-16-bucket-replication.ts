import { allOf, must, rule, some } from 'evenkeel/policy';
import { onlyTier1 } from '../../facts/audience.ts';
import { BUCKET, BUCKET_REPLICATION, isReplica, replicationRulesOf } from '../../facts/bucket.ts';

export const bkp16 = rule({
  id: 'BKP-16',
  title: 'A bucket of tier 1 replicates to another region',
  why: 'What a bucket holds is in one region alone unless it is replicated.',
  remedy: 'Add a `s3.BucketReplicationConfig` whose destination is a bucket of another region.',
  severity: 'medium',
  types: [BUCKET],
  reads: [BUCKET_REPLICATION],
  decidedAt: 'estate',
  cannotSee: [
    'objects that were there before the replication, and those that a filter of its rules leaves out',
    'the region of a bucket that is in none of the checkpoints',
  ],
  parameters: {},
  appliesTo(bucket) {
    const isMeant = onlyTier1(bucket);
    if (isMeant !== true) return isMeant;
    // Source: S3.7, AWS Security Hub User Guide: destinations need no replication of their own
    return !isReplica(bucket) || 'is what another bucket replicates to';
  },
  check: (bucket) =>
    some(replicationRulesOf(bucket), (one) => {
      const isOn = () => one.text('status') === 'Enabled';
      const isAway = () => one.to('destination.bucket', BUCKET)?.region !== bucket.region;
      return must(() => allOf(isOn, isAway), 'replicates to no other region');
    }),
});
