import { expect, test } from 'vitest';
import { CallError, type CallFailure, sdkCaller, toCallError } from '../../src/aws/index.ts';

const answered = (name: string, status: number) =>
  Object.assign(new Error('m'), {
    name,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  });
const broken = (code: string) => Object.assign(new Error('m'), { code, $metadata: { attempts: 1 } });

test.each<[string, Error, CallFailure]>([
  ['a refusal', answered('GlobalClusterNotFoundFault', 404), 'refused'],
  ['throttling by name', answered('ThrottlingException', 400), 'throttled'],
  ['throttling by status', answered('SomethingElse', 429), 'throttled'],
  ['a failure inside AWS', answered('InternalFailure', 500), 'unknown'],
  ['what the twin does not model', answered('NotImplemented', 501), 'refused'],
  ['a refused connection', broken('ECONNREFUSED'), 'unreachable'],
  ['a name that is not there', broken('ENOTFOUND'), 'unreachable'],
  ['a connection that broke', broken('ECONNRESET'), 'unknown'],
  ['no answer in time', Object.assign(new Error('m'), { name: 'TimeoutError' }), 'unknown'],
])('%s is told from the others', (_title, error, failure) => {
  const mapped = toCallError(error, 'rds.X', 'us-west-2');
  expect(mapped).toBeInstanceOf(CallError);
  expect((mapped as CallError).fields.failure).toBe(failure);
});

test('what is not about the call stays what it is: a bug', () => {
  const bug = new TypeError('undefined is not a function');
  expect(toCallError(bug, 'rds.X', 'us-west-2')).toBe(bug);
});

test('an SDK client sends once, with the step’s credentials and region, and its error is typed', async () => {
  const sent: { headers: Record<string, string>; body: string }[] = [];
  const caller = sdkCaller((_service, region) => ({
    region,
    credentials: { accessKeyId: 'TWINSTEP', secretAccessKey: 'x' },
    requestHandler: {
      handle: async (request: { headers: Record<string, string>; body: string }) => {
        sent.push(request);
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      },
    },
  }));
  const error = await caller.call('rds', 'DescribeGlobalClusters', 'us-west-2', {}).catch((thrown: unknown) => thrown);
  expect((error as CallError).fields).toMatchObject({
    failure: 'unreachable',
    operation: 'rds.DescribeGlobalClusters',
    region: 'us-west-2',
    awsCode: 'ECONNREFUSED',
  });
  expect(sent).toHaveLength(1);
  expect(sent[0]?.headers['authorization']).toMatch(/Credential=TWINSTEP\/\d{8}\/us-west-2\/rds\/aws4_request/);
});

test('a service or operation without a client is named', async () => {
  const caller = sdkCaller(() => ({}));
  await expect(caller.call('guardduty', 'CreateDetector', 'us-west-2', {})).rejects.toThrow(
    'no SDK client here can call',
  );
  await expect(caller.call('rds', 'Nothing', 'us-west-2', {})).rejects.toThrow('rds.Nothing');
});
