import type { Rule } from 'evenkeel/policy';

export const MAINTENANCE: readonly Rule[] = [];
