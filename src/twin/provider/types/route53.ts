import type { Adapter } from '../adapter.ts';
import { healthCheck } from './route53-health-check.ts';
import { record } from './route53-record.ts';
import { zone } from './route53-zone.ts';

export const adapters: readonly Adapter[] = [zone, record, healthCheck];
