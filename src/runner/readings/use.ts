import type { SiteTopology } from '../../graph/topology.ts';
import { type Uses, uses } from '../step.ts';
import type { StepIo } from '../step-io.ts';
import { sumOfMetric } from './metric.ts';
import { balancerDimension } from './requests.ts';

/** Where Route 53's metrics are, whatever zone they are of. Source: Route 53 developer guide, monitoring hosted zones. */
const ROUTE53_METRICS = 'us-east-1';

/** What clients asked of a system in a span of time. `undefined`: CloudWatch has no datapoint. */
export interface Use {
  /** Requests that the balancers of all sites took. */
  readonly requests: number | undefined;
  /** Questions that name servers answered for the zone. */
  readonly queries: number | undefined;
}

/** What `readUse` calls. */
export function readsUse(sites: readonly SiteTopology[]): Uses[] {
  const regions = new Set([ROUTE53_METRICS, ...sites.map(({ region }) => region)]);
  return [...regions].sort().flatMap((region) => uses(region, 'cloudwatch.GetMetricData'));
}

/** Client traffic since an instant: balancers' RequestCount, and the zone's DNSQueries. */
export async function readUse(
  io: StepIo,
  { sites, zone }: { readonly sites: readonly SiteTopology[]; readonly zone: { readonly id: string } },
  sinceMs: number,
): Promise<Use> {
  const counts: (number | undefined)[] = [];
  for (const { region, balancer } of sites) {
    const dimensions = { LoadBalancer: balancerDimension(balancer.arn) };
    counts.push(
      await sumOfMetric(io, { region, namespace: 'AWS/ApplicationELB', name: 'RequestCount', dimensions, sinceMs }),
    );
  }
  const queries = await sumOfMetric(io, {
    region: ROUTE53_METRICS,
    namespace: 'AWS/Route53',
    name: 'DNSQueries',
    dimensions: { HostedZoneId: zone.id },
    sinceMs,
  });
  const known = counts.filter((count) => count !== undefined);
  return { requests: known.length === 0 ? undefined : known.reduce((sum, count) => sum + count, 0), queries };
}
