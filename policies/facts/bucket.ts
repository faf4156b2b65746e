import { anyOf, type Block, firstOf, type Resource } from 'evenkeel/policy';
import { type Statement, statementsOf } from './policy-document.ts';

/**
 * A bucket with its companions: what is said of it by resources of their own and inside it, in either form. Source of the fields:
 * @pulumi/aws 7.48.0; the inline forms are deprecated there, and still read.
 */
export const BUCKET = 'aws:s3/bucket:Bucket';
export const VERSIONING = 'aws:s3/bucketVersioning:BucketVersioning';
export const ENCRYPTION = 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration';
export const BUCKET_POLICY = 'aws:s3/bucketPolicy:BucketPolicy';
export const PUBLIC_ACCESS = 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock';
export const BUCKET_LOGGING = 'aws:s3/bucketLogging:BucketLogging';
export const BUCKET_REPLICATION = 'aws:s3/bucketReplicationConfig:BucketReplicationConfig';
export const LIFECYCLE = 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration';
export const OBJECT_LOCK = 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration';

export function isVersioned(bucket: Resource): boolean {
  const separate = () => firstOf(bucket.from(VERSIONING, 'bucket'), isEnabled) !== undefined;
  return anyOf(separate, () => bucket.inline('versioning')?.read('enabled') === true);
}

/** `applyServerSideEncryptionByDefault.{sseAlgorithm, kmsMasterKeyId}`, `bucketKeyEnabled`. */
export function encryptionRulesOf(bucket: Resource): readonly Block[] {
  const inline = bucket.inline('serverSideEncryptionConfiguration.rule');
  return [...bucket.from(ENCRYPTION, 'bucket').flatMap((one) => one.list('rules')), ...(inline ? [inline] : [])];
}

/** The statements of its policies, each with what holds it. */
export function bucketStatementsOf(bucket: Resource): readonly Statement[] {
  const separate = bucket.from(BUCKET_POLICY, 'bucket').flatMap((one) => statementsOf(one, 'policy'));
  return [...separate, ...(bucket.inline('policy') === undefined ? [] : statementsOf(bucket, 'policy'))];
}

/** `targetBucket`, an edge to a bucket. */
export function loggingOf(bucket: Resource): readonly Block[] {
  const inline = bucket.inline('logging');
  return [...bucket.from(BUCKET_LOGGING, 'bucket'), ...(inline ? [inline] : [])];
}

/** `status`, `destination.bucket`, an edge to a bucket. */
export function replicationRulesOf(bucket: Resource): readonly Block[] {
  return [
    ...bucket.from(BUCKET_REPLICATION, 'bucket').flatMap((one) => one.list('rules')),
    ...(bucket.inline('replicationConfiguration')?.list('rules') ?? []),
  ];
}

/** One lifecycle rule, in either form. */
export interface LifecycleRule {
  readonly isCertain: boolean;
  isEnabled(): boolean;
  /** Days after which a version that is no longer current is deleted; `undefined` where it is kept. */
  noncurrentDays(): number | undefined;
  /** Days after which an object is deleted; `undefined` where it is kept. */
  days(): number | undefined;
}

export function lifecycleRulesOf(bucket: Resource): readonly LifecycleRule[] {
  const separate = bucket.from(LIFECYCLE, 'bucket').flatMap((one) => one.list('rules'));
  const inline = bucket.inline('lifecycleRules')?.list('') ?? [];
  return [
    ...separate.map((rule) => lifecycleRule(rule, () => rule.text('status') === 'Enabled', 'noncurrentDays')),
    ...inline.map((rule) => lifecycleRule(rule, () => rule.read('enabled') === true, 'days')),
  ];
}

/** `mode`, `days` or `years` of the default retention of its object lock; none where it has no default. */
export function defaultRetentionsOf(bucket: Resource): readonly Block[] {
  const parts = [
    ...bucket.from(OBJECT_LOCK, 'bucket').map((one) => one.inline('rule.defaultRetention')),
    bucket.inline('objectLockConfiguration.rule.defaultRetention'),
  ];
  return parts.filter((part) => part !== undefined);
}

/** What writes its logs, or the account's records, into a bucket, and the property that names it. */
const LOG_WRITERS: readonly (readonly [type: string, property: string])[] = [
  [BUCKET_LOGGING, 'targetBucket'],
  [BUCKET, 'logging.targetBucket'],
  ['aws:cfg/deliveryChannel:DeliveryChannel', 's3BucketName'],
  ['aws:cloudfront/distribution:Distribution', 'loggingConfig.bucket'],
  ['aws:cloudtrail/trail:Trail', 's3BucketName'],
  ['aws:ec2/flowLog:FlowLog', 'logDestination'],
  ['aws:elb/loadBalancer:LoadBalancer', 'accessLogs.bucket'],
  ['aws:lb/loadBalancer:LoadBalancer', 'accessLogs.bucket'],
  ['aws:lb/loadBalancer:LoadBalancer', 'connectionLogs.bucket'],
  ['aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration', 'logDestinationConfigs'],
];

/** Whether logs or records of the account are written into it. */
export function isLogBucket(bucket: Resource): boolean {
  return firstOf(writersOf(bucket, LOG_WRITERS), () => true) !== undefined;
}

/** Whether another bucket replicates into it. */
export function isReplica(bucket: Resource): boolean {
  return firstOf(writersOf(bucket, REPLICATORS), () => true) !== undefined;
}

const REPLICATORS: typeof LOG_WRITERS = [
  [BUCKET_REPLICATION, 'rules.destination.bucket'],
  [BUCKET, 'replicationConfiguration.rules.destination.bucket'],
];

function writersOf(bucket: Resource, writers: typeof LOG_WRITERS): readonly Resource[] {
  return writers.flatMap(([type, property]) => bucket.from(type, property));
}

function isEnabled(versioning: Resource): boolean {
  return versioning.text('versioningConfiguration.status') === 'Enabled';
}

function lifecycleRule(rule: Block, isRuleEnabled: () => boolean, noncurrent: string): LifecycleRule {
  return {
    isCertain: rule.isCertain,
    isEnabled: isRuleEnabled,
    noncurrentDays: () => rule.number(`noncurrentVersionExpiration.${noncurrent}`),
    days: () => rule.number('expiration.days'),
  };
}
