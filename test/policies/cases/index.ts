import { BACKUP } from './backup/index.ts';
import type { ControlCases } from './build.ts';
import { ENCRYPTION } from './encryption/index.ts';
import { IDENTITY } from './identity/index.ts';
import { LIFECYCLE } from './lifecycle/index.ts';
import { MAINTENANCE } from './maintenance/index.ts';
import { MONITORING } from './monitoring/index.ts';
import { NETWORK } from './network/index.ts';
import { REDUNDANCY } from './redundancy/index.ts';
import { TAGGING } from './tagging/index.ts';

/** The cases of every control, by its id. */
export const CASES: Readonly<Record<string, ControlCases>> = {
  ...BACKUP,
  ...ENCRYPTION,
  ...IDENTITY,
  ...LIFECYCLE,
  ...MAINTENANCE,
  ...MONITORING,
  ...NETWORK,
  ...REDUNDANCY,
  ...TAGGING,
};
