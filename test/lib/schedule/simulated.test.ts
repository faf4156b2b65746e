import { expect, test } from 'vitest';
import { disagreement } from './compare.ts';

/** A part of the seeds; `node scripts/dev.ts schedules` runs ten thousand. */
const SEEDS = 250;

test('the longest gap is what 800 days show, run minute by minute', { timeout: 180_000 }, () => {
  const wrong: string[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) wrong.push(...[disagreement(seed)].filter((one) => one !== undefined));
  expect(wrong).toEqual([]);
});
