import { expect, test } from 'vitest';
import { nearest } from '../../src/lib/nearest.ts';

test.each([
  ['titel', ['title', 'tier', 'owner'], 'title'],
  ['Founder', ['founder', 'zones'], 'founder'],
  ['us-wset-2', ['us-east-1', 'us-west-1', 'us-west-2'], 'us-west-2'],
  ['retentionDays', ['retention', 'schedule'], 'retention'],
  ['colour', ['port', 'size'], undefined],
  ['', [], undefined],
])('%j means, among %j, %j', (found, names, meant) => {
  expect(nearest(found, names)).toBe(meant);
});

test('of two as near, the first in the alphabet is taken, whatever their order', () => {
  expect(nearest('ab', ['ad', 'ac'])).toBe('ac');
  expect(nearest('ab', ['ac', 'ad'])).toBe('ac');
});
