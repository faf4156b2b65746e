/** An alarm of which only the name matters. */
export const ALARM = {
  AlarmName: 'alarm',
  Namespace: 'N',
  MetricName: 'M',
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'LessThanThreshold',
};
