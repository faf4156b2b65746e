import type { Handlers } from '../../call.ts';
import { functions } from './functions.ts';
import { policy } from './policy.ts';
import { tags } from './tags.ts';

/** Lambda: functions as configuration. The twin runs no function code; `services/events/feeder.ts` models one function. */
export const lambda: Handlers<typeof import('@aws-sdk/client-lambda')> = { ...functions, ...policy, ...tags };
