import { MetricAlarm, type MetricAlarmArgs } from '@pulumi/aws/cloudwatch/metricAlarm.js';
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import { nameAt, namespaceOf, othersOf, type SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/** What a site sees: its own signals of the gate, whether the public name answers, how far its copy of the database lags. */
export class SiteAlarms extends ComponentResource {
  /** In alarm while the site does not claim. */
  readonly claim: Output<string>;
  /** By the name of the other site: in alarm while this site vetoes it. */
  readonly vetoes: Readonly<Record<string, Output<string>>>;
  readonly serviceUnreachable: Output<string>;
  readonly replicationLag: Output<string>;
  readonly #name: string;
  readonly #place: SitePlace;
  readonly #topicArn: Input<string>;

  constructor(name: string, args: SiteAlarmsArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:SiteAlarms', name, {}, options);
    const { place } = args;
    this.#name = name;
    this.#place = place;
    this.#topicArn = args.topicArn;
    const Site = place.site.name;
    this.claim = this.#alarm('claim', {
      ...signal(place, 'Claim', { Site }),
      alarmDescription: `${Site} does not claim to serve`,
      comparisonOperator: 'LessThanThreshold',
      // no stream is no claim; the health check decides so by itself
      treatMissingData: 'breaching',
    });
    this.vetoes = Object.fromEntries(
      othersOf(place).map((other) => [
        other.name,
        this.#alarm(`veto-${other.name}`, {
          ...signal(place, 'Veto', { Site, Against: other.name }),
          alarmDescription: `${Site} vetoes ${other.name}`,
          comparisonOperator: 'GreaterThanOrEqualToThreshold',
          // no stream changes nothing: a veto outlives who spoke it
          treatMissingData: 'missing',
        }),
      ]),
    );
    this.serviceUnreachable = this.#alarm('service-unreachable', {
      ...signal(place, 'ServiceReachable', { Site }),
      alarmDescription: `the public name does not answer, seen from ${Site}`,
      comparisonOperator: 'LessThanThreshold',
      evaluationPeriods: 2,
      treatMissingData: 'breaching',
    });
    this.replicationLag = this.#alarm('replication-lag', lag(args));
    this.registerOutputs({});
  }

  #alarm(label: string, args: Omit<MetricAlarmArgs, 'name' | 'tags'>): Output<string> {
    const name = nameAt(this.#place, 'alarm', label);
    const tags = tagsOf(this.#place, 'site-alarms');
    const alarmActions = [this.#topicArn];
    return new MetricAlarm(`${this.#name}-${label}`, { ...args, name, alarmActions, tags }, { parent: this }).name;
  }
}

export interface SiteAlarmsArgs {
  readonly place: SitePlace;
  readonly clusterId: Output<string>;
  readonly topicArn: Input<string>;
}

/** A signal of the gate's feeder over a minute: at least 1 where it was on in any sample. */
function signal(place: SitePlace, metricName: string, dimensions: Readonly<Record<string, string>>) {
  return {
    namespace: namespaceOf(place),
    metricName,
    dimensions: { ...dimensions },
    statistic: 'Maximum',
    period: 60,
    evaluationPeriods: 1,
    threshold: 1,
  };
}

function lag({ place, clusterId }: SiteAlarmsArgs): Omit<MetricAlarmArgs, 'name' | 'tags'> {
  return {
    namespace: 'AWS/RDS',
    metricName: 'AuroraGlobalDBReplicationLag',
    dimensions: { DBClusterIdentifier: clusterId },
    alarmDescription: `the copy of the database at ${place.site.name} is further behind than may be lost`,
    statistic: 'Maximum',
    period: 60,
    evaluationPeriods: 1,
    // the metric is in milliseconds
    threshold: place.system.recovery.objectives.rpoSeconds * 1000,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    // the site that writes has no copy and no such metric
    treatMissingData: 'notBreaching',
  };
}
