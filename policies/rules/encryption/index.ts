import type { Rule } from 'evenkeel/policy';

export const ENCRYPTION: readonly Rule[] = [];
