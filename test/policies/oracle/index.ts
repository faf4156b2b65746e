import { BACKUP } from './backup/index.ts';
import type { Oracle } from './build.ts';
import { ENCRYPTION } from './encryption.ts';
import { IDENTITY } from './identity.ts';
import { LIFECYCLE } from './lifecycle.ts';
import { MAINTENANCE } from './maintenance.ts';
import { MONITORING } from './monitoring.ts';
import { NETWORK } from './network.ts';
import { REDUNDANCY } from './redundancy.ts';
import { TAGGING } from './tagging.ts';

/** By area. */
export const ORACLES: Readonly<Record<string, Oracle>> = {
  backup: BACKUP,
  encryption: ENCRYPTION,
  identity: IDENTITY,
  lifecycle: LIFECYCLE,
  maintenance: MAINTENANCE,
  monitoring: MONITORING,
  network: NETWORK,
  redundancy: REDUNDANCY,
  tagging: TAGGING,
};
