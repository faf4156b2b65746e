import type { StepIo } from '../step-io.ts';

/** State of a metric alarm: `OK`, `ALARM`, `INSUFFICIENT_DATA`, or `missing`. Calls `cloudwatch.DescribeAlarms`. */
export async function readAlarm(io: StepIo, region: string, name: string): Promise<string> {
  const { MetricAlarms } = await io.call('cloudwatch.DescribeAlarms', region, { AlarmNames: [name] });
  return MetricAlarms?.[0]?.StateValue ?? 'missing';
}
