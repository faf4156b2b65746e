import type { Backup } from './api.ts';
import { jobHandlers } from './jobs.ts';
import { planHandlers } from './plans.ts';
import { tagHandlers } from './tags.ts';
import { vaultHandlers } from './vaults.ts';

/**
 * AWS Backup: vaults with locks, plans and selections as they are kept, jobs and copies on demand. Plans do not start
 * jobs by themselves as time passes: not modelled.
 */
export const backup: Backup = { ...vaultHandlers, ...planHandlers, ...jobHandlers, ...tagHandlers };
