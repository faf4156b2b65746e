import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { PropertyMap } from '../../../lib/property.ts';
import { notModelled } from '../../aws-error.ts';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { listedTags, retag } from './common.ts';
import { eventRule } from './event-rule.ts';
import { eventTarget } from './event-target.ts';
import { blocks, flag, number, text, textMap, texts } from './plain.ts';

const metricAlarm: Adapter = {
  type: 'aws:cloudwatch/metricAlarm:MetricAlarm',

  create(inputs, aws) {
    const Tags = listedTags(inputs);
    aws.call('cloudwatch', 'PutMetricAlarm', { ...alarmOf(inputs), ...(Tags.length > 0 && { Tags }) });
    return text(inputs, 'name') ?? '';
  },

  read(id, aws) {
    const alarm = describe(aws, id);
    if (!alarm) return undefined;
    const { Tags } = aws.call<{ Tags: { Key: string; Value: string }[] }>('cloudwatch', 'ListTagsForResource', {
      ResourceARN: alarm.AlarmArn,
    });
    const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    const dimensions = Object.fromEntries((alarm.Dimensions ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? '']));
    return {
      arn: alarm.AlarmArn,
      name: alarm.AlarmName,
      alarmDescription: alarm.AlarmDescription,
      actionsEnabled: alarm.ActionsEnabled,
      ...filled('okActions', alarm.OKActions),
      ...filled('alarmActions', alarm.AlarmActions),
      ...filled('insufficientDataActions', alarm.InsufficientDataActions),
      comparisonOperator: alarm.ComparisonOperator,
      datapointsToAlarm: alarm.DatapointsToAlarm,
      ...(Object.keys(dimensions).length > 0 && { dimensions }),
      evaluationPeriods: alarm.EvaluationPeriods,
      metricName: alarm.MetricName,
      namespace: alarm.Namespace,
      period: alarm.Period,
      statistic: alarm.Statistic,
      threshold: alarm.Threshold,
      treatMissingData: alarm.TreatMissingData,
      unit: alarm.Unit,
      tags,
      tagsAll: tags,
    };
  },

  update(id, { before, after }, aws) {
    aws.call('cloudwatch', 'PutMetricAlarm', alarmOf(after));
    const ResourceARN = describe(aws, id)?.AlarmArn;
    retag(before, after, {
      add: (tags) =>
        aws.call('cloudwatch', 'TagResource', { ResourceARN, Tags: tags.map(([Key, Value]) => ({ Key, Value })) }),
      remove: (TagKeys) => aws.call('cloudwatch', 'UntagResource', { ResourceARN, TagKeys }),
    });
  },

  delete(id, _state, aws) {
    aws.call('cloudwatch', 'DeleteAlarms', { AlarmNames: [id] });
  },
};

function describe(aws: AdapterAws, name: string): MetricAlarm | undefined {
  const { MetricAlarms } = aws.call<{ MetricAlarms: MetricAlarm[] }>('cloudwatch', 'DescribeAlarms', {
    AlarmNames: [name],
  });
  return MetricAlarms[0];
}

function alarmOf(inputs: PropertyMap): Record<string, unknown> {
  for (const name of [
    'evaluationCriteria',
    'evaluationInterval',
    'warmUpConfiguration',
    'evaluateLowSampleCountPercentiles',
  ]) {
    if (inputs[name] !== undefined) throw notModelled(`alarms with ${name}`);
  }
  if (blocks(inputs, 'metricQueries').length > 0) throw notModelled('alarms on metric maths');
  const dimensions = Object.entries(textMap(inputs, 'dimensions') ?? {});
  const members = {
    AlarmName: text(inputs, 'name'),
    AlarmDescription: text(inputs, 'alarmDescription'),
    ActionsEnabled: flag(inputs, 'actionsEnabled'),
    OKActions: texts(inputs, 'okActions'),
    AlarmActions: texts(inputs, 'alarmActions'),
    InsufficientDataActions: texts(inputs, 'insufficientDataActions'),
    ComparisonOperator: text(inputs, 'comparisonOperator'),
    DatapointsToAlarm: number(inputs, 'datapointsToAlarm') || undefined,
    Dimensions: dimensions.length === 0 ? undefined : dimensions.map(([Name, Value]) => ({ Name, Value })),
    EvaluationPeriods: number(inputs, 'evaluationPeriods'),
    ExtendedStatistic: text(inputs, 'extendedStatistic'),
    MetricName: text(inputs, 'metricName'),
    Namespace: text(inputs, 'namespace'),
    Period: number(inputs, 'period'),
    Statistic: text(inputs, 'statistic'),
    Threshold: number(inputs, 'threshold'),
    ThresholdMetricId: text(inputs, 'thresholdMetricId'),
    TreatMissingData: text(inputs, 'treatMissingData'),
    Unit: text(inputs, 'unit'),
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function filled(name: string, list: readonly string[] | undefined): Record<string, string[]> {
  return list && list.length > 0 ? { [name]: [...list] } : {};
}

export const adapters: readonly Adapter[] = [metricAlarm, eventRule, eventTarget];
