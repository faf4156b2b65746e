import type { Oracle } from './build.ts';
import { ENCRYPTION } from './encryption.ts';
import { IDENTITY } from './identity.ts';
import { LIFECYCLE } from './lifecycle.ts';
import { MAINTENANCE } from './maintenance.ts';
import { MONITORING } from './monitoring.ts';
import { NETWORK } from './network.ts';
import { TAGGING } from './tagging.ts';

/** By area. */
export const ORACLES: Readonly<Record<string, Oracle>> = {
  encryption: ENCRYPTION,
  identity: IDENTITY,
  lifecycle: LIFECYCLE,
  maintenance: MAINTENANCE,
  monitoring: MONITORING,
  network: NETWORK,
  tagging: TAGGING,
};
