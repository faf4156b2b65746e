import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SERVICES } from '../../../src/twin/call.ts';
import { createWire, type Listener, listen } from '../../../src/twin/wire/index.ts';
import { testWithAws } from '../../support/aws-cli.ts';
import { EAST } from '../../support/network-world.ts';
import { SDK } from '../wire/support.ts';
import { awsLines, dashed } from './python-call.ts';
import { SdkClients } from './sdk-call.ts';
import { NEVER, type Stage, stage, WAITS, type Wait } from './waits.ts';

const STEP_REAL_MS = 20;
/** As `--speed` lets time pass: slower for the CLI, which waits for one thing after the other, and a terminated instance is soon gone. */
const SPEED = { sdk: 6000, cli: 250 };

let served: { stage: Stage; listener: Listener; clock: NodeJS.Timeout };
beforeAll(async () => {
  served = await serve(SPEED.sdk);
});
afterAll(() => stop(served));

test('every waiter of the SDK is tried, or names what the twin lacks for it', async () => {
  const waiters: string[] = [];
  for (const service of SERVICES) {
    const names = Object.keys(await SDK[service]()).filter((name) => name.startsWith('waitUntil'));
    waiters.push(...names.map((name) => `${service} ${name.slice('waitUntil'.length)}`));
  }
  const tried = WAITS.map(({ service, waiter }) => `${service} ${waiter}`);
  expect([...tried, ...Object.keys(NEVER)].sort()).toEqual(waiters.sort());
});

test('what keeps a waiter from ending is indeed not modelled', () => {
  const { dispatcher } = served.stage.world.twin;
  for (const [waiter, operation] of Object.entries(NEVER)) {
    const [service = 'sts'] = waiter.split(' ');
    expect(dispatcher.modelled(service as Wait['service']), waiter).not.toContain(operation);
  }
});

describe('a waiter of the SDK ends', () => {
  test.each(WAITS)('$service $waiter', async ({ service, waiter, begin }) => {
    const clients = new SdkClients(served.listener.url);
    const client = await clients.client(service, EAST);
    const wait = (await SDK[service]())[`waitUntil${waiter}`] as (config: object, input: object) => Promise<object>;
    const input = begin(served.stage);
    const result = await wait({ client, maxWaitTime: 60, minDelay: 0.02, maxDelay: 0.05 }, input);
    expect(result).toMatchObject({ state: 'SUCCESS' });
    clients.destroy();
  });
});

for (const major of [1, 2] as const) {
  testWithAws(major, 'every one of these waiters that it knows ends', async (aws) => {
    const own = await serve(SPEED.cli);
    try {
      const lines = WAITS.map(({ service, waiter, begin }) => [
        ...['--endpoint-url', own.listener.url, '--region', EAST],
        ...[service, 'wait', dashed(waiter), '--cli-input-json', JSON.stringify(begin(own.stage))],
      ]);
      const answers = await awsLines(aws, lines);
      const failed = WAITS.flatMap(({ waiter }, index) => {
        const { error } = answers[index] ?? {};
        return error === undefined || /Invalid choice/.test(error) ? [] : [`${waiter}: ${error}`];
      });
      expect(failed).toEqual([]);
      const unknown = answers.filter(({ error }) => error !== undefined).length;
      expect(unknown).toBeLessThan(WAITS.length / 4);
    } finally {
      await stop(own);
    }
  });
}

/** Time begins to pass with the first request. */
async function serve(speed: number): Promise<typeof served> {
  const set = stage();
  const { twin, world } = set.world;
  const listener = await listen(createWire(twin.dispatcher), { port: 0 });
  let asked = false;
  twin.dispatcher.onCall(() => {
    asked = true;
  });
  const clock = setInterval(() => asked && world.advanceTo(world.nowMs + speed * STEP_REAL_MS), STEP_REAL_MS);
  return { stage: set, listener, clock };
}

async function stop({ listener, clock }: typeof served): Promise<void> {
  clearInterval(clock);
  await listener.close();
}
