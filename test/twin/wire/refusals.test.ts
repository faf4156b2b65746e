import { describe, expect, test } from 'vitest';
import { EndpointUnreachable } from '../../../src/twin/aws-error.ts';
import { readCbor } from '../../../src/twin/wire/codec/cbor-read.ts';
import { createWire, type WireRequest, type WireResponse } from '../../../src/twin/wire/index.ts';
import { bytesOf, textOf } from '../../../src/twin/wire/message.ts';
import { form, json, rawRequest, refusing, stubWire } from './support.ts';

/** One request in each protocol that is in order. */
const REQUESTS: Readonly<Record<string, WireRequest>> = {
  awsQuery: rawRequest('rds', form('Action=DescribeDBClusters&Version=2014-10-31')),
  ec2Query: rawRequest('ec2', form('Action=DescribeVpcs&Version=2016-11-15')),
  restXml: rawRequest('route53', { method: 'GET', path: '/2013-04-01/hostedzone/Z1' }),
  restJson1: rawRequest('backup', { method: 'GET', path: '/backup-vaults/v' }),
  awsJson1_0: rawRequest('dynamodb', json('DynamoDB_20120810.DescribeTable', '{"TableName":"t"}', '1.0')),
  awsJson1_1: rawRequest('kms', json('TrentService.DescribeKey', '{"KeyId":"k"}')),
  rpcv2Cbor: rawRequest('monitoring', {
    path: '/service/GraniteServiceVersion20100801/operation/DescribeAlarms',
    headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' },
  }),
};
const { wire } = stubWire(() => ({}));

/** What AWS says of a body that it cannot read, by protocol. */
const MALFORMED: Readonly<Record<string, string>> = {
  awsQuery: 'MalformedInput',
  ec2Query: 'InvalidParameterValue',
  restXml: 'InvalidInput',
  restJson1: 'SerializationException',
  awsJson1_0: 'SerializationException',
  awsJson1_1: 'SerializationException',
  rpcv2Cbor: 'SerializationException',
};

/** The code of an error as its own protocol tells it. */
function codeOf(protocol: string, response: WireResponse): string | undefined {
  if (protocol === 'rpcv2Cbor') return (readCbor(bytesOf(response.body)) as { __type: string }).__type.split('#')[1];
  const text = textOf(response.body);
  if (protocol === 'restJson1') return response.headers['x-amzn-errortype'];
  if (protocol.startsWith('awsJson')) return (JSON.parse(text) as { __type: string }).__type.split('#').at(-1);
  return /<Code>(.*)<\/Code>/.exec(text)?.[1];
}

test.each(Object.entries(REQUESTS))('%s: a request that is in order is answered with 200', (_, request) => {
  expect(wire.handle(request).status).toBe(200);
});

describe('credentials', () => {
  test.each([
    ['awsQuery', 'MissingAuthenticationToken', 403],
    ['ec2Query', 'MissingAuthenticationToken', 403],
    ['awsJson1_0', 'MissingAuthenticationTokenException', 400],
    ['awsJson1_1', 'MissingAuthenticationTokenException', 400],
    ['rpcv2Cbor', 'MissingAuthenticationTokenException', 400],
  ])('%s: a request that is not signed is refused as %s', (protocol, code, status) => {
    const request = REQUESTS[protocol] as WireRequest;
    const { authorization: _, ...headers } = request.headers;
    const response = wire.handle({ ...request, headers });
    expect([codeOf(protocol, response), response.status]).toEqual([code, status]);
  });

  test.each([
    ['awsQuery', 'InvalidClientTokenId', 403],
    ['ec2Query', 'AuthFailure', 401],
    ['restXml', 'InvalidClientTokenId', 403],
    ['restJson1', 'UnrecognizedClientException', 403],
    ['awsJson1_0', 'UnrecognizedClientException', 400],
    ['awsJson1_1', 'UnrecognizedClientException', 400],
    ['rpcv2Cbor', 'UnrecognizedClientException', 400],
  ])('%s: a key that could be a real one is refused as %s, and reaches no handler', (protocol, code, status) => {
    const stub = stubWire(() => ({}));
    const request = REQUESTS[protocol] as WireRequest;
    const authorization = request.headers['authorization']?.replace('TWINTEST', 'AKIATWINTEST') ?? '';
    const response = stub.wire.handle({ ...request, headers: { ...request.headers, authorization } });
    expect([codeOf(protocol, response), response.status]).toEqual([code, status]);
    expect(stub.requests).toEqual([]);
  });
});

describe('what the twin does not model', () => {
  test('an unknown service is answered with 501 and the names of those that it models', () => {
    const response = wire.handle(rawRequest('sns', form('Action=Publish&Version=2010-03-31')));
    expect(response.status).toBe(501);
    expect(textOf(response.body)).toContain('<Code>NotImplemented</Code>');
    expect(textOf(response.body)).toContain('&#34;sns&#34;; it models acm, autoscaling, backup');
  });

  test.each([
    ['awsQuery', rawRequest('rds', form('Action=CopyDBSnapshot&Version=2014-10-31')), 'CopyDBSnapshot'],
    ['awsJson1_1', rawRequest('kms', json('TrentService.Sign', '{}')), 'Sign'],
    ['restJson1', rawRequest('backup', { method: 'GET', path: '/audit/frameworks' }), 'GET /audit/frameworks'],
  ])('%s: an unknown operation is answered with 501, its name and what is modelled', (protocol, request, name) => {
    const response = wire.handle(request);
    expect([codeOf(protocol, response), response.status]).toEqual(['NotImplemented', 501]);
    expect(textOf(response.body)).toContain(name);
    expect(textOf(response.body)).toContain('of this service it models');
  });
});

describe('what AWS does not have', () => {
  test.each([
    ['awsQuery', 'InvalidAction', rawRequest('rds', form('Action=MakeCoffee&Version=2014-10-31'))],
    ['awsQuery', 'MissingAction', rawRequest('rds', form('Version=2014-10-31'))],
    ['ec2Query', 'InvalidAction', rawRequest('ec2', form('Action=MakeCoffee&Version=2016-11-15'))],
    [
      'awsJson1_0',
      'UnknownOperationException',
      rawRequest('dynamodb', json('DynamoDB_20120810.MakeCoffee', '{}', '1.0')),
    ],
    ['awsJson1_1', 'UnknownOperationException', rawRequest('kms', json('TrentService.MakeCoffee', '{}'))],
    [
      'rpcv2Cbor',
      'UnknownOperationException',
      {
        ...(REQUESTS['rpcv2Cbor'] as WireRequest),
        path: '/service/GraniteServiceVersion20100801/operation/MakeCoffee',
      },
    ],
  ])('%s: an operation that does not exist is refused as %s', (protocol, code, request) => {
    const response = wire.handle(request);
    expect([codeOf(protocol, response), response.status]).toEqual([code, 400]);
  });
});

describe('requests that are not in order', () => {
  test.each([
    ['broken JSON', 'awsJson1_1', rawRequest('kms', json('TrentService.DescribeKey', '{"KeyId":'))],
    ['a number for a string', 'awsJson1_1', rawRequest('kms', json('TrentService.DescribeKey', '{"KeyId":7}'))],
    ['a list for an object', 'awsJson1_1', rawRequest('kms', json('TrentService.DescribeKey', '[]'))],
    ['a word for a number', 'awsQuery', rawRequest('rds', form('Action=DescribeDBClusters&MaxRecords=many'))],
    ['a word for a boolean', 'awsQuery', rawRequest('rds', form('Action=DescribeDBClusters&IncludeShared=maybe'))],
    ['a word for an instant', 'awsQuery', rawRequest('rds', form('Action=DescribeEvents&StartTime=yesterday'))],
    [
      'broken XML',
      'restXml',
      rawRequest('route53', {
        path: '/2013-04-01/hostedzone',
        body: '<CreateHostedZoneRequest><Name></CreateHostedZoneRequest>',
      }),
    ],
    [
      'XML with a document type',
      'restXml',
      rawRequest('route53', { path: '/2013-04-01/hostedzone', body: '<!DOCTYPE x><CreateHostedZoneRequest/>' }),
    ],
    [
      'a broken escape in the path',
      'restXml',
      rawRequest('route53', { method: 'GET', path: '/2013-04-01/hostedzone/%zz' }),
    ],
    ['broken CBOR', 'rpcv2Cbor', { ...(REQUESTS['rpcv2Cbor'] as WireRequest), body: Uint8Array.of(0xbf, 0x61) }],
    [
      'values that nest without end',
      'awsJson1_0',
      rawRequest(
        'dynamodb',
        json(
          'DynamoDB_20120810.PutItem',
          `{"TableName":"t","Item":{"a":${'{"L":['.repeat(900)}${']}'.repeat(900)}}}`,
          '1.0',
        ),
      ),
    ],
    [
      'a body that is not gzip, as it says',
      'awsQuery',
      rawRequest('rds', { body: 'Action=x', headers: { ...form('').headers, 'content-encoding': 'gzip' } }),
    ],
  ])('%s is answered with 400 (%s), not with a guess', (_, protocol, request) => {
    const response = wire.handle(request);
    expect([codeOf(protocol, response), response.status]).toEqual([MALFORMED[protocol], 400]);
  });

  test.each([
    ['awsQuery', 'ValidationError', rawRequest('sts', form('Action=AssumeRole&RoleArn=r')), 'RoleSessionName'],
    ['awsQuery', 'MissingParameter', rawRequest('rds', form('Action=CreateDBCluster&Engine=e')), 'DBClusterIdentifier'],
    ['ec2Query', 'MissingParameter', rawRequest('ec2', form('Action=DeleteVpc')), 'VpcId'],
    [
      'restJson1',
      'MissingParameterValueException',
      rawRequest('backup', {
        method: 'PUT',
        path: '/backup/plans',
        body: '{"BackupPlan":{"BackupPlanName":"p","Rules":[{}]}}',
      }),
      'BackupPlan.Rules.1.RuleName, BackupPlan.Rules.1.TargetBackupVaultName',
    ],
    ['awsJson1_1', 'ValidationException', rawRequest('kms', json('TrentService.DescribeKey', '')), 'KeyId'],
  ])('%s: a missing required member is refused as %s and named', (protocol, code, request, members) => {
    const response = wire.handle(request);
    expect([codeOf(protocol, response), response.status]).toEqual([code, 400]);
    expect(textOf(response.body)).toContain(`the request must contain ${members}`);
  });
});

describe('what handlers throw', () => {
  test('an error without a status takes that of the model, and a status of its own is kept', () => {
    const request = REQUESTS['awsQuery'] as WireRequest;
    expect(refusing('DBClusterNotFoundFault', 'm').wire.handle(request).status).toBe(404);
    expect(refusing('DBClusterNotFoundFault', 'm', { status: 409 }).wire.handle(request).status).toBe(409);
    expect(refusing('Throttling', 'm').wire.handle(request).status).toBe(400);
  });

  test('a service that has left the query protocol tells clients that ask for it the old code', () => {
    const { wire: refusingWire } = refusing('ResourceNotFound', 'no alarm');
    const request = rawRequest('monitoring', {
      ...json('GraniteServiceVersion20100801.DescribeAlarms', '{}', '1.0'),
    });
    const asking = { ...request, headers: { ...request.headers, 'x-amzn-query-mode': 'true' } };
    expect(refusingWire.handle(request).headers['x-amzn-query-error']).toBeUndefined();
    expect(refusingWire.handle(asking).headers['x-amzn-query-error']).toBe('ResourceNotFound;Sender');
  });

  test('a lost region is no answer', () => {
    const lost = createWire({
      modelled: () => [],
      dispatch() {
        throw new EndpointUnreachable('us-east-1', 'rds.DescribeDBClusters');
      },
    });
    expect(() => lost.handle(REQUESTS['awsQuery'] as WireRequest)).toThrow(EndpointUnreachable);
  });

  test('a bug in a handler is told apart from answers of AWS, and does not show in the answer', () => {
    const bug = new TypeError('secret detail');
    const { wire: broken } = stubWire(() => {
      throw bug;
    });
    const response = broken.handle(REQUESTS['awsJson1_1'] as WireRequest);
    expect(response.bug).toBe(bug);
    expect([codeOf('awsJson1_1', response), response.status]).toEqual(['InternalFailure', 500]);
    expect(textOf(response.body)).not.toContain('secret');
  });

  test('an output that is not what the model says is a bug, not an answer', () => {
    const { wire: broken } = stubWire(() => ({ DBClusters: [{ ClusterCreateTime: 0 }] }));
    expect(String(broken.handle(REQUESTS['awsQuery'] as WireRequest).bug)).toContain(
      'handlers answer instants as dates',
    );
  });
});
