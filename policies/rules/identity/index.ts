import type { Rule } from 'evenkeel/policy';

export const IDENTITY: readonly Rule[] = [];
