import type { World } from '../../world.ts';
import type { Tags } from '../tag-list.ts';

export type Statistic = 'Average' | 'Maximum' | 'Minimum' | 'SampleCount' | 'Sum';
export type Comparison =
  | 'GreaterThanOrEqualToThreshold'
  | 'GreaterThanThreshold'
  | 'LessThanOrEqualToThreshold'
  | 'LessThanThreshold';
export type MissingData = 'breaching' | 'missing' | 'notBreaching';
export type Dimensions = Readonly<Record<string, string>>;

/** A metric of one region: what data points belong to. */
export interface Series {
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Dimensions;
}

/** All samples of one minute of a series (table `cloudwatch.datapoint`, key = series key / start in ms). */
export interface Datapoint {
  /** Start of the minute, ms. */
  readonly startMs: number;
  readonly max: number;
  readonly min: number;
  readonly sum: number;
  readonly count: number;
}

/** What an alarm looks at and how it judges: also what a Route 53 metric check copies from it. */
export interface AlarmWatch {
  readonly series: Series;
  readonly statistic: Statistic;
  /** A multiple of 60. */
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: Comparison;
  readonly missingData: MissingData;
}

/** A metric alarm (table `cloudwatch.alarm`, key = region/name). */
export interface AlarmRecord {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly watch: AlarmWatch;
  readonly description?: string | undefined;
  readonly unit?: string | undefined;
  /** As sent: AWS tells it back only where it was set. */
  readonly datapointsToAlarm?: number | undefined;
  readonly actionsEnabled: boolean;
  readonly okActions: readonly string[];
  readonly alarmActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
  readonly tags: Tags;
  readonly createdMs: number;
  readonly updatedMs: number;
  /** What SetAlarmState said, until the next evaluation. */
  readonly spoken?:
    | { readonly state: AlarmState; readonly reason: string; readonly atMs: number; readonly untilMs: number }
    | undefined;
}

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export function alarmTable(world: World) {
  return world.table<AlarmRecord>('cloudwatch.alarm');
}

export function datapointTable(world: World) {
  return world.table<Datapoint>('cloudwatch.datapoint');
}

export function alarmArn(region: string, account: string, name: string): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
}

/** `region/namespace/name/a=1,b=2`, dimensions in the order of their names. */
export function seriesKey(series: Series): string {
  const dimensions = Object.keys(series.dimensions)
    .sort()
    .map((name) => `${name}=${series.dimensions[name]}`);
  return `${series.region}/${series.namespace}/${series.name}/${dimensions.join(',')}`;
}
