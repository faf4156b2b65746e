import type { World } from '../../world.ts';
import type { Ec2 } from './api.ts';
import { inRegion } from './records.ts';
import { missing } from './refuse.ts';

/** Every image id that is named exists, until it is deregistered: the twin knows nothing else of images. */
export const imageHandlers: Ec2 = {
  DeregisterImage(input, call) {
    if (!input.ImageId) throw missing('ImageId');
    deregistered(call.world).put(inRegion(call.region, input.ImageId), call.world.nowMs);
    return { Return: true };
  },
};

export function imageIsGone(world: World, region: string, imageId: string): boolean {
  return deregistered(world).get(inRegion(region, imageId)) !== undefined;
}

/** Keys `region/image`; the value is the instant. */
function deregistered(world: World) {
  return world.table<number>('ec2.deregistered-image');
}
