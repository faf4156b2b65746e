import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, drop, type MutableStack, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { all, either, OPEN } from './builders.ts';

/** "Bucket policy denies aws:SecureTransport=false." */
const BUCKET = 'aws:s3/bucket:Bucket';
const POLICY = 'aws:s3/bucketPolicy:BucketPolicy';

const arn = (name: string) => `arn:aws:s3:::${name}`;
const denial = (name: string, change: object = {}) => ({
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [arn(name), `${arn(name)}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  ...change,
});
const allowance = (name: string) => ({
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:role/reader' },
  Action: 's3:GetObject',
  Resource: `${arn(name)}/*`,
});
const document = (...statements: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

function bucket(add: Add, name: string, policy: string | undefined): void {
  const added = add(BUCKET, name, { bucket: name }, { id: name, computed: { arn: arn(name) } });
  if (policy !== undefined) add(POLICY, `${name}-policy`, { bucket: added.ref('id'), policy });
}

export const cases: readonly RuleCase[] = [
  {
    title: 'the policy of a bucket refuses what comes without TLS',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        bucket(add, 'records', document(allowance('records'), denial('records')));
        const policy = document(
          denial('inline', { Principal: { AWS: '*' }, Condition: { Bool: { 'aws:SecureTransport': [false] } } }),
        );
        add(BUCKET, 'inline', { bucket: 'inline', policy }, { id: 'inline', computed: { arn: arn('inline') } });
      }),
    ],
    expect: all(['records', 'inline'], 'pass'),
  },
  {
    title: 'a bucket without policy, or with one that says nothing of TLS, fails',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        bucket(add, 'bare', undefined);
        bucket(add, 'open', document(allowance('open')));
      }),
    ],
    expect: [...all(['bare', 'open'], 'fail'), ...either('open-policy')],
  },
  {
    title: 'a denial of less than everything does not do',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        bucket(
          add,
          'one-person',
          document(denial('one-person', { Principal: { AWS: 'arn:aws:iam::111122223333:root' } })),
        );
        bucket(add, 'one-action', document(denial('one-action', { Action: 's3:PutObject' })));
        bucket(
          add,
          'with-tls',
          document(denial('with-tls', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })),
        );
        bucket(add, 'allowed', document(denial('allowed', { Effect: 'Allow' })));
        const further = { Bool: { 'aws:SecureTransport': 'false' }, IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } };
        bucket(add, 'one-network', document(denial('one-network', { Condition: further })));
      }),
    ],
    expect: [
      ...all(['one-person', 'one-action', 'with-tls', 'allowed', 'one-network'], 'fail'),
      ...either('one-person-policy', 'one-action-policy', 'with-tls-policy', 'allowed-policy', 'one-network-policy'),
    ],
  },
  {
    title: 'a policy that is not known yet is not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        bucket(add, 'open', UNKNOWN);
        bucket(add, 'known', document(denial('known')));
      }),
    ],
    expect: [{ name: 'open', verdict: OPEN }, { name: 'known', verdict: 'pass' }, ...either('open-policy')],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(BUCKET, 'theirs', {}, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
];

const of = 'the policy of a bucket refuses what comes without TLS';
const rewrite = (statements: (name: string) => readonly object[]) => (stacks: MutableStack[]) => {
  set(pick(stacks, 'records-policy'), { policy: document(...statements('records')) });
};
const records = [{ name: 'records', verdict: 'fail' as const }, ...either('records-policy')];

export const mutations: readonly Mutation[] = [
  { of, edit: 'the denial is taken out', mutate: rewrite((name) => [allowance(name)]), expect: records },
  {
    of,
    edit: 'the denial becomes an allowance',
    mutate: rewrite((name) => [denial(name, { Effect: 'Allow' })]),
    expect: records,
  },
  {
    of,
    edit: 'it denies reading only',
    mutate: rewrite((name) => [denial(name, { Action: 's3:GetObject' })]),
    expect: records,
  },
  {
    of,
    edit: 'it denies one account only',
    mutate: rewrite((name) => [denial(name, { Principal: { AWS: '111122223333' } })]),
    expect: records,
  },
  {
    of,
    edit: 'it denies nothing of the objects',
    mutate: rewrite((name) => [denial(name, { Resource: arn(name) })]),
    expect: records,
  },
  {
    of,
    edit: 'it denies what comes with TLS',
    mutate: rewrite((name) => [denial(name, { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })]),
    expect: records,
  },
  {
    of,
    edit: 'it is the policy of another bucket',
    mutate: rewrite(() => [denial('another')]),
    expect: records,
  },
  {
    of,
    edit: 'the separate policy is gone',
    mutate: (stacks) => drop(stacks, 'records-policy'),
    expect: [{ name: 'records', verdict: 'fail' }],
  },
  {
    of,
    edit: 'the inline policy is gone',
    mutate: (stacks) => set(pick(stacks, 'inline'), { policy: undefined as never }),
    expect: [{ name: 'inline', verdict: 'fail' }],
  },
];
