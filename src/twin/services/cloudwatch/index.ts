import type { Handlers } from '../../call.ts';
import { alarms } from './alarms.ts';
import { data } from './data.ts';
import { tags } from './tags.ts';

/** CloudWatch: metric alarms and metric data. */
export const cloudwatch: Handlers<typeof import('@aws-sdk/client-cloudwatch')> = { ...alarms, ...data, ...tags };
