import type { Rule } from 'evenkeel/policy';

export const LIFECYCLE: readonly Rule[] = [];
