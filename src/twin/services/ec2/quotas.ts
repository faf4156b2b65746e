import type { Table, World } from '../../world.ts';

/**
 * Quotas in force, keys `region/elastic-ips` and `region/instances`. The twin does not know an account's quotas: without a
 * record nothing is limited.
 */
export function quotas(world: World): Table<number> {
  return world.table('ec2.quota');
}
