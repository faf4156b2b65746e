import type { StepIo } from '../step-io.ts';

export interface MetricReading {
  readonly value: number;
  /** Start of the period that it is of, ISO 8601. */
  readonly at: string;
}

/** A metric, its statistic over periods of a minute, and how far back to look. */
export interface MetricQuestion {
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Maximum' | 'Average' | 'Minimum';
  readonly withinSeconds: number;
}

const PERIOD_SECONDS = 60;

/** The newest datapoint that CloudWatch has; `undefined` where it has none. Calls `cloudwatch.GetMetricData`. */
export async function newestMetric(io: StepIo, question: MetricQuestion): Promise<MetricReading | undefined> {
  const { region, namespace, name, dimensions, statistic, withinSeconds } = question;
  const nowMs = io.nowMs();
  const answer = await io.call('cloudwatch.GetMetricData', region, {
    StartTime: new Date(nowMs - withinSeconds * 1000),
    EndTime: new Date(nowMs),
    ScanBy: 'TimestampDescending',
    MetricDataQueries: [
      {
        Id: 'newest',
        MetricStat: {
          Metric: {
            Namespace: namespace,
            MetricName: name,
            Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
          },
          Period: PERIOD_SECONDS,
          Stat: statistic,
        },
      },
    ],
  });
  const { Values = [], Timestamps = [] } = answer.MetricDataResults?.[0] ?? {};
  const [value, at] = [Values[0], Timestamps[0]];
  return value === undefined || at === undefined ? undefined : { value, at: at.toISOString() };
}

export interface MetricSpan {
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly sinceMs: number;
}

/** The longest period that is asked for: a day in one datapoint. */
const LONG_PERIOD_SECONDS = 3600;

/** The sum of a metric since an instant; `undefined` where CloudWatch has no datapoint. Calls `cloudwatch.GetMetricData`. */
export async function sumOfMetric(io: StepIo, span: MetricSpan): Promise<number | undefined> {
  const { region, namespace, name, dimensions, sinceMs } = span;
  const answer = await io.call('cloudwatch.GetMetricData', region, {
    StartTime: new Date(sinceMs),
    EndTime: new Date(io.nowMs()),
    MetricDataQueries: [
      {
        Id: 'sum',
        MetricStat: {
          Metric: {
            Namespace: namespace,
            MetricName: name,
            Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
          },
          Period: LONG_PERIOD_SECONDS,
          Stat: 'Sum',
        },
      },
    ],
  });
  const { Values = [] } = answer.MetricDataResults?.[0] ?? {};
  return Values.length === 0 ? undefined : Values.reduce((sum, value) => sum + value, 0);
}
