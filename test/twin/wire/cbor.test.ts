import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCbor } from '../../../src/twin/wire/codec/cbor-read.ts';
import { writeCbor } from '../../../src/twin/wire/codec/cbor-write.ts';
import { Undecodable } from '../../../src/twin/wire/message.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));

// RFC 8949, appendix A
test.each([
  ['00', 0],
  ['17', 23],
  ['1818', 24],
  ['1903e8', 1000],
  ['1a000f4240', 1_000_000],
  ['1b000000e8d4a51000', 1_000_000_000_000],
  ['1bffffffffffffffff', 18446744073709551615n],
  ['3bffffffffffffffff', -18446744073709551616n],
  ['3903e7', -1000],
  ['f93c00', 1],
  ['f90001', 2 ** -24],
  ['f9c400', -4],
  ['f97c00', Number.POSITIVE_INFINITY],
  ['f97e00', Number.NaN],
  ['fa47c35000', 100_000],
  ['fbc010666666666666', -4.1],
  ['f4', false],
  ['f6', null],
  ['c11a514b67b0', new Date('2013-03-21T20:04:00Z')],
  ['c1fb41d452d9ec200000', new Date('2013-03-21T20:04:00.500Z')],
  ['4401020304', Uint8Array.of(1, 2, 3, 4)],
  ['62c3bc', null],
  ['826161a161626163', ['a', { b: 'c' }]],
  ['9fff', []],
  ['bf61610161629f0203ffff', { a: 1, b: [2, 3] }],
  ['7f657374726561646d696e67ff', 'streaming'],
  ['5f42010243030405ff', Uint8Array.of(1, 2, 3, 4, 5)],
])('%s is read as RFC 8949 says', (hex, value) => {
  expect(readCbor(bytes(hex))).toEqual(hex === '62c3bc' ? 'ü' : value);
});

test.each(['', '18', '61', 'ff', '81ff', '9f01', 'a1', 'a10102', '0000', '1c', 'c1617a', '5bffffffffffffffff'])(
  'malformed %s is refused',
  (hex) => {
    expect(() => readCbor(bytes(hex))).toThrow(Undecodable);
  },
);

test('what is written is read back', () => {
  const leaf = fc.oneof(
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double(),
    fc.string({ unit: 'grapheme' }),
    fc.boolean(),
    fc.uint8Array({ maxLength: 300 }),
    fc.integer().map((ms) => new Date(ms)),
  );
  const tree = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('tree')), fc.dictionary(fc.string(), tie('tree'))),
  })).tree;
  fc.assert(
    fc.property(tree, (value) => {
      expect(readCbor(writeCbor(value))).toEqual(value);
    }),
    { seed: 7 },
  );
});

test('random bytes are read or refused, and nothing else happens', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (input) => {
      try {
        readCbor(input);
      } catch (error) {
        expect(error).toBeInstanceOf(Undecodable);
      }
    }),
    { seed: 7, numRuns: 2_000 },
  );
});
