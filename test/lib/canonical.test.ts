import { expect, it } from 'vitest';
import { canonicalJson } from '../../src/lib/canonical.ts';

it('sorts keys at every depth, also inside what is sorted already, and copies or changes nothing that was given', () => {
  const given = { a: [{ c: 1, b: { e: 2, d: 3 } }], f: { h: undefined, g: 4 } };
  const before = structuredClone(given);
  expect(canonicalJson(given)).toBe('{"a":[{"b":{"d":3,"e":2},"c":1}],"f":{"g":4}}');
  expect(Object.keys(given.f)).toEqual(Object.keys(before.f));
  expect(given).toEqual(before);
  expect(canonicalJson({ f: given.f, a: given.a })).toBe(canonicalJson(given));
  expect(canonicalJson([{ b: 1, a: 2 }], 2)).toBe('[\n  {\n    "a": 2,\n    "b": 1\n  }\n]');
});
