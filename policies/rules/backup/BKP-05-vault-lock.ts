import { missing, must, type Resource, rule, some, together } from 'evenkeel/policy';
import { PLAN } from '../../facts/backup-plan.ts';
import { isTier1 } from '../../facts/tier.ts';
import { GAPPED_VAULT, mostDaysIn, VAULT } from '../../facts/vault.ts';

const LOCK = 'aws:backup/vaultLockConfiguration:VaultLockConfiguration';

export const bkp05 = rule({
  id: 'BKP-05',
  title: 'A vault is locked for as long as its plans keep backups, of tier 1 for good',
  why: 'Who gets hold of the account deletes its backups first: a lock in compliance mode holds against the root user.',
  remedy:
    'Add a `VaultLockConfiguration` with `minRetentionDays` of the longest plan, of tier 1 with `changeableForDays`.',
  severity: 'high',
  types: [VAULT, GAPPED_VAULT],
  reads: [LOCK, PLAN],
  decidedAt: 'estate',
  cannotSee: ['plans that are in none of the checkpoints', 'whether the days in which a lock may be changed are over'],
  parameters: {},
  check: {
    [VAULT](vault, parameters, context) {
      const locks = vault.from(LOCK, 'backupVaultName');
      if (locks.length === 0) return missing(context.estate, 'is not locked');
      const isForGood = (lock: Resource) => () =>
        must(() => !isTier1(vault) || lock.isGiven('changeableForDays'), OPEN_LOCK);
      return some(locks, (lock) => together(() => holds(lock, vault), isForGood(lock))(vault, parameters, context));
    },
    // locked in compliance mode from the beginning: "Logically air-gapped vault", AWS Backup Developer Guide (read 2026-11)
    [GAPPED_VAULT]: (vault) => holds(vault, vault),
  },
});

const OPEN_LOCK = 'has a lock that may be taken off: changeableForDays is not set';

function holds(lock: Resource, vault: Resource) {
  const days = lock.number('minRetentionDays') ?? 0;
  const most = mostDaysIn(vault);
  return must(days > 0 && days >= most, `is locked for ${days} days; its plans keep ${most}`);
}
