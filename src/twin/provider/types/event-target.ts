import type { Target } from '@aws-sdk/client-eventbridge';
import { canonicalHash } from '../../../lib/canonical.ts';
import type { PropertyMap } from '../../../lib/property.ts';
import { notModelled } from '../../aws-error.ts';
import type { Adapter } from '../adapter.ts';
import { gone } from './common.ts';
import { text } from './plain.ts';

export const eventTarget: Adapter = {
  type: 'aws:cloudwatch/eventTarget:EventTarget',

  create(inputs, aws) {
    const Rule = text(inputs, 'rule') ?? '';
    const Id = text(inputs, 'targetId') ?? `pulumi-${canonicalHash(aws.urn).slice(0, 24)}`;
    aws.call('events', 'PutTargets', { Rule, Targets: [targetOf(Id, inputs)] });
    return `${Rule}-${Id}`;
  },

  read(id, aws, known) {
    const rule = text(known, 'rule') ?? '';
    const listed = gone(
      () => aws.call<{ Targets: Target[] }>('events', 'ListTargetsByRule', { Rule: rule }),
      'ResourceNotFoundException',
    );
    const target = listed?.Targets.find((found) => `${rule}-${found.Id}` === id);
    if (!target) return undefined;
    return {
      rule,
      targetId: target.Id,
      arn: target.Arn,
      eventBusName: 'default',
      input: target.Input,
      inputPath: target.InputPath,
      roleArn: target.RoleArn,
    };
  },

  update(id, { after }, aws) {
    const Rule = text(after, 'rule') ?? '';
    aws.call('events', 'PutTargets', { Rule, Targets: [targetOf(id.slice(Rule.length + 1), after)] });
  },

  delete(id, state, aws) {
    const Rule = text(state, 'rule') ?? '';
    gone(
      () => aws.call('events', 'RemoveTargets', { Rule, Ids: [id.slice(Rule.length + 1)] }),
      'ResourceNotFoundException',
    );
  },
};

const UNMODELLED = [
  'appsyncTarget',
  'batchTarget',
  'deadLetterConfig',
  'ecsTarget',
  'httpTarget',
  'inputTransformer',
].concat([
  'kinesisTarget',
  'redshiftTarget',
  'retryPolicy',
  'runCommandTargets',
  'sagemakerPipelineTarget',
  'sqsTarget',
]);

function targetOf(Id: string, inputs: PropertyMap): Target {
  for (const name of UNMODELLED) if (inputs[name] !== undefined) throw notModelled(`targets of rules with ${name}`);
  const [Arn, Input, InputPath, RoleArn] = ['arn', 'input', 'inputPath', 'roleArn'].map((name) => text(inputs, name));
  return {
    Id,
    Arn,
    ...(Input !== undefined && { Input }),
    ...(InputPath !== undefined && { InputPath }),
    ...(RoleArn !== undefined && { RoleArn }),
  };
}
