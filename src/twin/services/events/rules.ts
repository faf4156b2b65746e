import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call, Handlers } from '../../call.ts';
import { mergeTags, tagList, tagsOf, withoutTags } from '../tag-list.ts';
import { type RuleRecord, rateMinutes, ruleArn, ruleTable, targetTable } from './records.ts';
import { keepTicking } from './ticks.ts';

/** Rules of the default event bus. Event patterns are kept; no event is matched against them. */
export const rules: Handlers<typeof import('@aws-sdk/client-eventbridge')> = {
  PutRule(input, call) {
    refuseOtherBus(input.EventBusName);
    const name = input.Name ?? '';
    const { ScheduleExpression, EventPattern } = input;
    if (ScheduleExpression === undefined && EventPattern === undefined) {
      throw new AwsError('ValidationException', 'a rule needs a schedule or an event pattern');
    }
    if (ScheduleExpression !== undefined && !isSchedule(ScheduleExpression)) {
      throw new AwsError('ValidationException', `${ScheduleExpression} is neither rate(…) nor cron(…)`);
    }
    const before = ruleTable(call.world).get(`${call.region}/${name}`);
    const rule: RuleRecord = {
      name,
      arn: ruleArn(call.region, call.account, name),
      region: call.region,
      scheduleExpression: ScheduleExpression,
      eventPattern: EventPattern,
      isEnabled: (input.State ?? 'ENABLED') !== 'DISABLED',
      description: input.Description,
      roleArn: input.RoleArn,
      tags: before ? before.tags : mergeTags({}, tagsOf(input.Tags)),
      createdMs: before?.createdMs ?? call.world.nowMs,
    };
    ruleTable(call.world).put(`${call.region}/${name}`, rule);
    for (const target of targetTable(call.world).values(`${call.region}/${name}/`))
      keepTicking(call.world, rule, target);
    return { RuleArn: rule.arn };
  },

  DescribeRule(input, call) {
    refuseOtherBus(input.EventBusName);
    const rule = findRule(call, input.Name);
    return {
      Name: rule.name,
      Arn: rule.arn,
      ...(rule.eventPattern !== undefined && { EventPattern: rule.eventPattern }),
      ...(rule.scheduleExpression !== undefined && { ScheduleExpression: rule.scheduleExpression }),
      State: rule.isEnabled ? 'ENABLED' : 'DISABLED',
      ...(rule.description !== undefined && { Description: rule.description }),
      ...(rule.roleArn !== undefined && { RoleArn: rule.roleArn }),
      EventBusName: 'default',
      CreatedBy: call.account,
    };
  },

  DeleteRule(input, call) {
    refuseOtherBus(input.EventBusName);
    const key = `${call.region}/${input.Name ?? ''}`;
    if (targetTable(call.world).values(`${key}/`).length > 0) {
      throw new AwsError('ValidationException', `the rule ${input.Name} still has targets`);
    }
    ruleTable(call.world).delete(key);
    return {};
  },

  ListTagsForResource(input, call) {
    return { Tags: tagList(ruleByArn(call, input.ResourceARN).tags) };
  },
  TagResource(input, call) {
    const rule = ruleByArn(call, input.ResourceARN);
    ruleTable(call.world).put(`${call.region}/${rule.name}`, {
      ...rule,
      tags: mergeTags(rule.tags, tagsOf(input.Tags)),
    });
    return {};
  },
  UntagResource(input, call) {
    const rule = ruleByArn(call, input.ResourceARN);
    ruleTable(call.world).put(`${call.region}/${rule.name}`, { ...rule, tags: withoutTags(rule.tags, input.TagKeys) });
    return {};
  },
};

/** A rule of the call's region; throws `ResourceNotFoundException`. */
export function findRule(call: Call, name: string | undefined): RuleRecord {
  const rule = ruleTable(call.world).get(`${call.region}/${name ?? ''}`);
  if (!rule) throw new AwsError('ResourceNotFoundException', `no rule ${name} in ${call.region}`);
  return rule;
}

export function refuseOtherBus(bus: string | undefined): void {
  if (bus !== undefined && bus !== 'default' && !bus.endsWith(':event-bus/default'))
    throw notModelled(`the event bus ${bus}`);
}

function ruleByArn(call: Call, arn: string | undefined): RuleRecord {
  return findRule(call, (arn ?? '').replace(/^.*:rule\//, ''));
}

function isSchedule(expression: string): boolean {
  return rateMinutes(expression) !== undefined || /^cron\(.+\)$/.test(expression);
}
