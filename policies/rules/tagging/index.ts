import type { Rule } from 'evenkeel/policy';
import { tag01 } from './TAG-01-required-tags.ts';

export const TAGGING: readonly Rule[] = [tag01];
