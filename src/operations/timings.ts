import type { Mark } from './index.ts';

/**
 * How long things take, for the twin's physics and for a plan's expectations: one table for both, so that a plan can be
 * wrong only by chance, never by another figure. Seconds. `source` names the section of `timings-source.md` where the
 * published figure and its address stand; `estimated` means that the modelled figure is ours.
 */
export interface Timing {
  readonly p50: number;
  readonly p99: number;
  readonly mark: Mark;
  readonly source: string;
}

export const TIMINGS = {
  'rds.global-failover': { p50: 120, p99: 600, mark: 'estimated', source: '3h Aurora Global failover' },
  'rds.global-switchover': { p50: 60, p99: 180, mark: 'estimated', source: '3a Aurora Global switchover' },
  'rds.global-lag': { p50: 0.4, p99: 5, mark: 'estimated', source: '3a Aurora Global replication lag' },
  'rds.fencing': { p50: 5, p99: 60, mark: 'estimated', source: '3h write fencing' },
  'rds.global-endpoint': { p50: 15, p99: 60, mark: 'estimated', source: '3h Global writer endpoint moved' },
  'rds.secondary-rebuild': { p50: 1200, p99: 3600, mark: 'estimated', source: '3h other secondaries are rebuilt' },
  'rds.rejoin': { p50: 60, p99: 300, mark: 'estimated', source: 'none found' },
  'rds.cluster-create': { p50: 600, p99: 1800, mark: 'estimated', source: '3h New secondary cluster' },
  'rds.instance-create': { p50: 480, p99: 900, mark: 'estimated', source: '3a Aurora failover, no replica' },
  'rds.in-region-failover': { p50: 30, p99: 60, mark: 'estimated', source: '3a Aurora in-Region failover' },
  'rds.delete': { p50: 300, p99: 900, mark: 'estimated', source: 'none found' },
  'rds.snapshot': { p50: 300, p99: 900, mark: 'estimated', source: 'none found' },
  'rds.snapshot-restore': { p50: 900, p99: 3600, mark: 'estimated', source: '3a RDS snapshot restore to available' },
  'rds.minor-upgrade': { p50: 600, p99: 1800, mark: 'estimated', source: '3i Aurora minor upgrade of a cluster' },
  'rds.upgrade-restart': { p50: 20, p99: 120, mark: 'estimated', source: '3i restart of the engine' },
  'rds.modify': { p50: 60, p99: 300, mark: 'estimated', source: 'none found' },
  'ec2.launch': { p50: 26, p99: 80, mark: 'observed', source: '3b EC2 launch' },
  'ec2.application-start': { p50: 20, p99: 60, mark: 'estimated', source: 'none found' },
  'ec2.terminate': { p50: 30, p99: 120, mark: 'estimated', source: 'none found' },
  'ec2.nat-gateway': { p50: 60, p99: 180, mark: 'estimated', source: 'none found' },
  'autoscaling.react': { p50: 5, p99: 60, mark: 'estimated', source: '3b warm pool takes 60 s+ to react' },
  'autoscaling.retry': { p50: 30, p99: 60, mark: 'estimated', source: 'none found' },
  'elbv2.target-healthy': { p50: 15, p99: 30, mark: 'estimated', source: '3h New ALB target' },
  'elbv2.create': { p50: 120, p99: 300, mark: 'estimated', source: 'none found' },
  'elbv2.interfaces-gone': { p50: 120, p99: 600, mark: 'estimated', source: 'refusals NET-11' },
  'acm.validate': { p50: 60, p99: 600, mark: 'estimated', source: 'none found' },
  'gate.sample': { p50: 5, p99: 10, mark: 'estimated', source: 'none: the feeder of docs/adr/0002 samples every 10 s' },
  'gate.period': {
    p50: 30,
    p99: 60,
    mark: 'estimated',
    source: 'none: the rest of the 60 s that the checks of docs/adr/0002 look at',
  },
  'gate.alarm': {
    p50: 150,
    p99: 200,
    mark: 'estimated',
    source: 'none: two periods of 60 s and CloudWatch evaluation',
  },
  'route53.insync': { p50: 25, p99: 60, mark: 'estimated', source: '3c Route 53 record change' },
  'route53.metric-check': { p50: 10, p99: 30, mark: 'estimated', source: 'none found for metric checks' },
  'dynamodb.table': { p50: 8, p99: 30, mark: 'estimated', source: 'none found' },
  'lambda.function': { p50: 3, p99: 20, mark: 'estimated', source: 'none found' },
  'cloudwatch.visible': { p50: 2, p99: 20, mark: 'estimated', source: 'none found' },
  'backup.job': { p50: 600, p99: 3600, mark: 'estimated', source: '3d AWS Backup copy: no published duration' },
  'tagging.forgets': { p50: 7200, p99: 43_200, mark: 'estimated', source: 'none: boto/boto3#3341 saw some hours' },
  'kms.visible': { p50: 2, p99: 120, mark: 'estimated', source: '3h Visibility after a change' },
  'iam.visible': { p50: 10, p99: 60, mark: 'estimated', source: '3h Visibility after a change' },
} as const satisfies Record<string, Timing>;

export type TimingName = keyof typeof TIMINGS;
