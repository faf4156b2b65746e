import type { World } from '../../world.ts';
import { keys } from './records.ts';

/** When the waiting period of a key is over, it is gone. */
export function reactions(world: World): void {
  world.react('kms.delete', (event) => {
    const key = keys(world)
      .values()
      .find((candidate) => candidate.arn === event.subject);
    if (key?.state === 'PendingDeletion') keys(world).delete(`${key.region}/${key.id}`);
  });
}
