import type { Rule } from 'evenkeel/policy';
import { bkp20 } from './backup/BKP-20-counterpart.ts';
import { net01 } from './network/NET-01-administration-ports.ts';
import { red01 } from './redundancy/RED-01-balancer-zones.ts';
import { red12 } from './redundancy/RED-12-cluster-members.ts';
import { tag01 } from './tagging/TAG-01-required-tags.ts';

/** Every rule, by its control's id. One that is not here does not exist: packs and audits take them from here. */
export const RULES: readonly Rule[] = [bkp20, net01, red01, red12, tag01];
