import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Added, drop, type Given, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { all, either, key, OPEN, RESTRICTED } from './builders.ts';

/** "Restricted buckets use SSE-KMS with a customer key + bucket key." */
const BUCKET = 'aws:s3/bucket:Bucket';
const ENCRYPTION = 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration';
const ENCRYPTION_V2 = 'aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2';

const by = (
  kmsMasterKeyId: Given | undefined,
  sseAlgorithm = 'aws:kms',
  bucketKeyEnabled: Given | undefined = true,
) => ({
  applyServerSideEncryptionByDefault: { sseAlgorithm, kmsMasterKeyId },
  bucketKeyEnabled,
});

function bucket(add: Add, name: string, rule: Given | undefined, type = ENCRYPTION): Added {
  const added = add(type === ENCRYPTION ? BUCKET : 'aws:s3/bucketV2:BucketV2', name, { tags: RESTRICTED });
  if (rule !== undefined) add(type, `${name}-encryption`, { bucket: added.ref('id'), rules: [rule] });
  return added;
}

export const cases: readonly RuleCase[] = [
  {
    title: 'a restricted bucket is encrypted with a key of the customer and a bucket key',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const keyArn = key(add).ref('arn');
        bucket(add, 'records', by(keyArn));
        bucket(add, 'twin', by(keyArn), ENCRYPTION_V2);
        add(BUCKET, 'inline', { tags: RESTRICTED, serverSideEncryptionConfiguration: { rule: by(keyArn) } });
      }),
    ],
    expect: all(['records', 'twin', 'inline'], 'pass'),
  },
  {
    title: 'two layers of encryption have no bucket key',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        bucket(add, 'doubly', by(key(add).ref('arn'), 'aws:kms:dsse', false));
        bucket(add, 'doubly-by-aws', by(undefined, 'aws:kms:dsse', false));
      }),
    ],
    expect: [
      { name: 'doubly', verdict: 'pass' },
      { name: 'doubly-by-aws', verdict: 'fail' },
      ...either('doubly-by-aws-encryption'),
    ],
  },
  {
    title: 'a restricted bucket without a key of the customer or without bucket key fails',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const keyArn = key(add).ref('arn');
        bucket(add, 'owned-by-s3', by(undefined, 'AES256'));
        bucket(add, 'managed-by-aws', by('alias/aws/s3'));
        bucket(add, 'no-key', by(undefined));
        bucket(add, 'no-bucket-key', by(keyArn, 'aws:kms', false));
        bucket(add, 'silent', undefined);
      }),
    ],
    expect: [
      ...all(['owned-by-s3', 'managed-by-aws', 'no-key', 'no-bucket-key'], 'fail'),
      { name: 'silent', verdict: 'fail' },
      ...either('owned-by-s3-encryption', 'managed-by-aws-encryption', 'no-key-encryption', 'no-bucket-key-encryption'),
    ],
  },
  {
    title: 'a bucket of other data is not meant',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(BUCKET, 'pictures', { tags: { 'data-classification': 'public' } });
        add(BUCKET, 'untagged', {});
      }),
    ],
    expect: all(['pictures', 'untagged'], 'not-applicable'),
  },
  {
    title: 'in a first preview the edges tell bucket and key; what is not known is not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        const keyArn = key(add).ref('arn');
        bucket(add, 'records', by(keyArn));
        bucket(add, 'clear', by(undefined, 'AES256'));
        bucket(add, 'open', by(keyArn, UNKNOWN));
        add(BUCKET, 'open-class', { tags: { 'data-classification': UNKNOWN } });
      }),
    ],
    expect: [
      { name: 'records', verdict: 'pass' },
      { name: 'clear', verdict: 'fail' },
      ...all(['open', 'open-class'], OPEN),
      ...either('clear-encryption', 'open-encryption'),
    ],
  },
];

const of = 'a restricted bucket is encrypted with a key of the customer and a bucket key';
const keyOf = (stacks: Parameters<Mutation['mutate']>[0]) => String(pick(stacks, 'key').outputs?.['arn']);
const fails = (name: string) => [
  { name, verdict: 'fail' as const },
  ...(name === 'inline' ? [] : either(`${name}-encryption`)),
];

export const mutations: readonly Mutation[] = [
  ...['records', 'twin'].flatMap((name) => [
    {
      of,
      edit: `${name} is encrypted with a key of S3`,
      mutate: (stacks: Parameters<Mutation['mutate']>[0]) =>
        set(pick(stacks, `${name}-encryption`), {
          rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
        }),
      expect: fails(name),
    },
    {
      of,
      edit: `${name} has no bucket key`,
      mutate: (stacks: Parameters<Mutation['mutate']>[0]) =>
        set(pick(stacks, `${name}-encryption`), {
          rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyOf(stacks) } }],
        }),
      expect: fails(name),
    },
  ]),
  {
    of,
    edit: 'the key is the one that AWS manages',
    mutate: (stacks) =>
      set(pick(stacks, 'inline'), {
        serverSideEncryptionConfiguration: {
          rule: {
            applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: 'alias/aws/s3' },
            bucketKeyEnabled: true,
          },
        },
      }),
    expect: fails('inline'),
  },
  {
    of,
    edit: 'the inline configuration is taken away',
    mutate: (stacks) => set(pick(stacks, 'inline'), { serverSideEncryptionConfiguration: undefined as never }),
    expect: fails('inline'),
  },
  {
    of,
    edit: 'the separate configuration is taken away',
    mutate: (stacks) => drop(stacks, 'records-encryption'),
    expect: [{ name: 'records', verdict: 'fail' }],
  },
];
