import type { StepIo } from '../step-io.ts';

export interface FleetReading {
  readonly desired: number;
  readonly inService: number;
}

/** Calls `autoscaling.DescribeAutoScalingGroups`. A group that is not there has nothing desired. */
export async function readFleet(io: StepIo, region: string, group: string): Promise<FleetReading> {
  const { AutoScalingGroups } = await io.call('autoscaling.DescribeAutoScalingGroups', region, {
    AutoScalingGroupNames: [group],
  });
  const found = AutoScalingGroups?.[0];
  const inService = (found?.Instances ?? []).filter((instance) => instance.LifecycleState === 'InService').length;
  return { desired: found?.DesiredCapacity ?? 0, inService };
}

/** How many targets of a group are healthy. Calls `elbv2.DescribeTargetHealth`. */
export async function readHealthyTargets(io: StepIo, region: string, targetGroupArn: string): Promise<number> {
  const answer = await io.call('elbv2.DescribeTargetHealth', region, { TargetGroupArn: targetGroupArn });
  return (answer.TargetHealthDescriptions ?? []).filter((target) => target.TargetHealth?.State === 'healthy').length;
}
