import { AwsError } from '../../aws-error.ts';
import type { Handlers } from '../../call.ts';
import { pageOf } from '../page.ts';
import { targetTable } from './records.ts';
import { findRule, refuseOtherBus } from './rules.ts';
import { keepTicking, stopTicking } from './ticks.ts';

const MAX_TARGETS = 5;

/** API reference, ListTargetsByRule. */
const PAGES = {
  size: 'Limit',
  token: 'NextToken',
  least: 1,
  most: 100,
  usual: 100,
  wrongSize: 'ValidationException',
  wrongToken: 'ValidationException',
} as const;

/** Targets of rules. Of those, Lambda functions on a rate(…) schedule are invoked. */
export const targets: Handlers<typeof import('@aws-sdk/client-eventbridge')> = {
  PutTargets(input, call) {
    refuseOtherBus(input.EventBusName);
    const rule = findRule(call, input.Rule);
    for (const target of input.Targets ?? []) {
      const record = { region: call.region, rule: rule.name, id: target.Id ?? '', arn: target.Arn ?? '', target };
      targetTable(call.world).put(`${call.region}/${rule.name}/${record.id}`, record);
      keepTicking(call.world, rule, record);
    }
    if (targetTable(call.world).values(`${call.region}/${rule.name}/`).length > MAX_TARGETS) {
      throw new AwsError('LimitExceededException', `a rule has at most ${MAX_TARGETS} targets`);
    }
    return { FailedEntryCount: 0, FailedEntries: [] };
  },

  ListTargetsByRule(input, call) {
    refuseOtherBus(input.EventBusName);
    const rule = findRule(call, input.Rule);
    const records = targetTable(call.world).values(`${call.region}/${rule.name}/`);
    const { items, next } = pageOf(call, input, records, PAGES);
    return { Targets: items.map((record) => record.target), NextToken: next };
  },

  RemoveTargets(input, call) {
    refuseOtherBus(input.EventBusName);
    const rule = findRule(call, input.Rule);
    const failed: { TargetId: string; ErrorCode: string }[] = [];
    for (const id of input.Ids ?? []) {
      const key = `${call.region}/${rule.name}/${id}`;
      const record = targetTable(call.world).get(key);
      if (record) {
        targetTable(call.world).delete(key);
        stopTicking(call.world, rule, record);
      } else failed.push({ TargetId: id, ErrorCode: 'ResourceNotFoundException' });
    }
    return { FailedEntryCount: failed.length, FailedEntries: failed };
  },
};
