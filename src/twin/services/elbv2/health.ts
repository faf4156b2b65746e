import type { World } from '../../world.ts';
import { inRegion, instances, subnets } from '../ec2/records.ts';
import { balancers, balancersOf, keyOf, type Target } from './records.ts';

export interface Health {
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused';
  readonly reason?: string;
  readonly description?: string;
}

/** What DescribeTargetHealth says of a target, with AWS's reason codes (API reference, TargetHealth). */
export function healthOf(world: World, target: Target): Health {
  if (target.state === 'draining') return { state: 'draining', reason: 'Target.DeregistrationInProgress' };
  const unused = whyUnused(world, target);
  if (unused) return { state: 'unused', ...unused };
  if (target.state === 'initial') return { state: 'initial', reason: 'Elb.InitialHealthChecking' };
  if (target.state === 'unhealthy') return { state: 'unhealthy', reason: 'Target.FailedHealthChecks' };
  return { state: 'healthy' };
}

/** True where a balancer checks a target: a listener uses its group, its zone is enabled, its instance runs (row ELB-10). */
export function isChecked(world: World, target: Target): boolean {
  return whyUnused(world, target) === undefined;
}

function whyUnused(world: World, target: Target): Omit<Health, 'state'> | undefined {
  const used = balancersOf(world, target.targetGroupArn);
  if (used.length === 0) {
    return { reason: 'Target.NotInUse', description: 'the target group is not used by a listener' };
  }
  const instance = instances(world).get(inRegion(target.region, target.id));
  if (instance?.state !== 'running') {
    return { reason: 'Target.InvalidState', description: `the instance is ${instance?.state ?? 'gone'}` };
  }
  const zones = used.flatMap((arn) => balancers(world).get(keyOf(arn))?.subnetIds ?? []);
  if (!zones.some((id) => subnets(world).get(inRegion(target.region, id))?.zone === instance.zone)) {
    return { reason: 'Target.NotInUse', description: `the load balancer is not in ${instance.zone}` };
  }
  return undefined;
}
