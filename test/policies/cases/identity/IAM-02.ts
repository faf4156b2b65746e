import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { ANY, deployed, each, managedElsewhere, previewed } from '../network/common.ts';

/**
 * "No long-lived IAM users/keys; policies only through groups/roles." A user with a key is a long-lived one; one without a key, in
 * groups only, is not. Sources: Security Hub IAM.2 (no policies attached to users) and IAM.3 (keys).
 */
const USER = 'aws:iam/user:User';
const KEY = 'aws:iam/accessKey:AccessKey';
const OWN = 'aws:iam/userPolicy:UserPolicy';
const ATTACHED = 'aws:iam/userPolicyAttachment:UserPolicyAttachment';
const POLICY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const inline = JSON.stringify({
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::d/*' }],
});

/** Somebody who has what his group has. */
function member(add: Add, name = 'auditor') {
  const user = add(USER, name, { name }, { id: name });
  const group = add('aws:iam/group:Group', `${name}s`, { name: `${name}s` }, { id: `${name}s` });
  add('aws:iam/userGroupMembership:UserGroupMembership', `${name}-groups`, {
    user: user.ref('name'),
    groups: [group.ref('name')],
  });
  return user;
}

const good = 'a user has what his group has, and no key';
/** The user may be judged with what is his, or that alone. */
const holder = { name: 'auditor', verdict: ANY, isOptional: true } as const;

export const cases: readonly RuleCase[] = [
  { title: good, stacks: deployed((add) => void member(add)), expect: [{ name: 'auditor', verdict: 'pass' }] },
  {
    title: 'a user has a key and policies of his own',
    stacks: deployed((add) => {
      const user = member(add);
      add(KEY, 'key', { user: user.ref('name'), status: 'Active' });
      add(OWN, 'own', { user: user.ref('name'), policy: inline });
      add(ATTACHED, 'attached', { user: user.ref('name'), policyArn: POLICY });
    }),
    expect: [...each('fail' as const, 'key', 'own', 'attached'), holder],
  },
  {
    title: 'a key is active where nothing else is said, whoever has it',
    stacks: deployed((add) => {
      add(KEY, 'key', { user: 'somebody' });
      add(ATTACHED, 'attached', { user: 'somebody', policyArn: POLICY });
    }),
    expect: each('fail', 'key', 'attached'),
  },
  {
    title: 'a key that is switched off opens nothing',
    stacks: deployed((add) => void add(KEY, 'key', { user: member(add).ref('name'), status: 'Inactive' })),
    expect: [{ name: 'key', verdict: ['pass', 'not-applicable'] }, holder],
  },
  {
    title: 'policies of groups and roles are not of users',
    stacks: deployed((add) => {
      member(add);
      const attachment = { policyArn: POLICY };
      add('aws:iam/groupPolicyAttachment:GroupPolicyAttachment', 'of-group', { ...attachment, group: 'auditors' });
      add('aws:iam/rolePolicyAttachment:RolePolicyAttachment', 'of-role', { ...attachment, role: 'reader' });
    }),
    expect: [{ name: 'auditor', verdict: 'pass' }],
  },
  managedElsewhere(USER, { name: 'theirs' }),
  {
    title: 'a key that is perhaps switched off is not decided',
    stacks: previewed((add) => void add(KEY, 'key', { user: 'somebody', status: UNKNOWN })),
    expect: [{ name: 'key', verdict: ['unknown', 'pending', 'fail'] }],
  },
];

const added = (what: string, type: string, inputs: Readonly<Record<string, string>>): Mutation => ({
  of: good,
  edit: `the user gets ${what}`,
  mutate: (stacks) => {
    const user = pick(stacks, 'auditor');
    const given = { user: 'auditor', ...inputs };
    const urn = user.urn.replace(`${USER}::auditor`, `${type}::added`);
    const edges = { user: [user.urn] };
    const one = { ...user, urn, type, id: 'added', inputs: given, outputs: given, propertyDependencies: edges };
    stacks[0]?.resources.push(one);
  },
  expect: [{ name: 'added', verdict: 'fail' }, holder],
});

export const mutations: readonly Mutation[] = [
  added('a key', KEY, { status: 'Active' }),
  added('a key of which nothing is said', KEY, {}),
  added('a policy of his own', OWN, { policy: inline }),
  added('a policy attached', ATTACHED, { policyArn: POLICY }),
  {
    of: good,
    edit: 'a key of another user is added',
    mutate: (stacks) => {
      const user = pick(stacks, 'auditor');
      const urn = user.urn.replace(`${USER}::auditor`, `${KEY}::added`);
      const one = { ...user, urn, type: KEY, id: 'AKIA0', propertyDependencies: {} };
      set(one, { name: undefined, user: 'robot', status: 'Active' });
      stacks[0]?.resources.push(one);
    },
    expect: [{ name: 'added', verdict: 'fail' }],
  },
];
