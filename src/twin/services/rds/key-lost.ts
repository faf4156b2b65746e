import type { World } from '../../world.ts';
import { recordEvent } from './events.ts';
import { clusters, membersOf, putCluster } from './records.ts';

/**
 * A key has been disabled or is to be deleted. Members of a global cluster that are encrypted with it become
 * inaccessible for good (refusals, GDB-50); other databases go on until they need the data key again (KMS-11).
 */
export function keyLost(world: World, keyArn: string): void {
  for (const cluster of clusters(world).values()) {
    if (cluster.kmsKeyId !== keyArn || cluster.globalClusterId === undefined) continue;
    putCluster(world, { ...cluster, status: 'inaccessible-encryption-credentials' });
    for (const member of membersOf(world, cluster)) {
      recordEvent(world, 'RDS-EVENT-0419', member.arn, { instance: member.id });
    }
  }
}
