import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assembleTwin } from '../../../src/twin/twin.ts';
import { createWire, type Listener, listen } from '../../../src/twin/wire/index.ts';
import { testWithAws } from '../../support/aws-cli.ts';
import { testWith } from '../../support/external.ts';
import { SDK } from '../wire/support.ts';
import { awsCalls, boto3Calls } from './python-call.ts';
import { type ClientCall, SdkClients } from './sdk-call.ts';

/**
 * One error of a handler in each protocol, as AWS gives it, with the class that its clients make of it: botocore knows a class only
 * where the service's model has the error.
 */
const REFUSED: readonly (ClientCall & { code: string; sdk: string; botocore: string; status: number })[] = [
  {
    ...call('rds', 'DescribeDBClusters', { DBClusterIdentifier: 'none' }),
    code: 'DBClusterNotFoundFault',
    sdk: 'DBClusterNotFoundFault',
    botocore: 'DBClusterNotFoundFault',
    status: 404,
  },
  {
    ...call('elbv2', 'DescribeTargetGroups', { Names: ['none'] }),
    code: 'TargetGroupNotFound',
    sdk: 'TargetGroupNotFoundException',
    botocore: 'TargetGroupNotFoundException',
    status: 400,
  },
  {
    ...call('iam', 'GetRole', { RoleName: 'none' }),
    code: 'NoSuchEntity',
    sdk: 'NoSuchEntityException',
    botocore: 'NoSuchEntityException',
    status: 404,
  },
  {
    ...call('ec2', 'DescribeVpcs', { VpcIds: ['vpc-0123456789abcdef0'] }),
    code: 'InvalidVpcID.NotFound',
    sdk: 'EC2ServiceException',
    botocore: 'ClientError',
    status: 400,
  },
  {
    ...call('route53', 'GetHostedZone', { Id: 'Z0000000000000' }),
    code: 'NoSuchHostedZone',
    sdk: 'NoSuchHostedZone',
    botocore: 'NoSuchHostedZone',
    status: 404,
  },
  {
    ...call('lambda', 'GetFunction', { FunctionName: 'none' }),
    code: 'ResourceNotFoundException',
    sdk: 'ResourceNotFoundException',
    botocore: 'ResourceNotFoundException',
    status: 404,
  },
  {
    ...call('backup', 'GetBackupPlan', { BackupPlanId: 'none' }),
    code: 'ResourceNotFoundException',
    sdk: 'ResourceNotFoundException',
    botocore: 'ResourceNotFoundException',
    status: 400,
  },
  {
    ...call('dynamodb', 'DescribeTable', { TableName: 'none' }),
    code: 'ResourceNotFoundException',
    sdk: 'ResourceNotFoundException',
    botocore: 'ResourceNotFoundException',
    status: 400,
  },
  {
    ...call('kms', 'DescribeKey', { KeyId: '11111111-2222-3333-4444-555555555555' }),
    code: 'NotFoundException',
    sdk: 'NotFoundException',
    botocore: 'NotFoundException',
    status: 404,
  },
  {
    ...call('secretsmanager', 'GetSecretValue', { SecretId: 'none' }),
    code: 'ResourceNotFoundException',
    sdk: 'ResourceNotFoundException',
    botocore: 'ResourceNotFoundException',
    status: 400,
  },
  {
    ...call('cloudwatch', 'SetAlarmState', { AlarmName: 'none', StateValue: 'OK', StateReason: 'r' }),
    code: 'ResourceNotFound',
    sdk: 'ResourceNotFound',
    botocore: 'ResourceNotFound',
    status: 404,
  },
];

/** An operation that AWS has and the twin does not model, in each protocol. */
const NOT_MODELLED: readonly ClientCall[] = [
  call('rds', 'DescribeDBSnapshots', {}),
  call('ec2', 'DescribeVolumes', {}),
  call('route53', 'ListTrafficPolicies', {}),
  call('backup', 'ListBackupPlans', {}),
  call('dynamodb', 'ListBackups', {}),
  call('kms', 'ListRetirableGrants', { RetiringPrincipal: 'arn:aws:iam::111122223333:root' }),
];

let listener: Listener;
const bugs: unknown[] = [];
beforeAll(async () => {
  const twin = assembleTwin({ seed: '1', account: '123456789012', nowMs: Date.UTC(2026, 0, 1) });
  listener = await listen(createWire(twin.dispatcher), { port: 0, onBug: (bug) => bugs.push(bug) });
});
afterAll(async () => {
  await listener.close();
  expect(bugs).toEqual([]);
});

describe('the SDK', () => {
  test.each(REFUSED)('$service: $code comes as the class $sdk', async (refused) => {
    const error = await sdkError(refused);
    expect(error.constructor.name).toBe(refused.sdk);
    expect(error).toMatchObject({
      name: refused.sdk.endsWith('ServiceException') ? refused.code : refused.sdk,
      $metadata: { httpStatusCode: refused.status, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    expect(error.message).not.toBe('UnknownError');
  });

  test.each(NOT_MODELLED)(
    '$service $operation, which AWS has and the twin does not model, fails as NotImplemented',
    async (missing) => {
      const error = await sdkError(missing);
      expect([error.name, error.$metadata?.httpStatusCode]).toEqual(['NotImplemented', 501]);
      expect(error.message).toContain(missing.operation.replace(/^List(TrafficPolicies|BackupPlans)$/, '/'));
    },
  );

  test.each([
    ['rds', 'DescribeDBClusters', 'InvalidClientTokenId', 403],
    ['ec2', 'DescribeVpcs', 'AuthFailure', 401],
    ['route53', 'ListHostedZones', 'InvalidClientTokenId', 403],
    ['backup', 'DescribeBackupVault', 'UnrecognizedClientException', 403],
    ['dynamodb', 'DescribeTable', 'UnrecognizedClientException', 400],
    ['kms', 'DescribeKey', 'UnrecognizedClientException', 400],
  ] as const)('%s with a key that is not the twin’s fails as AWS says it', async (service, operation, code, status) => {
    const input = { BackupVaultName: 'v', TableName: 't', KeyId: 'k' };
    const error = await sdkError(call(service, operation, input), {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'x',
    });
    expect([error.name, error.$metadata?.httpStatusCode]).toEqual([code, status]);
  });
});

testWith('boto3', 'botocore makes the right class of each error', async () => {
  const answers = await boto3Calls(listener.url, [...REFUSED, ...NOT_MODELLED].map(bare));
  expect(answers.slice(0, REFUSED.length)).toEqual(
    REFUSED.map(({ code, botocore, status }) => ({ error: botocore, code, status })),
  );
  expect(answers.slice(REFUSED.length).map(({ code, status }) => [code, status])).toEqual(
    NOT_MODELLED.map(() => ['NotImplemented', 501]),
  );
});

for (const major of [1, 2] as const) {
  testWithAws(major, 'names the code of each error', async (aws) => {
    const answers = await awsCalls(aws, listener.url, REFUSED.map(bare));
    expect(answers.map(({ code }) => code)).toEqual(REFUSED.map(({ code }) => code));
  });
}

function call(service: ClientCall['service'], operation: string, input: object): ClientCall {
  return { service, operation, region: 'us-east-1', input };
}

function bare({ service, operation, region, input }: ClientCall): ClientCall {
  return { service, operation, region, input };
}

async function sdkError(
  refused: ClientCall,
  credentials = { accessKeyId: 'TWINTEST', secretAccessKey: 'any' },
): Promise<Error & { $metadata?: { httpStatusCode?: number } }> {
  const clients = new SdkClients(listener.url, credentials);
  const answer = await clients.call(refused).then(
    () => new Error('answered'),
    (thrown: unknown) => thrown as Error,
  );
  clients.destroy();
  // only a module's own class is one that a program can tell by `instanceof`
  if (answer.constructor !== Error) expect(Object.values(await SDK[refused.service]())).toContain(answer.constructor);
  return answer;
}
