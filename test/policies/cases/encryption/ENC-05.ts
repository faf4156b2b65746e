import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type MutableStack, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { all, either, KEY, OPEN } from './builders.ts';

/** "Rotation on; deletion window 30 days; no public principal in key policy." */
const KEY_POLICY = 'aws:kms/keyPolicy:KeyPolicy';
const good = { enableKeyRotation: true, deletionWindowInDays: 30 };
const allow = (principal: unknown, more: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'kms:*', Resource: '*', ...more }],
  });
const own = allow({ AWS: 'arn:aws:iam::111122223333:root' });

export const cases: readonly RuleCase[] = [
  {
    title: 'a key rotates, waits thirty days before it is deleted, and is for its own account',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(KEY, 'orders', { ...good, policy: own });
        const carts = add(KEY, 'carts', good);
        add(KEY_POLICY, 'carts-policy', { keyId: carts.ref('id'), policy: own });
        add(KEY, 'silent-policy', good, { computed: { policy: own } });
        const ofCaller = { Condition: { StringEquals: { 'kms:CallerAccount': '111122223333' } } };
        add(KEY, 'of-caller', { ...good, policy: allow({ AWS: '*' }, ofCaller) });
      }),
    ],
    expect: all(['orders', 'carts', 'silent-policy', 'of-caller'], 'pass'),
  },
  {
    title: 'a key that never rotates, goes within a week, or is for everybody, fails',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(KEY, 'still', { deletionWindowInDays: 30 }, { computed: { enableKeyRotation: false } });
        add(KEY, 'hasty', { ...good, deletionWindowInDays: 7 });
        add(KEY, 'public', { ...good, policy: allow('*') });
        const late = add(KEY, 'public-later', good);
        add(KEY_POLICY, 'later-policy', { keyId: late.ref('id'), policy: allow({ AWS: ['*'] }) });
      }),
    ],
    expect: [...all(['still', 'hasty', 'public', 'public-later'], 'fail'), ...either('later-policy')],
  },
  {
    title: 'a key that AWS cannot rotate by itself is not asked to',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const rsa = { customerMasterKeySpec: 'RSA_2048', keyUsage: 'SIGN_VERIFY', deletionWindowInDays: 30 };
        add(KEY, 'signer', { ...rsa, policy: own }, { computed: { enableKeyRotation: false } });
      }),
    ],
    expect: [{ name: 'signer', verdict: ['pass', 'not-applicable'] }],
  },
  {
    title: 'a denial for everybody opens nothing',
    stacks: [
      stackOf({ name: 'prod' }, (add) => void add(KEY, 'key', { ...good, policy: allow('*', { Effect: 'Deny' }) })),
    ],
    expect: [{ name: 'key', verdict: 'pass' }],
  },
  {
    title: 'what is not known yet is not decided, and hides no failure',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        add(KEY, 'open-policy', { ...good, policy: UNKNOWN });
        add(KEY, 'open-rotation', { ...good, policy: own, enableKeyRotation: UNKNOWN });
        add(KEY, 'hasty', { ...good, policy: UNKNOWN, deletionWindowInDays: 10 });
        add(KEY, 'good', { ...good, policy: own });
      }),
    ],
    expect: [
      ...all(['open-policy', 'open-rotation'], OPEN),
      { name: 'hasty', verdict: 'fail' },
      { name: 'good', verdict: 'pass' },
    ],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(KEY, 'theirs', {}, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
];

const of = 'a key rotates, waits thirty days before it is deleted, and is for its own account';
const change = (
  edit: string,
  name: string,
  properties: Parameters<typeof set>[1],
  companions: readonly string[] = [],
) => ({
  of,
  edit,
  mutate: (stacks: MutableStack[]) => set(pick(stacks, companions[0] ?? name), properties),
  expect: [{ name, verdict: 'fail' as const }, ...either(...companions)],
});
const someoneElse = { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'orders' } } };

export const mutations: readonly Mutation[] = [
  change('rotation is switched off', 'orders', { enableKeyRotation: false }),
  change('the key may be deleted after 29 days', 'orders', { deletionWindowInDays: 29 }),
  change('the key may be deleted after a week', 'carts', { deletionWindowInDays: 7 }),
  change('its policy lets everybody in', 'orders', { policy: allow('*') }),
  change('its policy lets every account in', 'orders', { policy: allow({ AWS: '*' }) }),
  change('its policy lets everybody decrypt', 'orders', { policy: allow('*', { Action: 'kms:Decrypt' }) }),
  change('the account is no condition any more', 'of-caller', { policy: allow({ AWS: '*' }, someoneElse) }),
  change('its separate policy lets everybody in', 'carts', { policy: allow({ AWS: '*' }) }, ['carts-policy']),
];
