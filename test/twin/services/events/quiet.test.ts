import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { draw } from '../../../../src/lib/chance.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../../src/lib/clock.ts';
import { EndpointUnreachable } from '../../../../src/twin/aws-error.ts';
import { strike } from '../../../../src/twin/physics/faults.ts';
import { type Twin, twinOf } from '../../../../src/twin/twin.ts';
import type { Snapshot, World } from '../../../../src/twin/world.ts';
import { EAST, WEST } from '../../../support/network-world.ts';
import { bringOrdersUp, type OrdersUp } from '../../../support/orders-up.ts';

let orders: OrdersUp;
let snapshot: Snapshot;
beforeAll(async () => {
  orders = await bringOrdersUp();
  snapshot = orders.twin.world.dump();
});
afterAll(() => orders?.remove());

function again(): Twin {
  return twinOf(snapshot);
}

/** So short that no whole minute is ever passed over. */
const STEP_MS = 50 * SECOND_MS;

function slowly(world: World, toMs: number): void {
  while (world.nowMs < toMs) world.advanceTo(Math.min(toMs, world.nowMs + STEP_MS));
}

/** Something that happens to a system, drawn from a seed: a flag, a sample of somebody else's, a fault, an alarm. */
function disturb({ world, dispatcher }: Twin, seed: number, turn: number): void {
  const chance = (what: string) => draw(seed, `turn ${turn}`, what);
  const region = chance('region') < 0.5 ? EAST : WEST;
  const call = (service: 'dynamodb' | 'cloudwatch', operation: string, input: object) =>
    dispatcher.dispatch({ service, operation, region, input });
  const kind = Math.floor(chance('kind') * 5);
  if (kind === 0) {
    const [table] = world.table<{ name: string; region: string }>('dynamodb.table').values(`${region}/`);
    call('dynamodb', 'PutItem', {
      TableName: table?.name,
      Item: { id: { S: 'claim' }, on: { N: chance('flag') < 0.5 ? '0' : '1' } },
    });
  } else if (kind === 1) {
    const MetricData = [{ MetricName: 'm', Value: 1 }];
    call('cloudwatch', 'PutMetricData', { Namespace: 'app', MetricData });
  } else if (kind === 2) {
    const forMs = Math.floor(chance('length') * 3 * HOUR_MS);
    world.transact(() => strike(world, { kind: 'region-loss', region }, forMs, world.nowMs + 7 * MINUTE_MS));
  } else if (kind === 3) {
    const peer = region === EAST ? WEST : EAST;
    world.transact(() => strike(world, { kind: 'partition', region, peer }, Math.floor(chance('length') * HOUR_MS)));
  } else {
    const [alarm] = world.table<{ name: string }>('cloudwatch.alarm').values(`${region}/`);
    call('cloudwatch', 'SetAlarmState', { AlarmName: alarm?.name, StateValue: 'ALARM', StateReason: 'test' });
  }
}

describe('what is passed over leaves the world as if it had happened, sample by sample', () => {
  test.each([1, 2, 3, 4])('seed %i', (seed) => {
    const [fast, slow] = [again(), again()];
    for (let turn = 0; turn < 4; turn++) {
      const forMs = Math.floor(draw(seed, `turn ${turn}`, 'pause') * 3 * HOUR_MS);
      const toMs = fast.world.nowMs + forMs;
      fast.world.advanceTo(toMs);
      slowly(slow.world, toMs);
      expect(slow.world.dump()).toEqual(fast.world.dump());
      for (const twin of [fast, slow]) {
        try {
          disturb(twin, seed, turn);
        } catch (error) {
          if (!(error instanceof EndpointUnreachable)) throw error;
        }
      }
    }
  });
});

test('two months without anybody cost next to no events, and end with three hours of samples', () => {
  const { world } = again();
  let commits = 0;
  world.onCommit = () => commits++;
  world.advanceTo(world.nowMs + 60 * 24 * HOUR_MS);
  expect(commits).toBeLessThan(1000);
  const minutes = new Set(
    world
      .table<{ startMs: number }>('cloudwatch.datapoint')
      .values()
      .map(({ startMs }) => startMs),
  );
  expect(minutes.size).toBe(180);
  expect(Math.max(...minutes)).toBe(Math.floor(world.nowMs / MINUTE_MS) * MINUTE_MS);
});
