import { fail, must, rule, some } from 'evenkeel/policy';
import { BUCKET, defaultRetentionsOf, isLogBucket, OBJECT_LOCK } from '../../facts/bucket.ts';
import { takesServerLogs } from '../../facts/server-logs.ts';

export const bkp17 = rule({
  id: 'BKP-17',
  title: 'Records, logs and backups in buckets cannot be deleted before their time',
  why: 'Who breaks in deletes the traces and the backups first.',
  remedy: 'Make the bucket with `objectLockEnabled: true` and a default retention.',
  severity: 'high',
  types: [BUCKET],
  reads: [OBJECT_LOCK],
  decidedAt: 'estate',
  cannotSee: [
    'that a bucket is one of backups or records, where nothing of the checkpoints writes into it and no tag `purpose` says so',
    'who may bypass a retention in governance mode',
  ],
  parameters: {
    purposes: { default: ['audit', 'log', 'logs', 'backup', 'backups'], means: 'values of the tag `purpose`' },
  },
  appliesTo(bucket, { purposes }) {
    // Source: "Object Lock considerations", Amazon S3 User Guide (read 2026-11)
    if (takesServerLogs(bucket)) return 'takes server access logs, for which Object Lock cannot be used';
    const isMeant = isLogBucket(bucket) || purposes.includes(bucket.tag('purpose')?.toLowerCase() ?? '');
    return isMeant || 'holds neither records nor logs nor backups';
  },
  check(bucket) {
    const retentions = defaultRetentionsOf(bucket);
    if (retentions.length === 0) return fail('has no default retention by Object Lock');
    return some(retentions, (one) =>
      must((one.number('days') ?? one.number('years') ?? 0) > 0, 'has a default retention of no time'),
    );
  },
});
