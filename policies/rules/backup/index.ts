import type { Rule } from 'evenkeel/policy';
import { bkp20 } from './BKP-20-counterpart.ts';

export const BACKUP: readonly Rule[] = [bkp20];
