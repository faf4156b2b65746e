import { expect, test } from 'vitest';
import { type TestTwin, testTwin } from '../../../support/traffic-gate.ts';

const EAST = 'us-east-1';
const FunctionName = 'feeder';

function create(twin: TestTwin = testTwin(), more: object = {}): TestTwin {
  twin.call(EAST, 'lambda', 'CreateFunction', {
    FunctionName,
    Role: 'arn:aws:iam::111122223333:role/feeder',
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code: { ZipFile: new Uint8Array([1, 2, 3]) },
    ...more,
  });
  return twin;
}

function configuration(twin: TestTwin) {
  return twin.call<{ Configuration: Record<string, unknown> }>(EAST, 'lambda', 'GetFunction', { FunctionName })
    .Configuration;
}

test('a function is Pending, then Active, and keeps the hash and size of its code', () => {
  const twin = create();
  expect(configuration(twin)).toMatchObject({ State: 'Pending', CodeSize: 3, Timeout: 3, MemorySize: 128 });
  twin.advance(60);
  expect(configuration(twin)).toMatchObject({
    State: 'Active',
    CodeSha256: 'A5BYxvLAy0ksUzsKTRTvd8wPeKvMztUofYShogEc+4E=',
    LastModified: '2026-01-01T00:00:00.000+0000',
  });
});

test('an update is refused while another is in progress, and code and configuration change apart', () => {
  const twin = create();
  const update = (operation: string, input: object) => twin.call(EAST, 'lambda', operation, { FunctionName, ...input });
  expect(() => update('UpdateFunctionConfiguration', { Timeout: 70 })).toThrow('in progress');
  twin.advance(60);
  const before = configuration(twin)['CodeSha256'];
  update('UpdateFunctionConfiguration', { Timeout: 70 });
  expect(() => update('UpdateFunctionCode', { ZipFile: new Uint8Array([4]) })).toThrow('in progress');
  twin.advance(60);
  expect(configuration(twin)).toMatchObject({ Timeout: 70, CodeSha256: before, LastUpdateStatus: 'Successful' });
  update('UpdateFunctionCode', { ZipFile: new Uint8Array([4]) });
  twin.advance(60);
  expect(configuration(twin)['CodeSha256']).not.toBe(before);
});

test('the policy tells each statement, and there is none without one', () => {
  const twin = create();
  const statement = {
    StatementId: 's',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: 'arn:r',
  };
  expect(() => twin.call(EAST, 'lambda', 'GetPolicy', { FunctionName })).toThrow('has no policy');
  twin.call(EAST, 'lambda', 'AddPermission', { FunctionName, ...statement });
  expect(() => twin.call(EAST, 'lambda', 'AddPermission', { FunctionName, ...statement })).toThrow(
    'the statement s exists',
  );
  const { Policy } = twin.call<{ Policy: string }>(EAST, 'lambda', 'GetPolicy', { FunctionName });
  expect(JSON.parse(Policy).Statement).toEqual([
    {
      Sid: 's',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: 'arn:aws:lambda:us-east-1:111122223333:function:feeder',
      Condition: { ArnLike: { 'AWS:SourceArn': 'arn:r' } },
    },
  ]);
});

test.each([
  [{ Code: { S3Bucket: 'b' } }, 'code from S3'],
  [{ PackageType: 'Image' }, 'functions from images'],
  [{ VpcConfig: { SubnetIds: ['s'] } }, 'VpcConfig'],
  [{ Publish: true }, 'published versions'],
])('what is not modelled of functions is an error: %o', (more, message) => {
  expect(() => create(testTwin(), more)).toThrow(message);
});
