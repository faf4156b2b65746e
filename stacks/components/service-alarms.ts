import { MetricAlarm, type MetricAlarmArgs } from '@pulumi/aws/cloudwatch/metricAlarm.js';
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import { nameAt, type SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/** What tells a person of an outage to come at a site: balancer, instances, database, flags and feeder of the gate. */
export class ServiceAlarms extends ComponentResource {
  readonly #name: string;
  readonly #args: ServiceAlarmsArgs;

  constructor(name: string, args: ServiceAlarmsArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:ServiceAlarms', name, {}, options);
    this.#name = name;
    this.#args = args;
    const { place, balancer, fleet, clusterId, gateTable, gateFeeder } = args;
    const { min } = place.system.service.size;
    const LoadBalancer = balancer.arnSuffix;
    const ofBalancer = { namespace: 'AWS/ApplicationELB', dimensions: { LoadBalancer } };
    const group = { LoadBalancer, TargetGroup: balancer.targetGroupSuffix };
    this.#above('unhealthy-hosts', 'UnHealthyHostCount', 1, { ...ofBalancer, dimensions: group, statistic: 'Minimum' });
    this.#above('balancer-errors', 'HTTPCode_ELB_5XX_Count', MOST_ERRORS, { ...ofBalancer, statistic: 'Sum' });
    this.#alarm('few-instances', 'GroupInServiceInstances', min, {
      namespace: 'AWS/AutoScaling',
      dimensions: { AutoScalingGroupName: fleet },
      statistic: 'Minimum',
      comparisonOperator: 'LessThanThreshold',
    });
    const ofDatabase = { namespace: 'AWS/RDS', dimensions: { DBClusterIdentifier: clusterId } };
    this.#above('database-cpu', 'CPUUtilization', MOST_CPU_PERCENT, { ...ofDatabase, statistic: 'Average' });
    this.#alarm('database-memory', 'FreeableMemory', LEAST_MEMORY_BYTES, {
      ...ofDatabase,
      statistic: 'Minimum',
      comparisonOperator: 'LessThanThreshold',
    });
    const ofFlags = { namespace: 'AWS/DynamoDB', dimensions: { TableName: gateTable }, statistic: 'Sum' };
    for (const metric of ['ReadThrottleEvents', 'WriteThrottleEvents', 'SystemErrors']) {
      this.#above(`flags-${metric.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase()}`, metric, 1, ofFlags);
    }
    const ofFeeder = { namespace: 'AWS/Lambda', dimensions: { FunctionName: gateFeeder }, statistic: 'Sum' };
    this.#above('feeder-errors', 'Errors', 1, ofFeeder);
    this.registerOutputs({});
  }

  #above(label: string, metricName: string, threshold: number, about: About): void {
    this.#alarm(label, metricName, threshold, { ...about, comparisonOperator: 'GreaterThanOrEqualToThreshold' });
  }

  #alarm(label: string, metricName: string, threshold: number, about: About & { comparisonOperator: string }): void {
    const { place, topicArn } = this.#args;
    new MetricAlarm(
      `${this.#name}-${label}`,
      {
        ...about,
        name: nameAt(place, 'alarm', label),
        metricName,
        threshold,
        period: 60,
        evaluationPeriods: 3,
        // an idle site has no such samples; that it serves nobody is another alarm's
        treatMissingData: 'notBreaching',
        alarmActions: [topicArn],
        okActions: [topicArn],
        tags: tagsOf(place, 'service-alarms'),
      },
      { parent: this },
    );
  }
}

export interface ServiceAlarmsArgs {
  readonly place: SitePlace;
  readonly topicArn: Input<string>;
  readonly balancer: { readonly arnSuffix: Output<string>; readonly targetGroupSuffix: Output<string> };
  readonly fleet: Output<string>;
  readonly clusterId: Output<string>;
  readonly gateTable: Output<string>;
  readonly gateFeeder: Output<string>;
}

type About = Pick<MetricAlarmArgs, 'namespace' | 'dimensions' | 'statistic'>;

const MOST_ERRORS = 10;
const MOST_CPU_PERCENT = 90;
const LEAST_MEMORY_BYTES = 1024 ** 3;
