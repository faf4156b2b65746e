import type { FunctionConfiguration, GetFunctionResponse } from '@aws-sdk/client-lambda';
import { canonicalHash } from '../../../lib/canonical.ts';
import type { PropertyMap } from '../../../lib/property.ts';
import { notModelled } from '../../aws-error.ts';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone, retag, tagsOfInputs } from './common.ts';
import { permission } from './lambda-permission.ts';
import { block, number, text, textMap, texts } from './plain.ts';

const lambdaFunction: Adapter = {
  type: 'aws:lambda/function:Function',

  create(inputs, aws) {
    refuseUnmodelled(inputs);
    const tags = tagsOfInputs(inputs);
    const created = aws.call<FunctionConfiguration>('lambda', 'CreateFunction', {
      FunctionName: text(inputs, 'name'),
      PackageType: text(inputs, 'packageType'),
      Architectures: texts(inputs, 'architectures'),
      Code: codeOf(inputs),
      ...configurationOf(inputs),
      ...(Object.keys(tags).length > 0 && { Tags: tags }),
    });
    aws.settle(created.FunctionArn ?? '');
    return created.FunctionName ?? '';
  },

  read(id, aws, known) {
    const found = describe(aws, id);
    const configuration = found?.Configuration;
    if (!configuration) return undefined;
    const arn = configuration.FunctionArn ?? '';
    const { Variables } = configuration.Environment ?? {};
    const tags = found.Tags ?? {};
    return {
      arn,
      name: configuration.FunctionName,
      role: configuration.Role,
      runtime: configuration.Runtime,
      handler: configuration.Handler,
      ...(configuration.Description && { description: configuration.Description }),
      timeout: configuration.Timeout,
      memorySize: configuration.MemorySize,
      architectures: configuration.Architectures,
      packageType: configuration.PackageType,
      reservedConcurrentExecutions: -1,
      ...(Variables && { environment: { variables: Variables } }),
      ephemeralStorage: { size: configuration.EphemeralStorage?.Size },
      tracingConfig: { mode: configuration.TracingConfig?.Mode },
      loggingConfig: {
        logFormat: configuration.LoggingConfig?.LogFormat,
        logGroup: configuration.LoggingConfig?.LogGroup,
      },
      kmsKeyArn: configuration.KMSKeyArn,
      sourceCodeHash: text(known, 'sourceCodeHash') ?? configuration.CodeSha256,
      codeSha256: configuration.CodeSha256,
      sourceCodeSize: configuration.CodeSize,
      invokeArn: invokeArn(aws.region, arn),
      qualifiedArn: `${arn}:$LATEST`,
      qualifiedInvokeArn: invokeArn(aws.region, `${arn}:$LATEST`),
      lastModified: configuration.LastModified,
      signingJobArn: '',
      signingProfileVersionArn: '',
      version: configuration.Version,
      tags,
      tagsAll: tags,
    };
  },

  update(id, { before, after, changed }, aws) {
    refuseUnmodelled(after);
    const arn = describe(aws, id)?.Configuration?.FunctionArn ?? '';
    if (CONFIGURATION.some((name) => changed.has(name))) {
      const Environment = { Variables: textMap(block(after, 'environment') ?? {}, 'variables') ?? {} };
      aws.call('lambda', 'UpdateFunctionConfiguration', { FunctionName: id, ...configurationOf(after), Environment });
      aws.settle(arn);
    }
    if (['code', 'sourceCodeHash', 'architectures'].some((name) => changed.has(name))) {
      if (changed.has('architectures')) throw notModelled('a change of the architecture of a function');
      aws.call('lambda', 'UpdateFunctionCode', { FunctionName: id, ...codeOf(after) });
      aws.settle(arn);
    }
    retag(before, after, {
      add: (tags) => aws.call('lambda', 'TagResource', { Resource: arn, Tags: Object.fromEntries(tags) }),
      remove: (TagKeys) => aws.call('lambda', 'UntagResource', { Resource: arn, TagKeys }),
    });
  },

  delete(id, state, aws) {
    if (state['skipDestroy'] !== true) aws.call('lambda', 'DeleteFunction', { FunctionName: id });
  },
};

const CONFIGURATION = [
  'role',
  'runtime',
  'handler',
  'description',
  'timeout',
  'memorySize',
  'environment',
  'kmsKeyArn',
].concat(['ephemeralStorage', 'tracingConfig', 'loggingConfig', 'deadLetterConfig']);
const UNMODELLED = [
  'imageUri',
  's3Bucket',
  'vpcConfig',
  'layers',
  'fileSystemConfig',
  'snapStart',
  'codeSigningConfigArn',
].concat(['imageConfig', 'capacityProviderConfig', 'durableConfig', 'tenancyConfig', 'replaceSecurityGroupsOnDestroy']);

function refuseUnmodelled(inputs: PropertyMap): void {
  for (const name of UNMODELLED) if (inputs[name] !== undefined) throw notModelled(`functions with ${name}`);
  if (inputs['publish'] === true) throw notModelled('published versions of functions');
  if ((number(inputs, 'reservedConcurrentExecutions') ?? -1) !== -1) throw notModelled('the concurrency of functions');
}

function configurationOf(inputs: PropertyMap): Record<string, unknown> {
  const variables = textMap(block(inputs, 'environment') ?? {}, 'variables');
  const ephemeral = block(inputs, 'ephemeralStorage');
  const tracing = block(inputs, 'tracingConfig');
  const logging = block(inputs, 'loggingConfig');
  const letters = block(inputs, 'deadLetterConfig');
  const members = {
    Role: text(inputs, 'role'),
    Runtime: text(inputs, 'runtime'),
    Handler: text(inputs, 'handler'),
    Description: text(inputs, 'description'),
    Timeout: number(inputs, 'timeout'),
    MemorySize: number(inputs, 'memorySize'),
    KMSKeyArn: text(inputs, 'kmsKeyArn'),
    Environment: variables && { Variables: variables },
    EphemeralStorage: ephemeral && { Size: number(ephemeral, 'size') },
    TracingConfig: tracing && { Mode: text(tracing, 'mode') },
    LoggingConfig: logging && {
      LogFormat: text(logging, 'logFormat'),
      ...(text(logging, 'logGroup') !== undefined && { LogGroup: text(logging, 'logGroup') }),
    },
    DeadLetterConfig: letters && { TargetArn: text(letters, 'targetArn') },
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/**
 * The twin runs no code: what is uploaded stands for the archive by its hash (the engine's), so that a changed file is
 * a changed function.
 */
function codeOf(inputs: PropertyMap): { ZipFile: Uint8Array } {
  const code = block(inputs, 'code') ?? {};
  return { ZipFile: new TextEncoder().encode(text(code, 'hash') ?? canonicalHash(code)) };
}

function invokeArn(region: string, arn: string): string {
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
}

function describe(aws: AdapterAws, FunctionName: string): GetFunctionResponse | undefined {
  return gone(
    () => aws.call<GetFunctionResponse>('lambda', 'GetFunction', { FunctionName }),
    'ResourceNotFoundException',
  );
}

export const adapters: readonly Adapter[] = [lambdaFunction, permission];
