import type { Handlers } from '../../call.ts';
import { answers } from './answers.ts';
import { changes } from './change.ts';
import { healthChecks } from './health-checks.ts';
import { recordSets } from './record-sets.ts';
import { tags } from './tags.ts';
import { zones } from './zones.ts';

/** Route 53's control plane, homed in us-east-1. Its data plane is `dns.ts`. */
export const route53: Handlers<typeof import('@aws-sdk/client-route-53')> = {
  ...zones,
  ...recordSets,
  ...changes,
  ...healthChecks,
  ...answers,
  ...tags,
};
