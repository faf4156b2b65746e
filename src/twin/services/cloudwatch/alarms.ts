import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { isoInstant } from '../../../lib/clock.ts';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call, Handlers } from '../../call.ts';
import { elapseMs } from '../../physics/duration.ts';
import { pageOf } from '../page.ts';
import { mergeTags, tagsOf } from '../tag-list.ts';
import { alarmStateOf } from './alarm-state.ts';
import { dimensionsOf } from './dimensions.ts';
import {
  type AlarmRecord,
  type AlarmState,
  type AlarmWatch,
  alarmArn,
  alarmTable,
  type Comparison,
  type MissingData,
  type Statistic,
} from './records.ts';

type CloudWatch = typeof import('@aws-sdk/client-cloudwatch');

/** API reference, DescribeAlarms. */
const ALARM_PAGES = {
  size: 'MaxRecords',
  token: 'NextToken',
  least: 1,
  most: 100,
  usual: 50,
  wrongSize: 'ValidationError',
  wrongToken: 'InvalidNextToken',
} as const;

/** Metric alarms on one metric each. Composite alarms, metric maths, percentiles and alarm actions are not modelled. */
export const alarms: Handlers<CloudWatch> = {
  PutMetricAlarm(input, call) {
    const name = input.AlarmName ?? '';
    const table = alarmTable(call.world);
    const before = table.get(`${call.region}/${name}`);
    const arn = alarmArn(call.region, call.account, name);
    table.put(`${call.region}/${name}`, {
      name,
      arn,
      region: call.region,
      watch: watchOf(input, call.region),
      description: input.AlarmDescription,
      unit: input.Unit,
      datapointsToAlarm: input.DatapointsToAlarm,
      actionsEnabled: input.ActionsEnabled ?? true,
      okActions: input.OKActions ?? [],
      alarmActions: input.AlarmActions ?? [],
      insufficientDataActions: input.InsufficientDataActions ?? [],
      // tags count when the alarm is created; a change goes through TagResource
      tags: before ? before.tags : mergeTags({}, tagsOf(input.Tags)),
      createdMs: before?.createdMs ?? call.world.nowMs,
      updatedMs: call.world.nowMs,
    });
    return {};
  },

  DescribeAlarms(input, call) {
    for (const member of ['ChildrenOfAlarmName', 'ParentsOfAlarmName', 'ActionPrefix'] as const) {
      if (input[member] !== undefined) throw notModelled(`cloudwatch.DescribeAlarms with ${member}`);
    }
    const chosen = input.AlarmTypes && !input.AlarmTypes.includes('MetricAlarm') ? [] : select(input, call);
    const { items, next } = pageOf(call, input, chosen, ALARM_PAGES);
    return { MetricAlarms: items, CompositeAlarms: [], NextToken: next };
  },

  DeleteAlarms(input, call) {
    const table = alarmTable(call.world);
    const unknown: string[] = [];
    for (const name of input.AlarmNames ?? []) {
      if (table.get(`${call.region}/${name}`)) table.delete(`${call.region}/${name}`);
      else unknown.push(name);
    }
    if (unknown.length > 0) {
      throw new AwsError(
        'ResourceNotFound',
        `no alarm ${unknown.join(', ')} in ${call.region}; the others are deleted`,
        {
          row: 'CW-04',
          status: 404,
          afterEffect: true,
        },
      );
    }
    return {};
  },

  SetAlarmState(input, call) {
    const alarm = findAlarm(call, input.AlarmName ?? '');
    const state = input.StateValue as AlarmState;
    const { nowMs } = call.world;
    // returns to what the data says within seconds (refusals CW-01)
    const untilMs = nowMs + elapseMs(call.world, 'cloudwatch.visible', alarm.arn, `set@${isoInstant(nowMs)}`);
    alarmTable(call.world).put(`${call.region}/${alarm.name}`, {
      ...alarm,
      spoken: { state, reason: input.StateReason ?? '', atMs: nowMs, untilMs },
    });
    return {};
  },
};

/** An alarm of the call's region; throws `ResourceNotFound`. */
export function findAlarm(call: Call, name: string): AlarmRecord {
  const alarm = alarmTable(call.world).get(`${call.region}/${name}`);
  if (!alarm) throw new AwsError('ResourceNotFound', `no alarm ${name} in ${call.region}`, { status: 404 });
  return alarm;
}

function watchOf(input: PutMetricAlarmInput, region: string): AlarmWatch {
  if (input.Metrics || input.ThresholdMetricId) throw notModelled('alarms on metric maths');
  if (input.ExtendedStatistic) throw notModelled('alarms on percentiles');
  if (input.TreatMissingData === 'ignore') throw notModelled('alarms that ignore missing data');
  const periodSeconds = input.Period ?? 0;
  if (periodSeconds < 0 || periodSeconds % 60 !== 0) throw notModelled(`alarm periods of ${periodSeconds} seconds`);
  const evaluationPeriods = input.EvaluationPeriods ?? 0;
  // API reference, PutMetricAlarm: a day at most, a week where the period is an hour or longer
  const mostSeconds = periodSeconds >= 3_600 ? 604_800 : 86_400;
  if (
    !Number.isInteger(evaluationPeriods) ||
    evaluationPeriods < 0 ||
    evaluationPeriods * periodSeconds > mostSeconds
  ) {
    throw new AwsError(
      'ValidationError',
      `${evaluationPeriods} periods of ${periodSeconds} s are not within ${mostSeconds} s`,
    );
  }
  for (const [member, value] of Object.entries({
    Namespace: input.Namespace,
    MetricName: input.MetricName,
    Statistic: input.Statistic,
    Period: periodSeconds || undefined,
    EvaluationPeriods: evaluationPeriods || undefined,
    Threshold: input.Threshold,
    ComparisonOperator: input.ComparisonOperator,
  })) {
    if (value === undefined) throw new AwsError('ValidationError', `an alarm on one metric needs ${member}`);
  }
  const least = input.DatapointsToAlarm ?? 1;
  if (!Number.isInteger(least) || least < 1 || least > evaluationPeriods) {
    throw new AwsError(
      'ValidationError',
      `${input.DatapointsToAlarm} data points out of ${evaluationPeriods} cannot breach`,
    );
  }
  return {
    series: {
      region,
      namespace: input.Namespace ?? '',
      name: input.MetricName ?? '',
      dimensions: dimensionsOf(input.Dimensions),
    },
    statistic: oneOf('Statistic', input.Statistic, STATISTICS),
    periodSeconds,
    evaluationPeriods,
    datapointsToAlarm: input.DatapointsToAlarm ?? evaluationPeriods,
    threshold: input.Threshold ?? 0,
    comparison: comparisonOf(input.ComparisonOperator),
    missingData: oneOf('TreatMissingData', input.TreatMissingData ?? 'missing', MISSING_DATA),
  };
}

const STATISTICS: readonly Statistic[] = ['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum'];
const MISSING_DATA: readonly MissingData[] = ['breaching', 'missing', 'notBreaching'];

function oneOf<T extends string>(member: string, value: string | undefined, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  throw new AwsError('ValidationError', `the value ${value} of ${member} is none of ${allowed.join(', ')}`);
}

function comparisonOf(operator: string | undefined): Comparison {
  switch (operator) {
    case 'GreaterThanOrEqualToThreshold':
    case 'GreaterThanThreshold':
    case 'LessThanOrEqualToThreshold':
    case 'LessThanThreshold':
      return operator;
    default:
      throw notModelled(`alarms that compare by ${operator}`);
  }
}

function select(
  input: { AlarmNames?: string[] | undefined; AlarmNamePrefix?: string | undefined; StateValue?: string | undefined },
  call: Call,
) {
  return alarmTable(call.world)
    .values(`${call.region}/${input.AlarmNamePrefix ?? ''}`)
    .filter((alarm) => input.AlarmNames === undefined || input.AlarmNames.includes(alarm.name))
    .map((alarm) => described(call, alarm))
    .filter((alarm) => input.StateValue === undefined || alarm.StateValue === input.StateValue);
}

function described(call: Call, alarm: AlarmRecord) {
  const { watch, spoken } = alarm;
  const { state, sinceMs } = alarmStateOf(call.world, alarm);
  const isSpoken = spoken !== undefined && call.world.nowMs < spoken.untilMs;
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmDescription: alarm.description,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.updatedMs),
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: [...alarm.okActions],
    AlarmActions: [...alarm.alarmActions],
    InsufficientDataActions: [...alarm.insufficientDataActions],
    StateValue: state,
    StateReason: isSpoken ? spoken.reason : `the last ${watch.evaluationPeriods} periods amount to ${state}`,
    StateUpdatedTimestamp: new Date(sinceMs),
    StateTransitionedTimestamp: new Date(sinceMs),
    MetricName: watch.series.name,
    Namespace: watch.series.namespace,
    Statistic: watch.statistic,
    Dimensions: Object.entries(watch.series.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Period: watch.periodSeconds,
    Unit: alarm.unit as never,
    EvaluationPeriods: watch.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: watch.threshold,
    ComparisonOperator: watch.comparison,
    TreatMissingData: watch.missingData,
  };
}
