import { every, fail, pass, rule } from 'evenkeel/policy';
import { ROLE } from '../../facts/identity-policy.ts';
import { type Condition, isEverybody, statementsOf } from '../../facts/policy-document.ts';

export const iam03 = rule({
  id: 'IAM-03',
  title: 'A service takes a role on behalf of the own account only, and nobody else is everybody',
  why: 'A service that acts for all accounts can be asked by another account to use your role (the confused deputy).',
  remedy:
    'Add a condition on `aws:SourceAccount` or `aws:SourceArn` to each statement that trusts a service, and name the principals of the others.',
  severity: 'high',
  types: [ROLE],
  decidedAt: 'preview',
  cannotSee: [
    'whether the service says for whom it acts: some do not, and cannot take a role under the condition',
    'what the role may do',
  ],
  parameters: {
    keys: {
      default: ['aws:SourceArn', 'aws:SourceAccount', 'aws:SourceOrgID', 'aws:SourceOrgPaths'],
      means: 'keys of conditions that say for whom a service acts',
    },
  },
  appliesTo: (role) => !role.text('path')?.startsWith('/aws-service-role/') || 'is made and held by a service of AWS',
  check(role, { keys }) {
    role.need('assumeRolePolicy');
    return every(statementsOf(role, 'assumeRolePolicy'), (statement) => {
      if (statement.effect === 'Deny') return pass();
      if (isEverybody(statement)) return fail('trusts everybody', 'assumeRolePolicy');
      const service = statement.principals.find((one) => one.startsWith('Service:'));
      if (service === undefined || statement.conditions.some((one) => saysForWhom(one, keys))) return pass();
      return fail(`trusts ${service.replace('Service:', '')} for whoever asks it`, 'assumeRolePolicy');
    });
  },
});

/** A condition that holds only for certain sources: one that is turned round, or that a missing key fulfils, does not. */
function saysForWhom({ operator, key, values }: Condition, keys: readonly string[]): boolean {
  const isOfKey = keys.some((one) => one.toLowerCase() === key);
  return isOfKey && !/Not|Null|IfExists$/.test(operator) && values.length > 0 && !values.includes('*');
}
