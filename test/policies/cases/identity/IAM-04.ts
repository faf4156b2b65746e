import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Given, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { deployed, each, managedElsewhere, OPEN, previewed } from '../network/common.ts';

/** "No kms:Decrypt/ReEncryptFrom on all keys." */
const POLICY = 'aws:iam/policy:Policy';
const INLINE = 'aws:iam/rolePolicy:RolePolicy';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const document = (Action: unknown, Resource: unknown, Effect = 'Allow') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action, Resource }] });

function both(add: Add, policy: Given): void {
  add(POLICY, 'policy', { policy });
  add(INLINE, 'inline', { role: 'orders', policy });
}

const good = 'policies allow decryption with one key';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: deployed((add) => both(add, document(['kms:Decrypt', 'kms:ReEncryptFrom'], KEY))),
    expect: each('pass', 'policy', 'inline'),
  },
  {
    title: 'policies allow decryption with every key',
    stacks: deployed((add) => both(add, document('kms:Decrypt', '*'))),
    expect: each('fail', 'policy', 'inline'),
  },
  {
    title: 'actions and keys are matched as IAM matches them',
    stacks: deployed((add) => {
      add(POLICY, 'lower', { policy: document(['s3:GetObject', 'KMS:decrypt'], ['*']) });
      add(POLICY, 'any-kms', { policy: document('kms:*', '*') });
      add(POLICY, 'anything', { policy: document('*', '*') });
      add(POLICY, 'prefix', { policy: document('kms:ReEncrypt*', '*') });
      add(POLICY, 'of-account', { policy: document('kms:Decrypt', 'arn:aws:kms:*:111122223333:key/*') });
      add(POLICY, 'one-of-two', { policy: document('kms:Decrypt', [KEY, 'arn:aws:kms:*:*:key/*']) });
    }),
    expect: each('fail', 'lower', 'any-kms', 'anything', 'prefix', 'of-account', 'one-of-two'),
  },
  {
    title: 'what does not decrypt, and what denies, may be of every key',
    stacks: deployed((add) => {
      add(POLICY, 'encrypts', { policy: document(['kms:Encrypt', 'kms:Describe*', 'kms:ReEncryptTo'], '*') });
      add(POLICY, 'denies', { policy: document('kms:Decrypt', '*', 'Deny') });
      add(INLINE, 'other', { role: 'orders', policy: document('s3:GetObject', '*') });
    }),
    expect: each(['pass', 'not-applicable'] as const, 'encrypts', 'denies', 'other'),
  },
  managedElsewhere(POLICY, { policy: document('kms:Decrypt', '*') }),
  {
    title: 'a document that is not known yet, or is none, never passes',
    stacks: previewed((add) => {
      add(POLICY, 'later', { policy: UNKNOWN });
      add(INLINE, 'broken', { role: 'orders', policy: '[' });
    }),
    expect: [
      { name: 'later', verdict: OPEN },
      { name: 'broken', verdict: ['unknown', 'error', 'fail'] },
    ],
  },
];

const edited = (edit: string, policy: string): Mutation[] =>
  ['policy', 'inline'].map((name) => ({
    of: good,
    edit: `${edit} (${name})`,
    mutate: (stacks) => set(pick(stacks, name), { policy }),
    expect: [{ name, verdict: 'fail' }],
  }));

export const mutations: readonly Mutation[] = [
  ...edited('decryption is of every key', document('kms:Decrypt', '*')),
  ...edited('re-encryption is of every key', document(['kms:ReEncryptFrom'], ['*'])),
  ...edited('all of KMS is of every key', document('kms:*', '*')),
  ...edited('decryption is of every key of the account', document('kms:Decrypt', KEY.replace(/key\/.*/, 'key/*'))),
  ...edited('decryption is of one key and of every one', document('kms:Decrypt', [KEY, '*'])),
];
