import { expect, test } from 'vitest';
import { HOUR_MS } from '../../../../src/lib/clock.ts';
import { Dispatcher } from '../../../../src/twin/dispatch.ts';
import { strike } from '../../../../src/twin/physics/faults.ts';
import { kms } from '../../../../src/twin/services/kms/index.ts';
import { reactions } from '../../../../src/twin/services/kms/reactions.ts';
import { keys } from '../../../../src/twin/services/kms/records.ts';
import { World } from '../../../../src/twin/world.ts';

const WEST = 'us-west-2';

test('in a lost region no key is deleted and no replica comes up; afterwards they are', () => {
  const world = new World({ seed: '1', account: '111122223333', nowMs: 0 });
  reactions(world);
  const dispatcher = new Dispatcher(world, { kms } as never);
  const call = (operation: string, region: string, input: object) =>
    dispatcher.dispatch({ service: 'kms', operation, region, input }) as { KeyMetadata: { KeyId: string } };
  const idOf = (region: string, input: object) => call('CreateKey', region, input).KeyMetadata.KeyId;
  const doomed = idOf(WEST, {});
  call('ScheduleKeyDeletion', WEST, { KeyId: doomed, PendingWindowInDays: 7 });
  const lostMs = 7 * 24 * HOUR_MS - 1;
  world.advanceTo(lostMs);
  const copied = idOf('us-east-1', { MultiRegion: true });
  call('ReplicateKey', 'us-east-1', { KeyId: copied, ReplicaRegion: WEST });
  world.transact(() => strike(world, { kind: 'region-loss', region: WEST }, HOUR_MS));
  const states = () => [doomed, copied].map((id) => keys(world).get(`${WEST}/${id}`)?.state);
  world.advanceTo(lostMs + HOUR_MS - 1);
  expect(states()).toEqual(['PendingDeletion', 'Creating']);
  world.advanceTo(lostMs + HOUR_MS);
  expect(states()).toEqual([undefined, 'Enabled']);
});
