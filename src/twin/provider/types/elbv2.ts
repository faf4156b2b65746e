import type { Adapter } from '../adapter.ts';
import { listener } from './elbv2-listener.ts';
import { loadBalancer } from './elbv2-load-balancer.ts';
import { targetGroup } from './elbv2-target-group.ts';

/** Application load balancers (types `aws:lb/…`). */
export const adapters: readonly Adapter[] = [listener, loadBalancer, targetGroup];
