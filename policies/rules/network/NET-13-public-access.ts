import { every, missing, notApplicable, requires, rule, some, together } from 'evenkeel/policy';
import { absentFromAccount } from '../../facts/account.ts';

const ACCOUNT = 'aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock';
const BLOCK = 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock';
const BUCKET = 'aws:s3/bucket:Bucket';

const isClosed = together(
  requires('blockPublicAcls', true),
  requires('blockPublicPolicy', true),
  requires('ignorePublicAcls', true),
  requires('restrictPublicBuckets', true),
);

export const net13 = rule({
  id: 'NET-13',
  title: 'Public access to S3 is blocked, all four ways, for the account and for each bucket',
  why: 'One wrong policy or one old ACL shows a bucket to everyone; the blocks hold whatever is written there.',
  remedy: 'Declare an `AccountPublicAccessBlock` and for each bucket a `BucketPublicAccessBlock`, with all four set.',
  severity: 'critical',
  types: [ACCOUNT, BLOCK, BUCKET],
  decidedAt: 'deployed',
  cannotSee: [
    'the block that AWS gives new buckets since April 2023, and nobody declares: it may have been taken off',
    'a policy of the organisation that blocks public access',
  ],
  parameters: {},
  check: {
    [ACCOUNT]: isClosed,
    [BLOCK]: isClosed,
    [BUCKET]: (bucket, parameters, context) => {
      const blocks = bucket.from(BLOCK, 'bucket');
      if (blocks.length === 0) return missing(context.estate, 'has no block of public access');
      return some(blocks, (block) => isClosed(block, parameters, context));
    },
  },
  checkEstate(estate, parameters, context) {
    const accounts = [...new Set(estate.places().map(({ account }) => account))];
    if (estate.all(BUCKET).length === 0) return notApplicable('there is no bucket');
    if (accounts.length === 0) return notApplicable('no resource tells its account');
    return every(accounts, (account) => {
      const own = estate.all(ACCOUNT).filter((one) => (one.text('accountId') ?? one.account) === account);
      if (own.length === 0) return absentFromAccount(estate, `nothing blocks public access for the account ${account}`);
      return some(own, (block) => isClosed(block, parameters, { ...context, stack: estate }));
    });
  },
});
