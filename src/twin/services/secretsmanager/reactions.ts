import type { World } from '../../world.ts';
import { secrets } from './records.ts';

/** When the recovery window of a secret is over, it is gone. */
export function reactions(world: World): void {
  world.react('secretsmanager.delete', (event) => {
    const secret = secrets(world)
      .values()
      .find((candidate) => candidate.arn === event.subject);
    if (secret?.deletionMs !== undefined) secrets(world).delete(`${secret.region}/${secret.name}`);
  });
}
