import { BACKUP } from './backup/index.ts';
import type { Oracle } from './build.ts';
import { ENCRYPTION } from './encryption.ts';
import { LIFECYCLE } from './lifecycle.ts';
import { MAINTENANCE } from './maintenance.ts';
import { MONITORING } from './monitoring.ts';
import { REDUNDANCY } from './redundancy.ts';
import { TAGGING } from './tagging.ts';

/** By area. */
export const ORACLES: Readonly<Record<string, Oracle>> = {
  encryption: ENCRYPTION,
  backup: BACKUP,
  lifecycle: LIFECYCLE,
  maintenance: MAINTENANCE,
  monitoring: MONITORING,
  redundancy: REDUNDANCY,
  tagging: TAGGING,
};
