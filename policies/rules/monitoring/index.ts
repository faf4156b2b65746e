import type { Rule } from 'evenkeel/policy';
import { mon03 } from './MON-03-log-groups.ts';
import { mon04 } from './MON-04-alarm-set.ts';
import { mon05 } from './MON-05-alarm-actions.ts';
import { mon06 } from './MON-06-engine-logs.ts';

export const MONITORING: readonly Rule[] = [mon03, mon04, mon05, mon06];
