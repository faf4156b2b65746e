import { expect, test } from 'vitest';
import { draw, drawSeconds } from '../../src/lib/chance.ts';

test('a draw depends on its names alone', () => {
  const first = draw(7, 'subject', 'event');
  draw(7, 'another', 'event');
  expect(draw(7, 'subject', 'event')).toBe(first);
  expect(draw(8, 'subject', 'event')).not.toBe(first);
  expect(draw(7, 'subject', 'other event')).not.toBe(first);
});

test('drawn durations have the median and the 99th percentile that were asked for', () => {
  const drawn = Array.from({ length: 4000 }, (_, n) => drawSeconds(n, 's', 'e', 120, 600)).sort((a, b) => a - b);
  expect(drawn[2000]).toBeGreaterThan(110);
  expect(drawn[2000]).toBeLessThan(130);
  expect(drawn[3960]).toBeGreaterThan(500);
  expect(drawn[3960]).toBeLessThan(720);
  expect(drawn.at(-1)).toBeLessThanOrEqual(1200);
});
