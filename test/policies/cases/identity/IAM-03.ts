import { type PropertyValue, UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { deployed, each, managedElsewhere, OPEN, previewed } from '../network/common.ts';

/** "Service-principal trust has aws:SourceArn/SourceAccount; no wildcard principal." */
const ROLE = 'aws:iam/role:Role';
const service = { Service: 'scheduler.amazonaws.com' };
const ofAccount = { StringEquals: { 'aws:SourceAccount': '111122223333' } };

const trust = (Principal: unknown, Condition?: unknown, Effect = 'Allow') =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect, Action: 'sts:AssumeRole', Principal, ...(Condition !== undefined && { Condition }) }],
  });

const role = (add: Add, name: string, assumeRolePolicy: PropertyValue) => void add(ROLE, name, { assumeRolePolicy });

const good = 'a service may take the role on behalf of the own account only';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: deployed((add) => role(add, 'role', trust(service, ofAccount))),
    expect: [{ name: 'role', verdict: 'pass' }],
  },
  {
    title: 'a service may take the role on behalf of anyone',
    stacks: deployed((add) => role(add, 'role', trust(service))),
    expect: [{ name: 'role', verdict: 'fail' }],
  },
  {
    title: 'the source by its ARN will do, whatever the case of the key and the operator',
    stacks: deployed((add) => {
      const arn = 'arn:aws:scheduler:us-east-1:111122223333:schedule/*';
      role(add, 'like', trust(service, { ArnLike: { 'aws:SourceArn': arn } }));
      role(add, 'lower', trust(service, { StringLike: { 'AWS:sourcearn': [arn] } }));
      role(add, 'both', trust(service, { ...ofAccount, ArnEquals: { 'aws:SourceArn': arn } }));
    }),
    expect: each('pass', 'like', 'lower', 'both'),
  },
  {
    title: 'a condition on something else says nothing of the source',
    stacks: deployed((add) => {
      role(add, 'other', trust(service, { Bool: { 'aws:SecureTransport': 'true' } }));
    }),
    expect: [{ name: 'other', verdict: 'fail' }],
  },
  {
    title: 'everyone may take the role, in each form',
    stacks: deployed((add) => {
      role(add, 'star', trust('*'));
      role(add, 'aws', trust({ AWS: '*' }));
      role(add, 'list', trust({ AWS: ['arn:aws:iam::111122223333:root', '*'] }));
      role(add, 'object', { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' }] });
    }),
    expect: each('fail', 'star', 'aws', 'list', 'object'),
  },
  {
    title: 'one statement of several is enough',
    stacks: deployed((add) => {
      const guarded: unknown = JSON.parse(trust(service, ofAccount)).Statement[0];
      const open: unknown = JSON.parse(trust({ Service: ['events.amazonaws.com'] })).Statement[0];
      role(add, 'second', JSON.stringify({ Statement: [guarded, open] }));
    }),
    expect: [{ name: 'second', verdict: 'fail' }],
  },
  {
    title: 'accounts and identity providers that are named are no services, and denying is no trust',
    stacks: deployed((add) => {
      role(add, 'account', trust({ AWS: 'arn:aws:iam::444455556666:root' }));
      role(add, 'federated', trust({ Federated: 'arn:aws:iam::111122223333:oidc-provider/ci.example' }));
      const guarded: unknown = JSON.parse(trust(service, ofAccount)).Statement[0];
      const denied: unknown = JSON.parse(trust('*', undefined, 'Deny')).Statement[0];
      role(add, 'denied', JSON.stringify({ Statement: [guarded, denied] }));
    }),
    expect: each(['pass', 'not-applicable'] as const, 'account', 'federated', 'denied'),
  },
  managedElsewhere(ROLE, { assumeRolePolicy: trust('*') }),
  {
    title: 'a document that is not known yet, or is none, never passes',
    stacks: previewed((add) => {
      role(add, 'later', UNKNOWN);
      role(add, 'broken', 'trust me');
    }),
    expect: [
      { name: 'later', verdict: OPEN },
      { name: 'broken', verdict: ['unknown', 'error', 'fail'] },
    ],
  },
];

const edited = (edit: string, assumeRolePolicy: string): Mutation => ({
  of: good,
  edit,
  mutate: (stacks) => set(pick(stacks, 'role'), { assumeRolePolicy }),
  expect: [{ name: 'role', verdict: 'fail' }],
});

export const mutations: readonly Mutation[] = [
  edited('the condition is taken away', trust(service)),
  edited(
    'the condition is on something else',
    trust(service, { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }),
  ),
  edited('the condition is empty', trust(service, {})),
  edited('everyone is trusted', trust('*')),
  edited('every account is trusted', trust({ AWS: '*' })),
  edited('every account is trusted, in a list', trust({ AWS: ['*'] })),
  edited('every account is trusted beside the service', trust({ ...service, AWS: '*' }, ofAccount)),
];
