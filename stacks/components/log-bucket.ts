import { Bucket } from '@pulumi/aws/s3/bucket.js';
import { BucketLifecycleConfiguration } from '@pulumi/aws/s3/bucketLifecycleConfiguration.js';
import { BucketLogging } from '@pulumi/aws/s3/bucketLogging.js';
import { BucketObjectLockConfiguration } from '@pulumi/aws/s3/bucketObjectLockConfiguration.js';
import { BucketPolicy } from '@pulumi/aws/s3/bucketPolicy.js';
import { BucketPublicAccessBlock } from '@pulumi/aws/s3/bucketPublicAccessBlock.js';
import { BucketServerSideEncryptionConfiguration } from '@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js';
import { BucketVersioning } from '@pulumi/aws/s3/bucketVersioning.js';
import {
  ComponentResource,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  interpolate,
  jsonStringify,
  type Output,
} from '@pulumi/pulumi';
import { type Account, accountTags } from '../layout/account.ts';
import { nameOf } from '../layout/names.ts';

/**
 * A bucket that services of AWS write records into: private, versioned, spoken to by TLS alone, each object kept for
 * a year and gone after it. Costs: storage of every version until then.
 */
export class LogBucket extends ComponentResource {
  readonly arn: Output<string>;
  /** Known only once the bucket's policy lets its writers in. */
  readonly writableName: Output<string>;
  /** Known only once the bucket keeps versions. */
  readonly versionedName: Output<string>;

  constructor(name: string, args: LogBucketArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:LogBucket', name, {}, options);
    const { account, region, purpose, isLocked } = args;
    const made = { parent: this };
    const store = new Bucket(
      `${name}-bucket`,
      {
        bucket: nameOf('bucket', account.name, purpose, account.id, region),
        objectLockEnabled: isLocked,
        tags: accountTags(account, 'log-bucket'),
      },
      { parent: this, protect: true },
    );
    const bucket = store.bucket;
    const versioning = new BucketVersioning(
      `${name}-versioning`,
      { bucket, versioningConfiguration: { status: 'Enabled' } },
      made,
    );
    new BucketPublicAccessBlock(
      `${name}-private`,
      { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      made,
    );
    encryption(`${name}-encryption`, bucket, args, made);
    const kept = { ...made, dependsOn: [versioning] };
    if (isLocked) lock(`${name}-lock`, bucket, kept);
    lifecycle(`${name}-lifecycle`, bucket, kept);
    const policy = new BucketPolicy(`${name}-policy`, { bucket, policy: policyOf(store.arn, args) }, made);
    if (args.accessLogBucket !== undefined) {
      new BucketLogging(
        `${name}-access`,
        { bucket, targetBucket: args.accessLogBucket, targetPrefix: `s3/${purpose}/` },
        made,
      );
    }
    this.arn = store.arn;
    this.writableName = policy.bucket;
    this.versionedName = versioning.bucket;
    this.registerOutputs({ arn: this.arn });
  }
}

export interface LogBucketArgs {
  readonly account: Account;
  readonly region: string;
  /** Second part of its name, e.g. `audit`. */
  readonly purpose: string;
  /** Whether nobody but a holder of a right of its own (governance mode) may delete an object before its time. */
  readonly isLocked: boolean;
  /** `undefined` where a writer takes no key of ours: then S3's own. */
  readonly keyArn?: Output<string>;
  /** Of the same region; `undefined` for the bucket that access logs go to. */
  readonly accessLogBucket?: Output<string>;
  /** What lets the writers in. Paths are below the bucket. */
  readonly grants: readonly LogGrant[];
}

export interface LogGrant {
  readonly service: string;
  readonly actions: readonly string[];
  /** Below the bucket; the bucket itself where there is none. */
  readonly path?: string;
  readonly condition: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const KEPT_DAYS = 365;

function encryption(
  name: string,
  bucket: Output<string>,
  { keyArn }: LogBucketArgs,
  made: CustomResourceOptions,
): void {
  const byKey = keyArn && { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn };
  new BucketServerSideEncryptionConfiguration(
    name,
    {
      bucket,
      rules: [
        {
          applyServerSideEncryptionByDefault: byKey ?? { sseAlgorithm: 'AES256' },
          ...(byKey !== undefined && { bucketKeyEnabled: true }),
        },
      ],
    },
    made,
  );
}

function lock(name: string, bucket: Output<string>, made: CustomResourceOptions): void {
  new BucketObjectLockConfiguration(
    name,
    { bucket, rule: { defaultRetention: { mode: 'GOVERNANCE', days: KEPT_DAYS } } },
    made,
  );
}

function lifecycle(name: string, bucket: Output<string>, made: CustomResourceOptions): void {
  new BucketLifecycleConfiguration(
    name,
    {
      bucket,
      rules: [
        {
          id: 'kept',
          status: 'Enabled',
          filter: {},
          expiration: { days: KEPT_DAYS },
          noncurrentVersionExpiration: { noncurrentDays: KEPT_DAYS },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    },
    made,
  );
}

function policyOf(arn: Output<string>, { grants }: LogBucketArgs): Output<string> {
  return jsonStringify({
    Version: '2012-10-17',
    Statement: [
      ...grants.map(({ service, actions, path, condition }) => ({
        Effect: 'Allow',
        Principal: { Service: service },
        Action: actions,
        Resource: path === undefined ? arn : interpolate`${arn}/${path}`,
        Condition: condition,
      })),
      {
        Sid: 'encrypted',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [arn, interpolate`${arn}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
}
