import { every, missing, must, rule } from 'evenkeel/policy';
import { deniesAllBut } from '../../facts/denial.ts';
import { statementsOf } from '../../facts/policy-document.ts';
import { VAULT } from '../../facts/vault.ts';

const POLICY = 'aws:backup/vaultPolicy:VaultPolicy';
const GUARDED = ['backup:DeleteRecoveryPoint', 'backup:PutBackupVaultAccessPolicy'];

export const bkp06 = rule({
  id: 'BKP-06',
  title: 'Nobody but a break-glass role deletes recovery points or changes the policy of their vault',
  why: 'A stolen administrator deletes the backups before the data: the policy of the vault stops him, and he must not change it.',
  remedy: 'Deny both actions to everybody in a `VaultPolicy`, except the role by `ArnNotEquals` on `aws:PrincipalArn`.',
  severity: 'high',
  types: [VAULT],
  reads: [POLICY],
  decidedAt: 'estate',
  cannotSee: ['who may use the role that is excepted', 'policies of the organisation that deny the same'],
  parameters: {},
  check(vault, _, { estate }) {
    const policies = vault.from(POLICY, 'backupVaultName');
    if (policies.length === 0) return missing(estate, 'has no policy');
    return every(policies, (policy) => {
      const statements = statementsOf(policy, 'policy');
      return every(GUARDED, (action) =>
        must(
          statements.some((one) => deniesAllBut(one, action)),
          `denies ${action} to nobody, or not to everybody`,
        ),
      );
    });
  },
});
