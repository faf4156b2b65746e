import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { type CallRecord, Dispatcher } from '../../../src/twin/dispatch.ts';
import { sts } from '../../../src/twin/services/sts/index.ts';
import { createWire, twinClientConfig } from '../../../src/twin/wire/index.ts';
import { World } from '../../../src/twin/world.ts';

const world = new World({ seed: '7', account: '000000000007', nowMs: 0 });
const dispatcher = new Dispatcher(world, { sts });
const records: CallRecord[] = [];
dispatcher.onCall((record) => records.push(record));
const client = new STSClient(
  twinClientConfig(createWire(dispatcher), { service: 'sts', region: 'us-west-2', accessKeyId: 'TWINSTEP7' }),
);

test('an SDK call reaches a handler in the world, and is counted under its key and region', async () => {
  expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: '000000000007' });
  expect(records).toMatchObject([
    {
      service: 'sts',
      operation: 'GetCallerIdentity',
      region: 'us-west-2',
      accessKeyId: 'TWINSTEP7',
      outcome: 'answered',
    },
  ]);
});

test('a call to a region that is blocked is a broken connection', async () => {
  dispatcher.blocked.add('us-west-2');
  await expect(client.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(records.at(-1)).toMatchObject({ outcome: 'unreachable' });
});
