import { anyOf, type Check, fail, firstOf, has, must, pass, type Resource, rule } from 'evenkeel/policy';

const USER = 'aws:iam/user:User';
const KEY = 'aws:iam/accessKey:AccessKey';
const OWN = 'aws:iam/userPolicy:UserPolicy';
const ATTACHED = 'aws:iam/userPolicyAttachment:UserPolicyAttachment';

const isOfUser: Check = () => fail('gives a user a policy of his own', 'user');

export const iam02 = rule({
  id: 'IAM-02',
  title: 'Nobody has a key that lasts, and policies are of groups and roles',
  why: 'A key that lasts is copied, kept and found years later; what a user is allowed by himself, nobody reviews.',
  remedy: 'Let people and programs take roles for a time; put the policy on a group or a role.',
  severity: 'medium',
  types: [USER, KEY, OWN, ATTACHED],
  decidedAt: 'preview',
  cannotSee: ['keys and policies that were made by hand', 'passwords of the console, and how old a key is'],
  parameters: {},
  check: {
    [USER]: (user) => {
      const hasPolicy = [OWN, ATTACHED].map((type) => () => has(user, type, 'user'));
      const hasKey = () => firstOf(user.from(KEY, 'user'), isActive) !== undefined;
      return anyOf(...hasPolicy, hasKey) ? fail('has a key or a policy of his own') : pass();
    },
    [KEY]: (key) => must(() => !isActive(key), 'is a key that lasts', 'status'),
    [OWN]: isOfUser,
    [ATTACHED]: isOfUser,
  },
});

function isActive(key: Resource): boolean {
  return key.readOr('status', 'Active') === 'Active';
}
