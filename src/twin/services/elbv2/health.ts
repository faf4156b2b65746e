import type { World } from '../../world.ts';
import { inRegion, instances, subnets } from '../ec2/records.ts';
import { balancers, balancersOf, keyOf, type Target } from './records.ts';

export interface Health {
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused';
  readonly reason?: string;
  readonly description?: string;
}

/** What DescribeTargetHealth says of a target, with AWS's reason codes (API reference, TargetHealth). */
export function healthOf(world: World, target: Target, use: GroupUse = useOf(world, target.targetGroupArn)): Health {
  if (target.state === 'draining') return { state: 'draining', reason: 'Target.DeregistrationInProgress' };
  const unused = whyUnused(world, target, use);
  if (unused) return { state: 'unused', ...unused };
  if (target.state === 'initial') return { state: 'initial', reason: 'Elb.InitialHealthChecking' };
  if (target.state === 'unhealthy') return { state: 'unhealthy', reason: 'Target.FailedHealthChecks' };
  return { state: 'healthy' };
}

/** True where a balancer checks a target: a listener uses its group, its zone is enabled, its instance runs (row ELB-10). */
export function isChecked(world: World, target: Target): boolean {
  return whyUnused(world, target, useOf(world, target.targetGroupArn)) === undefined;
}

/** What is the same for all targets of a group; whoever asks for many of them finds it out once. */
export interface GroupUse {
  /** A listener forwards to it. */
  readonly isUsed: boolean;
  /** Zones that are enabled for its balancers. */
  readonly zones: ReadonlySet<string | undefined>;
}

export function useOf(world: World, targetGroupArn: string): GroupUse {
  const used = balancersOf(world, targetGroupArn);
  const zones = used.flatMap((arn) => {
    const balancer = balancers(world).get(keyOf(arn));
    return balancer?.subnetIds.map((id) => subnets(world).get(inRegion(balancer.region, id))?.zone) ?? [];
  });
  return { isUsed: used.length > 0, zones: new Set(zones) };
}

function whyUnused(world: World, target: Target, use: GroupUse): Omit<Health, 'state'> | undefined {
  if (!use.isUsed) {
    return { reason: 'Target.NotInUse', description: 'the target group is not used by a listener' };
  }
  const instance = instances(world).get(inRegion(target.region, target.id));
  if (instance?.state !== 'running') {
    return { reason: 'Target.InvalidState', description: `the instance is ${instance?.state ?? 'gone'}` };
  }
  if (!use.zones.has(instance.zone)) {
    return { reason: 'Target.NotInUse', description: `the load balancer is not in ${instance.zone}` };
  }
  return undefined;
}
