import type { DescribeRuleResponse } from '@aws-sdk/client-eventbridge';
import type { PropertyMap } from '../../../lib/property.ts';
import type { Adapter } from '../adapter.ts';
import { gone, listedTags, retag } from './common.ts';
import { flag, text } from './plain.ts';

export const eventRule: Adapter = {
  type: 'aws:cloudwatch/eventRule:EventRule',

  create(inputs, aws) {
    const Tags = listedTags(inputs);
    aws.call('events', 'PutRule', { ...ruleOf(inputs), ...(Tags.length > 0 && { Tags }) });
    return text(inputs, 'name') ?? '';
  },

  read(id, aws, known) {
    const rule = gone(
      () => aws.call<DescribeRuleResponse>('events', 'DescribeRule', { Name: id }),
      'ResourceNotFoundException',
    );
    if (!rule) return undefined;
    const { Tags } = aws.call<{ Tags: { Key: string; Value: string }[] }>('events', 'ListTagsForResource', {
      ResourceARN: rule.Arn,
    });
    const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    return {
      arn: rule.Arn,
      name: rule.Name,
      eventBusName: rule.EventBusName,
      eventPattern: rule.EventPattern,
      scheduleExpression: rule.ScheduleExpression,
      description: rule.Description,
      roleArn: rule.RoleArn,
      state: rule.State,
      ...(flag(known, 'isEnabled') !== undefined && { isEnabled: rule.State === 'ENABLED' }),
      tags,
      tagsAll: tags,
    };
  },

  update(id, { before, after }, aws) {
    const { RuleArn } = aws.call<{ RuleArn: string }>('events', 'PutRule', { ...ruleOf(after), Name: id });
    retag(before, after, {
      add: (tags) =>
        aws.call('events', 'TagResource', {
          ResourceARN: RuleArn,
          Tags: tags.map(([Key, Value]) => ({ Key, Value })),
        }),
      remove: (TagKeys) => aws.call('events', 'UntagResource', { ResourceARN: RuleArn, TagKeys }),
    });
  },

  delete(id, _state, aws) {
    aws.call('events', 'DeleteRule', { Name: id });
  },
};

function ruleOf(inputs: PropertyMap): Record<string, unknown> {
  const members = {
    Name: text(inputs, 'name'),
    EventBusName: text(inputs, 'eventBusName'),
    EventPattern: text(inputs, 'eventPattern'),
    ScheduleExpression: text(inputs, 'scheduleExpression'),
    Description: text(inputs, 'description'),
    RoleArn: text(inputs, 'roleArn'),
    State: text(inputs, 'state') ?? (flag(inputs, 'isEnabled') === false ? 'DISABLED' : 'ENABLED'),
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
