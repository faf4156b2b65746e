import { AwsError } from '../../aws-error.ts';
import type { Handlers } from '../../call.ts';
import { targetTable } from './records.ts';
import { findRule, refuseOtherBus } from './rules.ts';
import { keepTicking, stopTicking } from './ticks.ts';

const MAX_TARGETS = 5;

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
    return {
      Targets: targetTable(call.world)
        .values(`${call.region}/${rule.name}/`)
        .map((record) => record.target),
    };
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
