import { every, fail, pass, rule } from 'evenkeel/policy';
import { allowancesOf, HOLDERS, holdsPolicy } from '../../facts/identity-policy.ts';
import { isAbout } from '../../facts/policy-document.ts';

export const iam04 = rule({
  id: 'IAM-04',
  title: 'No policy allows decryption with every key',
  why: 'Keys keep the data of one system from the others; who may decrypt with all of them reads everything.',
  remedy: 'Name the ARNs of the keys in `Resource`.',
  severity: 'medium',
  types: HOLDERS,
  decidedAt: 'deployed',
  cannotSee: [
    'what a policy of the key allows or denies',
    'conditions that leave fewer keys, which Security Hub KMS.1 does not count either',
  ],
  parameters: {
    actions: { default: ['kms:Decrypt', 'kms:ReEncryptFrom'], means: 'actions that read what a key keeps' },
  },
  appliesTo: holdsPolicy,
  check: (resource, { actions }) =>
    every(allowancesOf(resource), (statement) => {
      const isOfAll = statement.isNotResource || statement.resources.some(isEveryKey);
      const action = isOfAll ? actions.find((one) => isAbout(statement, one)) : undefined;
      return action === undefined ? pass() : fail(`allows ${action} with every key`, 'policy');
    }),
});

/** `*`, or all keys of a region or an account. */
function isEveryKey(resource: string): boolean {
  return /^\*+$|^arn:[^:]*:(kms|\*):[^:]*:[^:]*:(\*+|key\/\*+)$/.test(resource);
}
