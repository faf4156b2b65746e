import type { StepIo } from '../step-io.ts';

/** What a balancer did with the requests of clients. */
export interface RequestReading {
  readonly requests: number;
  readonly errors: number;
}

const PERIOD_SECONDS = 60;

/**
 * Requests that came to a balancer, and how many of them it or its targets answered with 5xx, in the whole minutes since an instant.
 * None where nobody asked it. Calls `cloudwatch.GetMetricData`.
 */
export async function readRequests(
  io: StepIo,
  region: string,
  balancerArn: string,
  sinceMs: number,
): Promise<RequestReading> {
  const Dimensions = [{ Name: 'LoadBalancer', Value: balancerDimension(balancerArn) }];
  const { MetricDataResults = [] } = await io.call('cloudwatch.GetMetricData', region, {
    StartTime: new Date(sinceMs),
    EndTime: new Date(io.nowMs()),
    MetricDataQueries: Object.entries(METRICS).map(([Id, MetricName]) => ({
      Id,
      MetricStat: {
        Metric: { Namespace: 'AWS/ApplicationELB', MetricName, Dimensions },
        Period: PERIOD_SECONDS,
        Stat: 'Sum',
      },
    })),
  });
  const sum = (id: keyof typeof METRICS) =>
    (MetricDataResults.find((one) => one.Id === id)?.Values ?? []).reduce((total, value) => total + value, 0);
  return { requests: sum('requests'), errors: sum('targets') + sum('balancer') };
}

/** How metrics name a balancer: the last part of its ARN. */
export function balancerDimension(arn: string): string {
  return arn.split(':loadbalancer/')[1] ?? arn;
}

/** "CloudWatch metrics for your Application Load Balancer"; 4xx are the clients' own. */
const METRICS = {
  requests: 'RequestCount',
  targets: 'HTTPCode_Target_5XX_Count',
  balancer: 'HTTPCode_ELB_5XX_Count',
} as const;
