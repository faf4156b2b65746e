import type { Rule } from 'evenkeel/policy';
import { BACKUP } from './backup/index.ts';
import { ENCRYPTION } from './encryption/index.ts';
import { IDENTITY } from './identity/index.ts';
import { LIFECYCLE } from './lifecycle/index.ts';
import { MAINTENANCE } from './maintenance/index.ts';
import { MONITORING } from './monitoring/index.ts';
import { NETWORK } from './network/index.ts';
import { REDUNDANCY } from './redundancy/index.ts';
import { TAGGING } from './tagging/index.ts';

const AREAS = [BACKUP, ENCRYPTION, IDENTITY, LIFECYCLE, MAINTENANCE, MONITORING, NETWORK, REDUNDANCY, TAGGING];

/** Every rule, by its control's id. One that is not here does not exist: packs and audits take them from here. */
export const RULES: readonly Rule[] = AREAS.flat().toSorted((a, b) => (a.id < b.id ? -1 : 1));
