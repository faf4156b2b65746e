import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Given, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { deployed, each, managedElsewhere, OPEN, previewed } from '../network/common.ts';

/** "No `Action:*`+`Resource:*`; no service wildcard; inline policies included." */
const POLICY = 'aws:iam/policy:Policy';
const INLINE = {
  'of-role': 'aws:iam/rolePolicy:RolePolicy',
  'of-user': 'aws:iam/userPolicy:UserPolicy',
  'of-group': 'aws:iam/groupPolicy:GroupPolicy',
} as const;
const ALL = ['policy', 'of-role', 'of-user', 'of-group'] as const;
const BUCKET = 'arn:aws:s3:::docs/*';

const document = (Action: unknown, Resource: unknown = BUCKET, Effect = 'Allow') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action, Resource }] });

/** A policy of its own and one of each inline form. */
function everywhere(add: Add, policy: Given): void {
  add(POLICY, 'policy', { policy });
  for (const [name, type] of Object.entries(INLINE)) add(type, name, { policy, [name.slice(3)]: 'orders' });
}

const good = 'policies allow named actions on named resources';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: deployed((add) => everywhere(add, document(['s3:GetObject', 's3:List*']))),
    expect: each('pass', ...ALL),
  },
  {
    title: 'policies allow everything, the inline ones too',
    stacks: deployed((add) => everywhere(add, document('*', '*'))),
    expect: each('fail', ...ALL),
  },
  {
    title: 'policies allow everything of a service',
    stacks: deployed((add) => {
      everywhere(add, document(['sqs:SendMessage', 'S3:*'], '*'));
      add(POLICY, 'one-bucket', { policy: document('s3:*') });
    }),
    expect: [...each('fail' as const, ...ALL), { name: 'one-bucket', verdict: 'fail' }],
  },
  {
    title: 'one statement of several is enough, whatever its form',
    stacks: deployed((add) => {
      const narrow = { Effect: 'Allow', Action: 's3:GetObject', Resource: BUCKET };
      const wide = { Effect: 'Allow', Action: ['*'], Resource: ['*'] };
      add(POLICY, 'second', { policy: JSON.stringify({ Statement: [narrow, wide] }) });
      add(POLICY, 'alone', { policy: JSON.stringify({ Statement: wide }) });
      add(POLICY, 'object', { policy: { Version: '2012-10-17', Statement: [wide] } });
    }),
    expect: each('fail', 'second', 'alone', 'object'),
  },
  {
    title: 'what is denied, and a part of a service, is not everything',
    stacks: deployed((add) => {
      add(POLICY, 'denied', { policy: document('*', '*', 'Deny') });
      add(POLICY, 'reads', { policy: document(['ec2:Describe*', 'iam:Get*'], '*') });
    }),
    expect: each('pass', 'denied', 'reads'),
  },
  managedElsewhere(POLICY, { policy: document('*', '*') }),
  {
    title: 'a document that is not known yet, or is none, never passes',
    stacks: previewed((add) => {
      add(POLICY, 'later', { policy: UNKNOWN });
      add(POLICY, 'broken', { policy: '{"Statement": [' });
      add(POLICY, 'known', { policy: document('s3:GetObject') });
    }),
    expect: [
      { name: 'later', verdict: OPEN },
      { name: 'broken', verdict: ['unknown', 'error', 'fail'] },
      { name: 'known', verdict: 'pass' },
    ],
  },
];

export const mutations: readonly Mutation[] = [
  ...ALL.map(
    (name): Mutation => ({
      of: good,
      edit: `the policy ${name} allows everything`,
      mutate: (stacks) => set(pick(stacks, name), { policy: document('*', '*') }),
      expect: [{ name, verdict: 'fail' }],
    }),
  ),
  ...(
    [
      ['everything of a service', document('s3:*')],
      ['everything of a service in a list', document(['s3:GetObject', 'dynamodb:*'])],
      ['everything of a service on everything', document('iam:*', '*')],
      ['everything, in lists', document(['*'], ['*'])],
      ['everything, written as every service', document('*:*', '*')],
    ] as const
  ).map(
    ([what, policy]): Mutation => ({
      of: good,
      edit: `the policy allows ${what}`,
      mutate: (stacks) => set(pick(stacks, 'policy'), { policy }),
      expect: [{ name: 'policy', verdict: 'fail' }],
    }),
  ),
];
