import { every, fail, must, rule, some } from 'evenkeel/policy';
import { onlyTier1Or2 } from '../../facts/audience.ts';
import { isElsewhere, PLAN } from '../../facts/backup-plan.ts';
import { isTier1 } from '../../facts/tier.ts';
import { GAPPED_VAULT, VAULT } from '../../facts/vault.ts';

export const bkp04 = rule({
  id: 'BKP-04',
  title: 'Backups are copied to another region, of tier 1 to another account as well',
  why: 'A region that is lost takes its vaults along; whoever takes over the account deletes them.',
  remedy: 'Add a `copyActions` to each rule, with a vault of another region, of tier 1 in another account.',
  severity: 'high',
  types: [PLAN],
  reads: [VAULT, GAPPED_VAULT],
  decidedAt: 'deployed',
  cannotSee: ['whether the copies succeed', 'the tier of what the plan takes: its own tag `tier` decides'],
  parameters: {},
  appliesTo: onlyTier1Or2,
  check(plan) {
    const rules = plan.list('rules');
    if (rules.length === 0) return fail('has no rule', 'rules');
    return every(rules, (one) =>
      some(one.list('copyActions'), (copy) =>
        must(
          () => isElsewhere(copy, plan, isTier1(plan)),
          'copies to no other region, or not out of the account',
          'rules',
        ),
      ),
    );
  },
});
