import { AwsError, notModelled } from '../../aws-error.ts';
import type { Handlers } from '../../call.ts';
import { findFunction } from './functions.ts';
import { type FunctionRecord, functionTable, type Statement } from './records.ts';

/** A function's resource policy: who may invoke it. */
export const policy: Handlers<typeof import('@aws-sdk/client-lambda')> = {
  AddPermission(input, call) {
    const record = findFunction(call, input.FunctionName);
    for (const member of ['Qualifier', 'EventSourceToken', 'FunctionUrlAuthType', 'PrincipalOrgID'] as const) {
      if (input[member] !== undefined) throw notModelled(`lambda.AddPermission with ${member}`);
    }
    const sid = input.StatementId ?? '';
    if (record.statements.some((statement) => statement.sid === sid)) {
      throw new AwsError('ResourceConflictException', `the statement ${sid} exists`, { status: 409 });
    }
    const statement: Statement = {
      sid,
      action: input.Action ?? '',
      principal: input.Principal ?? '',
      sourceArn: input.SourceArn,
      sourceAccount: input.SourceAccount,
    };
    const next = { ...record, statements: [...record.statements, statement], revision: record.revision + 1 };
    functionTable(call.world).put(`${call.region}/${record.name}`, next);
    return { Statement: JSON.stringify(written(record, statement)) };
  },

  GetPolicy(input, call) {
    const record = findFunction(call, input.FunctionName);
    if (record.statements.length === 0) {
      throw new AwsError('ResourceNotFoundException', `the function ${record.name} has no policy`, { status: 404 });
    }
    return {
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Id: 'default',
        Statement: record.statements.map((statement) => written(record, statement)),
      }),
      RevisionId: `${record.name}#${record.revision}`,
    };
  },

  RemovePermission(input, call) {
    const record = findFunction(call, input.FunctionName);
    const statements = record.statements.filter((statement) => statement.sid !== input.StatementId);
    if (statements.length === record.statements.length) {
      throw new AwsError('ResourceNotFoundException', `no statement ${input.StatementId}`, { status: 404 });
    }
    functionTable(call.world).put(`${call.region}/${record.name}`, {
      ...record,
      statements,
      revision: record.revision + 1,
    });
    return {};
  },
};

function written(record: FunctionRecord, statement: Statement) {
  const conditions = {
    ...(statement.sourceAccount !== undefined && { StringEquals: { 'AWS:SourceAccount': statement.sourceAccount } }),
    ...(statement.sourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': statement.sourceArn } }),
  };
  return {
    Sid: statement.sid,
    Effect: 'Allow',
    Principal: statement.principal.endsWith('.amazonaws.com')
      ? { Service: statement.principal }
      : { AWS: statement.principal },
    Action: statement.action,
    Resource: record.arn,
    ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
  };
}
