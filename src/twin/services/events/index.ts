import type { Handlers } from '../../call.ts';
import { rules } from './rules.ts';
import { targets } from './targets.ts';

/** EventBridge: rules of the default bus and their targets. */
export const events: Handlers<typeof import('@aws-sdk/client-eventbridge')> = { ...rules, ...targets };
