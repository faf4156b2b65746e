import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCidr, isPrivate, overlaps, parseCidr } from '../../src/system/cidr.ts';

const block = (text: string) => parseCidr(text) ?? { first: -1, last: -1, prefix: -1 };

test('a block is its first and last address', () => {
  expect(parseCidr('10.16.0.0/16')).toEqual({ first: 0x0a100000, last: 0x0a10ffff, prefix: 16 });
  expect(parseCidr('0.0.0.0/0')).toEqual({ first: 0, last: 2 ** 32 - 1, prefix: 0 });
});

test.each(['10.16.0.1/16', '10.16.0.0', '10.16.0/16', '256.0.0.0/8', '10.0.0.0/33', ' 10.0.0.0/8', 'a/8'])(
  '%j is no block',
  (text) => {
    expect(parseCidr(text)).toBeUndefined();
  },
);

test('what is formatted is read again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }), (address, prefix) => {
      const first = address - (address % 2 ** (32 - prefix));
      expect(parseCidr(formatCidr(first, prefix))).toMatchObject({ first, prefix });
    }),
    { numRuns: 200, seed: 1 },
  );
});

test('blocks overlap where one holds the other, and not where they only touch', () => {
  expect(overlaps(block('10.0.0.0/8'), block('10.16.0.0/16'))).toBe(true);
  expect(overlaps(block('10.16.0.0/16'), block('10.0.0.0/8'))).toBe(true);
  expect(overlaps(block('10.16.0.0/16'), block('10.17.0.0/16'))).toBe(false);
  expect(overlaps(block('10.17.0.0/16'), block('10.16.0.0/16'))).toBe(false);
});

test('the private ranges end where RFC 1918 ends them', () => {
  const answers = ['10.255.0.0/16', '172.31.0.0/16', '172.32.0.0/16', '192.168.0.0/16', '192.169.0.0/16', '8.0.0.0/6'];
  expect(answers.map((text) => isPrivate(block(text)))).toEqual([true, true, false, true, false, false]);
});
