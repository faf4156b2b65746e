import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { inRegion } from './records.ts';

interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

/**
 * Takes tokens from a bucket of account and region, or throws `RequestLimitExceeded`. A refused call takes none, since
 * its transaction is undone.
 */
export function takeTokens(call: Call, name: string, wanted: number, limits: Limits): void {
  const table = call.world.table<Bucket>('ec2.token-bucket');
  const key = inRegion(call.region, name);
  const before = table.get(key) ?? { tokens: limits.burst, atMs: call.world.nowMs };
  const refilled = before.tokens + ((call.world.nowMs - before.atMs) / 1000) * limits.perSecond;
  const tokens = Math.min(limits.burst, refilled) - wanted;
  if (tokens < 0) {
    throw new AwsError('RequestLimitExceeded', `${name}: more than ${limits.burst} and ${limits.perSecond} a second`, {
      status: 503,
      row: 'EC2-08',
    });
  }
  table.put(key, { tokens, atMs: call.world.nowMs });
}

export interface Limits {
  readonly burst: number;
  readonly perSecond: number;
}

/** timings-source.md 3h, "EC2 request buckets" and "EC2 resource buckets": documented. */
export const RUN_INSTANCES_REQUESTS: Limits = { burst: 5, perSecond: 2 };
export const RUN_INSTANCES_INSTANCES: Limits = { burst: 1000, perSecond: 2 };
