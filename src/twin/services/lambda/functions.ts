import { createHash } from 'node:crypto';
import type { CreateFunctionRequest, FunctionCode, FunctionConfiguration, LoggingConfig } from '@aws-sdk/client-lambda';
import { isoInstant } from '../../../lib/clock.ts';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call, Handlers } from '../../call.ts';
import { elapseMs } from '../../physics/duration.ts';
import { mergeTags } from '../tag-list.ts';
import { type FunctionRecord, functionArn, functionName, functionTable } from './records.ts';

/** Functions as configuration. Versions, aliases, layers' content, concurrency and invocations are not modelled. */
export const functions: Handlers<typeof import('@aws-sdk/client-lambda')> = {
  CreateFunction(input, call) {
    refuseUnmodelled(input);
    const name = functionName(input.FunctionName);
    if (functionTable(call.world).get(`${call.region}/${name}`)) {
      throw new AwsError('ResourceConflictException', `the function ${name} exists`, { status: 409 });
    }
    const record: FunctionRecord = {
      name,
      arn: functionArn(call.region, call.account, name),
      region: call.region,
      state: 'Pending',
      lastUpdate: 'Successful',
      role: input.Role ?? '',
      runtime: input.Runtime,
      handler: input.Handler,
      description: input.Description ?? '',
      timeoutSeconds: input.Timeout ?? 3,
      memoryMb: input.MemorySize ?? 128,
      architectures: input.Architectures ?? ['x86_64'],
      environment: variablesOf(input.Environment?.Variables),
      ...codeOf(input.Code),
      kept: keptOf(input),
      statements: [],
      revision: 1,
      tags: mergeTags({}, input.Tags ?? {}),
      modifiedMs: call.world.nowMs,
    };
    functionTable(call.world).put(`${call.region}/${name}`, record);
    later(call, record, 'create');
    return configurationOf(record);
  },

  GetFunction(input, call) {
    const record = findFunction(call, input.FunctionName);
    return {
      Configuration: configurationOf(record),
      Code: { RepositoryType: 'S3' },
      ...(Object.keys(record.tags).length > 0 && { Tags: { ...record.tags } }),
    };
  },

  GetFunctionConfiguration(input, call) {
    return configurationOf(findFunction(call, input.FunctionName));
  },

  UpdateFunctionCode(input, call) {
    const record = changeable(call, input.FunctionName);
    if (input.Publish) throw notModelled('published versions of functions');
    return configurationOf(changed(call, record, codeOf(input)));
  },

  UpdateFunctionConfiguration(input, call) {
    refuseUnmodelled(input);
    const record = changeable(call, input.FunctionName);
    return configurationOf(
      changed(call, record, {
        role: input.Role ?? record.role,
        runtime: input.Runtime ?? record.runtime,
        handler: input.Handler ?? record.handler,
        description: input.Description ?? record.description,
        timeoutSeconds: input.Timeout ?? record.timeoutSeconds,
        memoryMb: input.MemorySize ?? record.memoryMb,
        environment: input.Environment ? variablesOf(input.Environment.Variables) : record.environment,
        kept: { ...record.kept, ...keptOf(input) },
      }),
    );
  },

  DeleteFunction(input, call) {
    if (input.Qualifier !== undefined) throw notModelled('versions of functions');
    const record = findFunction(call, input.FunctionName);
    call.world.unschedule(record.arn);
    functionTable(call.world).delete(`${call.region}/${record.name}`);
    return {};
  },
};

/** A function of the call's region; throws `ResourceNotFoundException`. */
export function findFunction(call: Call, nameOrArn: string | undefined): FunctionRecord {
  const name = functionName(nameOrArn);
  const record = functionTable(call.world).get(`${call.region}/${name}`);
  if (!record)
    throw new AwsError('ResourceNotFoundException', `no function ${name} in ${call.region}`, { status: 404 });
  return record;
}

function changeable(call: Call, nameOrArn: string | undefined): FunctionRecord {
  const record = findFunction(call, nameOrArn);
  if (record.state === 'Pending' || record.lastUpdate === 'InProgress') {
    throw new AwsError('ResourceConflictException', `an update of ${record.name} is in progress`, { status: 409 });
  }
  return record;
}

function changed(call: Call, record: FunctionRecord, change: Partial<FunctionRecord>): FunctionRecord {
  const next: FunctionRecord = {
    ...record,
    ...change,
    lastUpdate: 'InProgress',
    revision: record.revision + 1,
    modifiedMs: call.world.nowMs,
  };
  functionTable(call.world).put(`${call.region}/${record.name}`, next);
  later(call, next, `update#${next.revision}`);
  return next;
}

function later(call: Call, record: FunctionRecord, event: string): void {
  const atMs = call.world.nowMs + elapseMs(call.world, 'lambda.function', record.arn, event);
  const data = { region: record.region, name: record.name };
  call.world.schedule({ atMs, kind: 'lambda.function', subject: record.arn, data });
}

function variablesOf(variables: Record<string, string> | undefined): Record<string, string> {
  return { ...mergeTags({}, variables ?? {}) };
}

function codeOf(code: FunctionCode | undefined): Pick<FunctionRecord, 'codeSha256' | 'codeSize'> {
  const bytes = code?.ZipFile;
  if (!bytes) throw notModelled('function code from S3 or an image');
  return { codeSha256: createHash('sha256').update(bytes).digest('base64'), codeSize: bytes.length };
}

const KEPT = ['TracingConfig', 'EphemeralStorage', 'LoggingConfig', 'KMSKeyArn', 'DeadLetterConfig'] as const;

function keptOf(input: Partial<CreateFunctionRequest>): Record<string, unknown> {
  return Object.fromEntries(KEPT.flatMap((member) => (input[member] === undefined ? [] : [[member, input[member]]])));
}

function refuseUnmodelled(input: Partial<CreateFunctionRequest>): void {
  if ((input.PackageType ?? 'Zip') !== 'Zip' || input.ImageConfig) throw notModelled('functions from images');
  for (const member of ['VpcConfig', 'Layers', 'FileSystemConfigs', 'SnapStart', 'CodeSigningConfigArn'] as const) {
    const value = input[member];
    if (value !== undefined && !(Array.isArray(value) && value.length === 0))
      throw notModelled(`functions with ${member}`);
  }
  if (input.Publish) throw notModelled('published versions of functions');
}

function configurationOf(record: FunctionRecord): FunctionConfiguration {
  return {
    FunctionName: record.name,
    FunctionArn: record.arn,
    Role: record.role,
    Runtime: record.runtime as never,
    Handler: record.handler,
    CodeSize: record.codeSize,
    CodeSha256: record.codeSha256,
    Description: record.description,
    Timeout: record.timeoutSeconds,
    MemorySize: record.memoryMb,
    LastModified: isoInstant(record.modifiedMs).replace('Z', '+0000'),
    Version: '$LATEST',
    ...(Object.keys(record.environment).length > 0 && { Environment: { Variables: { ...record.environment } } }),
    TracingConfig: { Mode: 'PassThrough' },
    EphemeralStorage: { Size: 512 },
    ...record.kept,
    LoggingConfig: {
      LogFormat: 'Text',
      LogGroup: `/aws/lambda/${record.name}`,
      ...(record.kept['LoggingConfig'] as LoggingConfig | undefined),
    },
    RevisionId: `${record.name}#${record.revision}`,
    State: record.state,
    LastUpdateStatus: record.lastUpdate,
    PackageType: 'Zip',
    Architectures: [...record.architectures] as never,
  };
}
