import { every, fail, pass, rule } from 'evenkeel/policy';
import { allowancesOf, HOLDERS, holdsPolicy } from '../../facts/identity-policy.ts';

export const iam01 = rule({
  id: 'IAM-01',
  title: 'No policy allows everything, or everything of a service',
  why: 'Whoever gets hold of such a role or user has the account, or all data of the service, and not what the work needs.',
  remedy: 'Name the actions that are needed; prefixes such as `ec2:Describe*` will do.',
  severity: 'high',
  types: HOLDERS,
  decidedAt: 'deployed',
  cannotSee: [
    'policies of AWS, such as AdministratorAccess, that something is given',
    'actions that together are all of a service, and conditions, boundaries and policies of the organisation that take some away',
  ],
  parameters: {},
  appliesTo: holdsPolicy,
  check: (resource) =>
    every(allowancesOf(resource), ({ actions, isNotAction }) => {
      if (isNotAction) return fail(`allows everything but ${actions.join(', ')}`, 'policy');
      const wide = actions.find((action) => /^\*+$|:\*+$/.test(action));
      return wide === undefined ? pass() : fail(`allows ${wide}`, 'policy');
    }),
});
