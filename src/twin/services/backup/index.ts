import type { Backup } from './api.ts';
import { backupJobHandlers } from './backup-jobs.ts';
import { copyJobHandlers } from './copy-jobs.ts';
import { legalHoldHandlers } from './legal-holds.ts';
import { planHandlers } from './plans.ts';
import { recoveryPointHandlers } from './recovery-points.ts';
import { restoreJobHandlers } from './restore-jobs.ts';
import { tagHandlers } from './tags.ts';
import { vaultHandlers } from './vaults.ts';

/**
 * AWS Backup: vaults with locks, plans and selections as they are kept, jobs, copies and restores on demand, recovery points
 * that expire, legal holds. Plans do not start jobs by themselves as time passes: not modelled.
 */
export const backup: Backup = {
  ...vaultHandlers,
  ...planHandlers,
  ...backupJobHandlers,
  ...copyJobHandlers,
  ...restoreJobHandlers,
  ...recoveryPointHandlers,
  ...legalHoldHandlers,
  ...tagHandlers,
};
