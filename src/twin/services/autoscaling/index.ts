import type { AutoScaling } from './api.ts';
import { capacityHandlers } from './capacity.ts';
import { groupHandlers } from './groups.ts';
import { refreshHandlers } from './refresh.ts';
import { tagHandlers } from './tags.ts';

export { reactions } from './reactions.ts';

/** The operations of EC2 Auto Scaling that the twin models. Lifecycle hooks, policies and warm pools are not. */
export const autoscaling: AutoScaling = { ...groupHandlers, ...capacityHandlers, ...refreshHandlers, ...tagHandlers };
