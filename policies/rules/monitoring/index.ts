import type { Rule } from 'evenkeel/policy';
import { mon01 } from './MON-01-trail.ts';
import { mon02 } from './MON-02-recorder.ts';
import { mon03 } from './MON-03-log-groups.ts';
import { mon04 } from './MON-04-alarm-set.ts';
import { mon05 } from './MON-05-alarm-actions.ts';
import { mon06 } from './MON-06-engine-logs.ts';
import { mon07 } from './MON-07-access-logs.ts';
import { mon08 } from './MON-08-backup-failures.ts';
import { mon09 } from './MON-09-detective-services.ts';

export const MONITORING: readonly Rule[] = [mon01, mon02, mon03, mon04, mon05, mon06, mon07, mon08, mon09];
