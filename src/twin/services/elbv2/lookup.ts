import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { balancers, keyOf, type LoadBalancer, type TargetGroup, targetGroups } from './records.ts';

/** The record of the caller's region, or `LoadBalancerNotFound`. */
export function balancerOf(call: Call, arn: string | undefined): LoadBalancer {
  const balancer = balancers(call.world).get(keyOf(arn ?? ''));
  if (!balancer || balancer.region !== call.region) throw noBalancer(arn);
  return balancer;
}

/** The record of the caller's region, or `TargetGroupNotFound`. */
export function groupOf(call: Call, arn: string | undefined): TargetGroup {
  const group = targetGroups(call.world).get(keyOf(arn ?? ''));
  if (!group || group.region !== call.region) throw noGroup(arn);
  return group;
}

export function noBalancer(name: string | undefined): AwsError {
  return new AwsError('LoadBalancerNotFound', `there is no load balancer ${name}`);
}

export function noGroup(name: string | undefined): AwsError {
  return new AwsError('TargetGroupNotFound', `there is no target group ${name}`);
}
