import { anyOf, every, must, type Resource, rule, together } from 'evenkeel/policy';
import { KEY } from '../../facts/customer-key.ts';
import { isPublic, statementsOf } from '../../facts/policy-document.ts';

const KEY_POLICY = 'aws:kms/keyPolicy:KeyPolicy';

export const enc05 = rule({
  id: 'ENC-05',
  title: 'Keys rotate, wait thirty days before they are deleted, and are open to no stranger',
  why: 'A deleted key takes with it all that it encrypted; a key that everybody may use protects nothing.',
  remedy:
    'Set `enableKeyRotation: true` and `deletionWindowInDays: 30`; name accounts, roles or services in the key’s policy.',
  severity: 'high',
  types: [KEY],
  reads: [KEY_POLICY],
  decidedAt: 'deployed',
  cannotSee: [
    'grants, which are made beside the policy',
    'whether a key is scheduled for deletion at this moment',
    'whether an account that the policy names is yours',
  ],
  parameters: { days: { default: 30, means: 'the fewest days between a deletion that is asked for and the deletion' } },
  check: together(
    rotates,
    (key, { days }) => {
      const found = Number(key.readOr('deletionWindowInDays', 30));
      return must(found >= days, `may be deleted after ${found} days; ${days} are wanted`, 'deletionWindowInDays');
    },
    isClosed,
  ),
});

/**
 * AWS rotates symmetric keys of its own material alone. Source: "Rotate AWS KMS keys", AWS Key Management Service Developer Guide (read 2026-11).
 */
function rotates(key: Resource) {
  const isGood = anyOf(
    () => key.readOr('enableKeyRotation', false) === true,
    () => key.readOr('customerMasterKeySpec', 'SYMMETRIC_DEFAULT') !== 'SYMMETRIC_DEFAULT',
    () => key.isGiven('customKeyStoreId'),
  );
  return must(isGood, 'does not rotate', 'enableKeyRotation');
}

/** Where no policy is given, AWS gives one that names the account alone. */
function isClosed(key: Resource) {
  const inline = key.isPlanned && !key.isGiven('policy') ? [] : [key];
  return every([...inline, ...key.from(KEY_POLICY, 'keyId')], (holder) =>
    every(statementsOf(holder, 'policy'), (one) => must(!isPublic(one), 'may be used by everybody', 'policy')),
  );
}
