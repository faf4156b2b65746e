import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VirtualTime } from '../../src/twin/virtual-time.ts';
import { World } from '../../src/twin/world.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const newWorld = () => new World({ seed: '1', account: '111122223333', nowMs: start });

test('the clock moves only when every fibre waits, and stands still while one awaits something else', async () => {
  const time = new VirtualTime(newWorld());
  const log: string[] = [];
  await time.all([
    async () => {
      await new Promise((done) => setTimeout(done, 20)); // a child process, a socket
      log.push(`slow +${time.nowMs() - start}`);
      await time.sleepUntil(start + 5_000);
      log.push(`slow +${time.nowMs() - start}`);
    },
    async () => {
      await time.sleepUntil(start + 1_000);
      log.push(`quick +${time.nowMs() - start}`);
    },
  ]);
  expect(log).toEqual(['slow +0', 'quick +1000', 'slow +5000']);
});

test('events of the world happen on the way to the next sleeper', async () => {
  const world = newWorld();
  const seen: number[] = [];
  world.react('test.event', () => void seen.push(world.nowMs - start));
  world.transact(() => world.schedule({ atMs: start + 700, kind: 'test.event', subject: 's' }));
  const time = new VirtualTime(world);
  await time.sleepUntil(start + 600);
  expect(seen).toEqual([]);
  await time.sleepUntil(start + 900);
  expect(seen).toEqual([700]);
  expect(time.nowMs()).toBe(start + 900);
});

test('fibres due at one instant run in the order of their places, whatever order their answers come in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(3), { minLength: 2, maxLength: 5 }), async (delays) => {
      const time = new VirtualTime(newWorld());
      const order: number[] = [];
      await time.all(
        delays.map((turns, index) => async () => {
          for (let turn = 0; turn < turns; turn++) await new Promise((done) => setImmediate(done));
          await time.sleepUntil(start + 1_000);
          order.push(index);
        }),
      );
      expect(order).toEqual(delays.map((_, index) => index));
    }),
    { numRuns: 30 },
  );
});

test('fibres spawn fibres; the first error is thrown after the last has ended', async () => {
  const time = new VirtualTime(newWorld());
  const log: string[] = [];
  const nested = time.all([
    async () => {
      await time.all([
        () => time.sleepUntil(start + 3_000).then(() => void log.push('inner')),
        async () => {
          throw new Error('first');
        },
      ]);
    },
    async () => {
      await time.sleepUntil(start + 9_000);
      log.push('other');
    },
  ]);
  await expect(nested).rejects.toThrow('first');
  expect(log).toEqual(['inner', 'other']);
});

test('a sleep beside all is refused: it would let the clock move while a fibre runs', async () => {
  const time = new VirtualTime(newWorld());
  const both = Promise.all([time.sleepUntil(start + 10), time.sleepUntil(start + 20)]);
  await expect(both).rejects.toThrow('spawn fibres with all');
});

test('a fibre that awaits what only another fibre can do is a deadlock, and named', async () => {
  const time = new VirtualTime(newWorld());
  let open = () => {};
  const gate = new Promise<void>((done) => {
    open = done;
  });
  const stuck = time.all([() => gate, async () => open()]);
  process.emit('beforeExit', 0); // what Node says when nothing is left to do
  await expect(stuck).rejects.toThrow('deadlock');
});

test('a bug in an event of the world ends every fibre that waits', async () => {
  const world = newWorld();
  world.react('test.event', () => {
    throw new Error('a bug');
  });
  world.transact(() => world.schedule({ atMs: start + 5, kind: 'test.event', subject: 's' }));
  const time = new VirtualTime(world);
  await expect(time.all([() => time.sleepUntil(start + 10), () => time.sleepUntil(start + 20)])).rejects.toThrow(
    'a bug',
  );
});

test('each move of the clock goes through the wrapper that a persistent twin gives', async () => {
  let moves = 0;
  const time = new VirtualTime(newWorld(), (move) => {
    moves++;
    move();
  });
  await time.sleepUntil(start + 10);
  await time.sleepUntil(start + 10);
  expect(moves).toBe(1);
});

test('what the machine has to say is heard between two moves of the clock', async () => {
  const world = new World({ seed: '1', account: '111122223333', nowMs: 0 });
  const time = new VirtualTime(world);
  let isHeard = false;
  setImmediate(() => {
    isHeard = true;
  });
  await time.sleepUntil(1);
  await time.sleepUntil(2);
  expect([isHeard, world.nowMs]).toEqual([true, 2]);
});
