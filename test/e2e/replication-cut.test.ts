import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../support/cli.ts';
import { lossFaults } from '../support/lost-writes.ts';
import { bringSystemUp, type SystemUp } from '../support/system-up.ts';

/** `node scripts/dev.ts seeds` does the same for a hundred. */
const SEEDS = Array.from({ length: 10 }, (_, index) => String(index + 1));

let up: SystemUp;
beforeAll(async () => {
  up = await bringSystemUp(join(root, 'stacks', 'systems', 'orders.yaml'));
});
afterAll(() => up.remove());

test.each(SEEDS)(
  'the writes named as lost with seed %s are those that were acknowledged and are not on the winner',
  async (seed) => {
    expect(lossFaults(await up.rehearse('replication-cut', seed))).toEqual([]);
  },
);
