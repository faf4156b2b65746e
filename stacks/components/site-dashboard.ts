import { Dashboard } from '@pulumi/aws/cloudwatch/dashboard.js';
import { ComponentResource, type ComponentResourceOptions, jsonStringify, type Output } from '@pulumi/pulumi';
import { nameAt, namespaceOf, type SitePlace } from '../layout/place.ts';

/** One page on which a site is seen: requests, instances, database, and what the gate's feeder says. */
export class SiteDashboard extends ComponentResource {
  constructor(name: string, args: SiteDashboardArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:SiteDashboard', name, {}, options);
    const { place } = args;
    new Dashboard(
      `${name}-page`,
      { dashboardName: nameAt(place, 'dashboard'), dashboardBody: bodyOf(args) },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

export interface SiteDashboardArgs {
  readonly place: SitePlace;
  readonly balancerSuffix: Output<string>;
  readonly fleet: Output<string>;
  readonly clusterId: Output<string>;
}

type Metric = readonly (string | Output<string>)[];

function bodyOf({ place, balancerSuffix, fleet, clusterId }: SiteDashboardArgs): Output<string> {
  const balancer = (metric: string): Metric => ['AWS/ApplicationELB', metric, 'LoadBalancer', balancerSuffix];
  const database = (metric: string): Metric => ['AWS/RDS', metric, 'DBClusterIdentifier', clusterId];
  const gate = (metric: string): Metric => [namespaceOf(place), metric, 'Site', place.site.name];
  const rows: readonly (readonly [title: string, metrics: readonly Metric[]])[] = [
    ['Requests', [balancer('RequestCount'), balancer('HTTPCode_ELB_5XX_Count'), balancer('TargetResponseTime')]],
    ['Instances', [['AWS/AutoScaling', 'GroupInServiceInstances', 'AutoScalingGroupName', fleet]]],
    ['Database', [database('CPUUtilization'), database('CommitThroughput'), database('AuroraGlobalDBReplicationLag')]],
    ['Gate', [gate('Claim'), gate('ServiceReachable')]],
  ];
  return jsonStringify({
    widgets: rows.map(([title, metrics], index) => ({
      type: 'metric',
      x: 12 * (index % 2),
      y: 6 * Math.floor(index / 2),
      width: 12,
      height: 6,
      properties: { title, metrics, region: place.site.region, period: 60, stat: 'Average' },
    })),
  });
}
