import type { Rule } from 'evenkeel/policy';
import { tag01 } from './TAG-01-required-tags.ts';
import { tag02 } from './TAG-02-tag-values.ts';
import { tag03 } from './TAG-03-budget.ts';
import { tag04 } from './TAG-04-orphans.ts';

export const TAGGING: readonly Rule[] = [tag01, tag02, tag03, tag04];
