import { requires, rule, together } from 'evenkeel/policy';
import { FLEET, FLEET_ATTACHMENT, isBehindBalancer, TARGET_GROUP, TRAFFIC_SOURCE } from '../../facts/targets.ts';

export const red10 = rule({
  id: 'RED-10',
  title: 'An Auto Scaling group behind a load balancer believes its health checks, after a time to begin',
  why: 'A machine that runs and serves nothing is well for EC2: it is never replaced. Without a time to begin each is replaced before it serves.',
  remedy: 'Set `healthCheckType` to `ELB`, and `healthCheckGracePeriod` to what an instance takes to begin.',
  severity: 'medium',
  types: [FLEET],
  reads: [TARGET_GROUP, FLEET_ATTACHMENT, TRAFFIC_SOURCE],
  decidedAt: 'preview',
  cannotSee: ['whether the grace period is as long as an instance takes to begin'],
  parameters: {},
  appliesTo: (fleet) => isBehindBalancer(fleet) || 'no balancer sends to it',
  check: together(
    requires('healthCheckType', 'ELB', { default: 'EC2' }),
    requires('healthCheckGracePeriod', { atLeast: 1 }, { default: 300 }),
  ),
});
