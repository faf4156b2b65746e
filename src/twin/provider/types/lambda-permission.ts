import { canonicalHash } from '../../../lib/canonical.ts';
import { notModelled } from '../../aws-error.ts';
import { functionName } from '../../services/lambda/records.ts';
import type { Adapter } from '../adapter.ts';
import { gone } from './common.ts';
import { text } from './plain.ts';

export const permission: Adapter = {
  type: 'aws:lambda/permission:Permission',

  create(inputs, aws) {
    for (const name of [
      'eventSourceToken',
      'functionUrlAuthType',
      'principalOrgId',
      'qualifier',
      'invokedViaFunctionUrl',
    ]) {
      if (inputs[name] !== undefined) throw notModelled(`permissions with ${name}`);
    }
    const digits = canonicalHash(aws.urn).slice(0, 24);
    const prefix = text(inputs, 'statementIdPrefix') ?? 'pulumi-';
    const StatementId = text(inputs, 'statementId') ?? `${prefix}${digits}`;
    const SourceArn = text(inputs, 'sourceArn');
    const SourceAccount = text(inputs, 'sourceAccount');
    aws.call('lambda', 'AddPermission', {
      FunctionName: text(inputs, 'function'),
      StatementId,
      Action: text(inputs, 'action'),
      Principal: text(inputs, 'principal'),
      ...(SourceArn !== undefined && { SourceArn }),
      ...(SourceAccount !== undefined && { SourceAccount }),
    });
    return StatementId;
  },

  read(id, aws, known) {
    const name = text(known, 'function');
    const found = gone(
      () => aws.call<{ Policy: string }>('lambda', 'GetPolicy', { FunctionName: name }),
      'ResourceNotFoundException',
    );
    const { Statement } = JSON.parse(found?.Policy ?? '{"Statement":[]}') as { Statement: PolicyStatement[] };
    const statement = Statement.find(({ Sid }) => Sid === id);
    if (!statement) return undefined;
    const resource = functionName(statement.Resource);
    return {
      statementId: id,
      action: statement.Action,
      function: functionName(name) === resource ? name : resource,
      principal: statement.Principal.Service ?? statement.Principal.AWS,
      sourceArn: statement.Condition?.ArnLike?.['AWS:SourceArn'],
      sourceAccount: statement.Condition?.StringEquals?.['AWS:SourceAccount'],
    };
  },

  delete(id, state, aws) {
    const FunctionName = text(state, 'function');
    gone(() => aws.call('lambda', 'RemovePermission', { FunctionName, StatementId: id }), 'ResourceNotFoundException');
  },
};

interface PolicyStatement {
  readonly Sid: string;
  readonly Action: string;
  readonly Resource: string;
  readonly Principal: { readonly Service?: string; readonly AWS?: string };
  readonly Condition?: {
    readonly ArnLike?: Readonly<Record<string, string>>;
    readonly StringEquals?: Readonly<Record<string, string>>;
  };
}
