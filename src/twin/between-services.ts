import { type ComputedMetric, registerComputedMetric } from './services/cloudwatch/metrics.ts';
import { healthOf } from './services/elbv2/health.ts';
import { isBalancerActive } from './services/elbv2/load-balancers.ts';
import { balancersOf, loadBalancerByDnsName, targetGroups, targetsOf } from './services/elbv2/records.ts';
import { replicationLagMs } from './services/rds/replication.ts';
import { registerAliasHealth } from './services/route53/dns.ts';
import type { World } from './world.ts';

/**
 * What one service of AWS tells another by itself: Aurora's replication lag to CloudWatch, the health of a balancer to
 * Route 53. The same functions for every world, so that registering them again changes nothing.
 */
export function connectServices(): void {
  registerComputedMetric('AWS/RDS/AuroraGlobalDBReplicationLag', lagOfCluster);
  registerComputedMetric('AWS/RDS/AuroraGlobalDBRPOLag', lagOfCluster);
  registerAliasHealth(isBalancerHealthy);
}

/** Published in the secondary's region under the dimension `DBClusterIdentifier` alone. */
const lagOfCluster: ComputedMetric = (world, region, dimensions, atMs) => {
  const { DBClusterIdentifier: cluster, ...others } = dimensions;
  if (cluster === undefined || Object.keys(others).length > 0) return undefined;
  return replicationLagMs(world, `arn:aws:rds:${region}:${world.account}:cluster:${cluster}`, atMs);
};

/** Each target group of the balancer has a healthy target: with none, or only unhealthy ones, it is not (refusals R53-07). */
function isBalancerHealthy(world: World, dnsName: string): boolean {
  const balancer = loadBalancerByDnsName(world, dnsName);
  if (!balancer || !isBalancerActive(world, balancer.arn)) return false;
  return targetGroups(world)
    .values(`${balancer.region}/`)
    .filter(({ arn }) => balancersOf(world, arn).includes(balancer.arn))
    .every(({ arn }) => targetsOf(world, arn).some((target) => healthOf(world, target).state === 'healthy'));
}
