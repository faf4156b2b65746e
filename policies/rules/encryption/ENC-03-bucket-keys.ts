import { type Block, every, fail, must, rule } from 'evenkeel/policy';
import { onlyRestricted } from '../../facts/audience.ts';
import { BUCKET, ENCRYPTION, encryptionRulesOf } from '../../facts/bucket.ts';
import { isByCustomerKey } from '../../facts/customer-key.ts';

export const enc03 = rule({
  id: 'ENC-03',
  title: 'Buckets with restricted data are encrypted with a key of the customer, by a bucket key',
  why: 'Whoever may read the bucket must then be allowed to use the key as well: two doors, and the second one is yours. The bucket key keeps the price of it low.',
  remedy:
    'Add `s3.BucketServerSideEncryptionConfiguration` with `sseAlgorithm: "aws:kms"`, `kmsMasterKeyId` of a key of yours and `bucketKeyEnabled: true`.',
  severity: 'medium',
  types: [BUCKET],
  reads: [ENCRYPTION],
  decidedAt: 'deployed',
  cannotSee: [
    'objects that were written before, or with other headers',
    'that a bucket without the tag `data-classification` holds restricted data (TAG-01 finds the missing tag)',
    'whether a key that is in none of the checkpoints is the customer’s: the verdict is unknown',
  ],
  parameters: {},
  appliesTo: onlyRestricted,
  check(bucket) {
    const rules = encryptionRulesOf(bucket);
    if (rules.length === 0) return fail('is encrypted by S3’s own key', 'serverSideEncryptionConfiguration');
    return every(rules, (one) =>
      every(
        [
          () => must(isByCustomerKey(one), 'is encrypted with no key of the customer'),
          () => must(() => isDoubly(one) || one.read('bucketKeyEnabled') === true, 'has no bucket key'),
        ],
        (part) => part(),
      ),
    );
  },
});

/** Of two layers of encryption neither has a bucket key. Source: "Using dual-layer server-side encryption", S3 User Guide (read 2026-11). */
function isDoubly(one: Block): boolean {
  return one.text('applyServerSideEncryptionByDefault.sseAlgorithm') === 'aws:kms:dsse';
}
