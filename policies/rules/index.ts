import type { Rule } from 'evenkeel/policy';
import { red01 } from './redundancy/RED-01-balancer-zones.ts';

/** Every rule, by its control's id. One that is not here does not exist: packs and audits take them from here. */
export const RULES: readonly Rule[] = [red01];
