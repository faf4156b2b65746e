import type { MetricDatum, MetricStat } from '@aws-sdk/client-cloudwatch';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call, Handlers } from '../../call.ts';
import { pageOf } from '../page.ts';
import { dimensionsOf } from './dimensions.ts';
import { floorTo, putMetric, statisticOf } from './metrics.ts';
import type { Statistic } from './records.ts';

type CloudWatch = typeof import('@aws-sdk/client-cloudwatch');

/** Points of a query; CloudWatch's own limit is 100,800 a request. */
const MAX_POINTS = 1_440;

/** API reference, GetMetricData. */
const POINT_PAGES = {
  size: 'MaxDatapoints',
  token: 'NextToken',
  least: 1,
  most: 100_800,
  usual: 100_800,
  wrongSize: 'ValidationError',
  wrongToken: 'InvalidNextToken',
} as const;

const MAX_COPIES = 1_000;

/** Metric data of standard resolution. Expressions, statistic sets and percentiles are not modelled. */
export const data: Handlers<CloudWatch> = {
  PutMetricData(input, call) {
    if (input.EntityMetricData) throw notModelled('cloudwatch.PutMetricData with EntityMetricData');
    for (const datum of input.MetricData ?? []) putDatum(call, input.Namespace ?? '', datum);
    return {};
  },

  GetMetricData(input, call) {
    const descending = input.ScanBy !== 'TimestampAscending';
    const series = (input.MetricDataQueries ?? []).map((query) => {
      if (query.Expression !== undefined || query.MetricStat === undefined) {
        throw notModelled('cloudwatch.GetMetricData with an expression');
      }
      const points = pointsOf(call, query.MetricStat, input.StartTime, input.EndTime);
      if (descending) points.reverse();
      return { id: query.Id, label: query.Label ?? query.MetricStat.Metric?.MetricName, points };
    });
    const { items, next } = pageOf(call, input, series.flatMap(entriesOf), POINT_PAGES);
    const results = series.flatMap((each) => resultOf(each, items) ?? []);
    return { MetricDataResults: results, Messages: [], NextToken: next };
  },
};

interface PointsOfQuery {
  readonly id: string | undefined;
  readonly label: string | undefined;
  readonly points: readonly { readonly startMs: number; readonly value: number }[];
}
/** One point of a page; a query without points has one entry too, so that it is answered once. */
interface Entry {
  readonly of: PointsOfQuery;
  readonly index: number;
}

function entriesOf(of: PointsOfQuery): Entry[] {
  return of.points.length === 0 ? [{ of, index: 0 }] : of.points.map((_, index) => ({ of, index }));
}

/** What a page holds of one query; `PartialData` where a later page has more of it. */
function resultOf(of: PointsOfQuery, items: readonly Entry[]) {
  const own = items.filter((entry) => entry.of === of).map(({ index }) => index);
  if (own.length === 0) return undefined;
  const points = own.flatMap((index) => of.points[index] ?? []);
  return {
    Id: of.id,
    Label: of.label,
    Timestamps: points.map((point) => new Date(point.startMs)),
    Values: points.map((point) => point.value),
    StatusCode: (own.at(-1) ?? 0) < of.points.length - 1 ? ('PartialData' as const) : ('Complete' as const),
  };
}

function putDatum(call: Call, namespace: string, datum: MetricDatum): void {
  if (datum.StatisticValues) throw notModelled('cloudwatch.PutMetricData with StatisticValues');
  if ((datum.StorageResolution ?? 60) < 60) throw notModelled('metrics of high resolution');
  if (namespace.startsWith('AWS/')) {
    throw new AwsError('InvalidParameterValue', `the namespace ${namespace} is reserved for AWS`);
  }
  const atMs = datum.Timestamp?.getTime() ?? call.world.nowMs;
  const values = datum.Values ?? (datum.Value === undefined ? [] : [datum.Value]);
  for (const [index, value] of values.entries()) {
    const copies = datum.Counts?.[index] ?? 1;
    if (!(copies >= 0 && copies <= MAX_COPIES))
      throw notModelled(`more than ${MAX_COPIES} equal values in one request`);
    for (let copy = 0; copy < copies; copy++) {
      putMetric(
        call.world,
        call.region,
        namespace,
        datum.MetricName ?? '',
        dimensionsOf(datum.Dimensions),
        value,
        atMs,
      );
    }
  }
}

function pointsOf(call: Call, stat: MetricStat, start: Date | undefined, end: Date | undefined) {
  const metric = stat.Metric;
  const periodSeconds = stat.Period ?? 0;
  if (periodSeconds <= 0 || periodSeconds % 60 !== 0) throw notModelled(`periods of ${periodSeconds} seconds`);
  const statistic = stat.Stat;
  if (!isStatistic(statistic)) throw notModelled(`the statistic ${statistic}`);
  if (!start || !end) throw new AwsError('InvalidParameterValue', 'StartTime and EndTime are needed');
  const series = {
    region: call.region,
    namespace: metric?.Namespace ?? '',
    name: metric?.MetricName ?? '',
    dimensions: dimensionsOf(metric?.Dimensions),
  };
  const periodMs = periodSeconds * 1000;
  const fromMs = floorTo(start.getTime(), periodMs);
  const points: { startMs: number; value: number }[] = [];
  if ((end.getTime() - fromMs) / periodMs > MAX_POINTS) throw notModelled(`more than ${MAX_POINTS} points of a metric`);
  for (let startMs = fromMs; startMs < end.getTime(); startMs += periodMs) {
    const value = statisticOf(call.world, series, statistic, startMs, periodMs);
    if (value !== undefined) points.push({ startMs, value });
  }
  return points;
}

function isStatistic(name: string | undefined): name is Statistic {
  return name !== undefined && ['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum'].includes(name);
}
