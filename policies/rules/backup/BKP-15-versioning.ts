import { must, rule } from 'evenkeel/policy';
import { BUCKET, isVersioned, VERSIONING } from '../../facts/bucket.ts';

export const bkp15 = rule({
  id: 'BKP-15',
  title: 'A bucket keeps the versions of what it holds',
  why: 'Whatever is overwritten or deleted in a bucket without versions is gone at once.',
  remedy: 'Add a `s3.BucketVersioning` with the status `Enabled`.',
  severity: 'high',
  types: [BUCKET],
  reads: [VERSIONING],
  decidedAt: 'preview',
  cannotSee: ['versions that were deleted before', 'whether a lifecycle rule ends versions at once (BKP-18)'],
  parameters: {},
  check: (bucket) => must(() => isVersioned(bucket), 'keeps no versions', 'versioning'),
});
