import { waitsForRegion } from '../../physics/lost-region.ts';
import type { World } from '../../world.ts';
import { deleteKey } from './deletion.ts';
import { type KeyRecord, keyOf, keys } from './records.ts';

/** When the waiting period of a key is over, it is gone; a replica can be used when it has been made. */
export function reactions(world: World): void {
  world.react('kms.delete', (event) => {
    const key = keyByArn(world, event.subject);
    if (key?.state === 'PendingDeletion' && !waitsForRegion(world, key.region, event)) deleteKey(world, key);
  });
  world.react('kms.replica-ready', (event) => {
    const key = keyByArn(world, event.subject);
    if (key?.state !== 'Creating' || waitsForRegion(world, key.region, event)) return;
    keys(world).put(`${key.region}/${key.id}`, { ...key, state: 'Enabled' });
  });
}

function keyByArn(world: World, arn: string): KeyRecord | undefined {
  return keyOf(world, arn.split(':')[3] ?? '', arn);
}
