import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, drop, type MutableStack, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { all, key, OPEN, RESTRICTED } from './builders.ts';

/** "`data-classification=restricted` ⇒ customer key + no public path + access logging + PITR/Object Lock." */
const BUCKET = 'aws:s3/bucket:Bucket';
const BLOCK = 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock';
const LOGGING = 'aws:s3/bucketLogging:BucketLogging';
const LOCK = 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration';
const ENCRYPTION = 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration';
const INSTANCE = 'aws:rds/instance:Instance';
const TABLE = 'aws:dynamodb/table:Table';
const FILES = 'aws:efs/fileSystem:FileSystem';
const closed = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
const lock = { defaultRetention: { mode: 'COMPLIANCE', days: 30 } };

function restricted(add: Add): void {
  const keyArn = key(add).ref('arn');
  const records = add(BUCKET, 'records', { tags: RESTRICTED, objectLockEnabled: true });
  const logs = add(BUCKET, 'logs', { tags: { 'data-classification': 'internal' } });
  const bucket = records.ref('id');
  add(BLOCK, 'block', { bucket, ...closed });
  add(LOGGING, 'logging', { bucket, targetBucket: logs.ref('id'), targetPrefix: 'records/' });
  add(LOCK, 'lock', { bucket, rule: lock });
  const byKey = { applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn } };
  add(ENCRYPTION, 'encryption', { bucket, rules: [{ ...byKey, bucketKeyEnabled: true }] });
  add(INSTANCE, 'orders', {
    engine: 'postgres',
    instanceClass: 'db.m7g.large',
    storageEncrypted: true,
    kmsKeyId: keyArn,
    publiclyAccessible: false,
    enabledCloudwatchLogsExports: ['postgresql', 'upgrade'],
    backupRetentionPeriod: 35,
    tags: RESTRICTED,
  });
}

function table(add: Add, name: string, change: Parameters<Add>[2]): void {
  add(TABLE, name, {
    hashKey: 'id',
    serverSideEncryption: { enabled: true, kmsKeyArn: key(add, `${name}-key`).ref('arn') },
    pointInTimeRecovery: { enabled: true },
    tags: RESTRICTED,
    ...change,
  });
}

export const cases: readonly RuleCase[] = [
  {
    title: 'restricted data has a key of the customer, no public path, access logs and a way back in time',
    stacks: [stackOf({ name: 'prod' }, restricted)],
    expect: all(['records', 'orders'], 'pass'),
  },
  {
    title: 'restricted data that lacks all of it fails',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(BUCKET, 'records', { tags: RESTRICTED });
        add(INSTANCE, 'orders', {
          engine: 'postgres',
          publiclyAccessible: true,
          backupRetentionPeriod: 0,
          tags: RESTRICTED,
        });
        add(TABLE, 'carts', { hashKey: 'id', tags: RESTRICTED });
        add(FILES, 'files', { encrypted: false, tags: RESTRICTED });
      }),
    ],
    expect: all(['records', 'orders', 'carts', 'files'], 'fail'),
  },
  {
    title: 'a restricted table without its own key or without recovery fails',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        table(add, 'whole', {});
        table(add, 'keyless', { serverSideEncryption: { enabled: true } });
        table(add, 'aws-key', { serverSideEncryption: { enabled: true, kmsKeyArn: 'alias/aws/dynamodb' } });
        table(add, 'no-recovery', { pointInTimeRecovery: { enabled: false } });
        table(add, 'silent', { pointInTimeRecovery: undefined });
      }),
    ],
    expect: [
      { name: 'whole', verdict: ['pass', 'unknown'] },
      ...all(['keyless', 'aws-key', 'no-recovery', 'silent'], 'fail'),
    ],
  },
  {
    title: 'a restricted file system without a key of the customer fails',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(FILES, 'own', { encrypted: true, kmsKeyId: key(add).ref('arn'), tags: RESTRICTED });
        add(FILES, 'keyless', { encrypted: true, tags: RESTRICTED });
      }),
    ],
    expect: [
      { name: 'own', verdict: ['pass', 'unknown', 'fail'] },
      { name: 'keyless', verdict: 'fail' },
    ],
  },
  {
    title: 'other data is not meant',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(BUCKET, 'pictures', { tags: { 'data-classification': 'public' } });
        add(TABLE, 'untagged', { hashKey: 'id' });
      }),
    ],
    expect: all(['pictures', 'untagged'], 'not-applicable'),
  },
  {
    title: 'in a first preview the edges tell the companions',
    stacks: [stackOf({ name: 'prod', preview: true }, restricted)],
    expect: all(['records', 'orders'], ['pass', ...OPEN]),
  },
  {
    title: 'what is not known yet is not decided, and hides no failure',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        add(BUCKET, 'open', { tags: { 'data-classification': UNKNOWN } });
        table(add, 'open-recovery', { pointInTimeRecovery: UNKNOWN });
        table(add, 'keyless', { pointInTimeRecovery: UNKNOWN, serverSideEncryption: { enabled: false } });
      }),
    ],
    expect: [...all(['open', 'open-recovery'], OPEN), { name: 'keyless', verdict: ['fail', ...OPEN] }],
  },
];

const of = 'restricted data has a key of the customer, no public path, access logs and a way back in time';

const change = (edit: string, name: string, changed: string, properties: Parameters<typeof set>[1]) => ({
  of,
  edit,
  mutate: (stacks: MutableStack[]) => set(pick(stacks, changed), properties),
  expect: [{ name, verdict: 'fail' as const }],
});
const taken = (edit: string, ...names: readonly string[]) => ({
  of,
  edit,
  mutate: (stacks: MutableStack[]) => drop(stacks, ...names),
  expect: [{ name: 'records', verdict: 'fail' as const }],
});

export const mutations: readonly Mutation[] = [
  taken('the bucket has no encryption of its own', 'encryption'),
  taken('nothing logs who reads the bucket', 'logging'),
  taken('nothing blocks public access to the bucket', 'block'),
  change('the block lets public policies in', 'records', 'block', {
    restrictPublicBuckets: false,
    blockPublicPolicy: false,
  }),
  change('the bucket is encrypted with a key of S3', 'records', 'encryption', {
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
  }),
  {
    of,
    edit: 'the bucket has no Object Lock',
    mutate: (stacks) => {
      drop(stacks, 'lock');
      set(pick(stacks, 'records'), { objectLockEnabled: false });
    },
    expect: [{ name: 'records', verdict: 'fail' }],
  },
  change('the database is encrypted with the key that AWS manages', 'orders', 'orders', { kmsKeyId: 'alias/aws/rds' }),
  change('the database is not encrypted', 'orders', 'orders', { storageEncrypted: false }),
  change('the database is public', 'orders', 'orders', { publiclyAccessible: true }),
  change('the database exports no logs', 'orders', 'orders', { enabledCloudwatchLogsExports: [] }),
  change('the database keeps no backups to go back in time', 'orders', 'orders', { backupRetentionPeriod: 0 }),
];
