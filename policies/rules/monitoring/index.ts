import type { Rule } from 'evenkeel/policy';

export const MONITORING: readonly Rule[] = [];
