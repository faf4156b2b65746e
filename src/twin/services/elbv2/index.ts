import type { Elbv2 } from './api.ts';
import { listenerHandlers } from './listeners.ts';
import { loadBalancerHandlers } from './load-balancers.ts';
import { tagHandlers } from './tags.ts';
import { targetHandlers } from './target-calls.ts';
import { targetGroupHandlers } from './target-groups.ts';

export { breakApplication, repairApplication } from './application.ts';
export { isBalancerActive } from './load-balancers.ts';
export { reachableTargets, routableTargets } from './reachable-targets.ts';
export { reactions } from './reactions.ts';

/** The operations of Elastic Load Balancing that the twin models: application load balancers in front of instances. */
export const elbv2: Elbv2 = {
  ...loadBalancerHandlers,
  ...targetGroupHandlers,
  ...targetHandlers,
  ...listenerHandlers,
  ...tagHandlers,
};
