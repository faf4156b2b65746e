import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareProperties, outside } from '../../src/engine/properties/compare.ts';
import { resetIgnored } from '../../src/engine/properties/ignore-changes.ts';
import { Mask } from '../../src/engine/properties/mask.ts';
import { resolveReferences } from '../../src/engine/properties/references.ts';
import { keepSecrets, markSecret } from '../../src/engine/properties/secrets.ts';
import { type PropertyMap, secret, UNKNOWN } from '../../src/lib/property.ts';
import { covers, EVERY, formatPath, type PathStep, parsePath } from '../../src/lib/property-path.ts';

const reset = (before: PropertyMap, after: PropertyMap, ...paths: string[]) =>
  resetIgnored(before, after, paths.map(parsePath));

describe('property paths', () => {
  it.each([
    ['a', ['a']],
    ['a.b', ['a', 'b']],
    ['a[0].b', ['a', 0, 'b']],
    ['a["x.y"][2]', ['a', 'x.y', 2]],
    ['a[*].b', ['a', EVERY, 'b']],
    ['a.*', ['a', EVERY]],
    ['*', [EVERY]],
    ['tags["evenkeel:site"]', ['tags', 'evenkeel:site']],
  ])('reads %s', (text, path) => {
    expect(parsePath(text)).toEqual(path);
  });

  it.each(['', 'a[', 'a[x]', 'a..b', '["a'])('refuses %j', (text) => {
    expect(() => parsePath(text)).toThrow('cannot be read');
  });

  it('reads what it writes, whatever the names', () => {
    const step = fc.oneof(fc.string({ minLength: 1, unit: 'binary' }), fc.nat(20), fc.constant<PathStep>(EVERY));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 5 }), (path) => {
        expect(parsePath(formatPath(path))).toEqual(path);
      }),
    );
  });

  it('covers what it names and all that is below, and nothing else', () => {
    expect(covers(parsePath('a'), parsePath('a.b[1]'))).toBe(true);
    expect(covers(parsePath('a[*].b'), parsePath('a[3].b'))).toBe(true);
    expect(covers(parsePath('a.b'), parsePath('a'))).toBe(false);
    expect(covers(parsePath('a.b'), parsePath('a.c'))).toBe(false);
  });
});

describe('ignoreChanges', () => {
  it('sets a property back, brings a removed one back, and takes an added one away', () => {
    expect(reset({ a: 1, b: 2 }, { a: 5, b: 2 }, 'a')).toEqual({ a: 1, b: 2 });
    expect(reset({ a: 1 }, {}, 'a')).toEqual({ a: 1 });
    expect(reset({}, { a: 1, b: 2 }, 'a')).toEqual({ b: 2 });
    expect(reset({ a: 1 }, { a: 5 }, 'b')).toEqual({ a: 5 });
  });

  it('reaches into members and lists, and leaves the rest', () => {
    expect(reset({ a: { b: 1, c: 1 } }, { a: { b: 2, c: 2 } }, 'a.b')).toEqual({ a: { b: 1, c: 2 } });
    expect(reset({ a: [1, 2] }, { a: [5, 6] }, 'a[0]')).toEqual({ a: [1, 6] });
    expect(reset({ a: [{ x: 1, y: 1 }] }, { a: [{ x: 2, y: 2 }] }, 'a[*].x')).toEqual({ a: [{ x: 1, y: 2 }] });
    expect(reset({ t: { a: 1, b: 1 } }, { t: { b: 2, c: 2 } }, 't.*')).toEqual({ t: { a: 1, b: 1 } });
  });

  it('does not cover elements added to a list', () => {
    expect(reset({ a: [1] }, { a: [5, 6] }, 'a[*]')).toEqual({ a: [1, 6] });
  });

  it('sets an unknown value and a secret one back', () => {
    expect(reset({ a: 1 }, { a: UNKNOWN }, 'a')).toEqual({ a: 1 });
    expect(reset({ a: secret('old') }, { a: secret('new') }, 'a')).toEqual({ a: secret('old') });
    expect(reset({ a: secret({ b: 1, c: 1 }) }, { a: secret({ b: 2, c: 2 }) }, 'a.b')).toEqual({
      a: secret({ b: 1, c: 2 }),
    });
  });

  it('with everything ignored, nothing but the length of lists can differ', () => {
    const bag = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(fc.nat(3), fc.boolean(), fc.constant('x')));
    fc.assert(
      fc.property(bag, bag, (before, after) => {
        expect(compareProperties(before, reset(before, after, '*'))).toEqual([]);
      }),
    );
  });
});

describe('comparison', () => {
  it('names each leaf that was added, deleted or changed, by value and not by secrecy', () => {
    const before = { same: secret('s'), gone: 1, list: [1, { x: 1 }], object: { a: 1 } };
    const after = { same: 's', new: 1, list: [1, { x: 2 }, 3], object: { a: 1 } };
    expect([...outside(compareProperties(before, after), [])]).toEqual([
      ['gone', 'delete'],
      ['list[1].x', 'update'],
      ['list[2]', 'add'],
      ['new', 'add'],
    ]);
  });

  it('leaves out what is ignored', () => {
    const changes = compareProperties({ a: { b: 1, c: 1 } }, { a: { b: 2, c: 2 } });
    expect([...outside(changes, [parsePath('a.b')]).keys()]).toEqual(['a.c']);
    expect([...outside(changes, [parsePath('a')]).keys()]).toEqual([]);
  });
});

describe('secrets', () => {
  it('outputs of secret inputs are secret, member by member where both are objects', () => {
    const outputs = keepSecrets(
      { a: 'x', o: { p: 1, q: 2 }, l: ['y'], n: 1 },
      { a: secret('x'), o: { p: secret(1) }, l: [secret('y')] },
    );
    expect(outputs).toEqual({ a: secret('x'), o: { p: secret(1), q: 2 }, l: secret(['y']), n: 1 });
  });

  it('named outputs are secret, absent ones stay absent', () => {
    expect(markSecret({ a: { b: secret(1) } }, ['a', 'z'])).toEqual({ a: secret({ b: 1 }) });
  });

  it('are masked in texts, also as JSON writes them, the longer one first', () => {
    const mask = new Mask();
    mask.learn({ a: secret('pass"word'), b: { c: [secret('pass"word-long')] } });
    expect(mask.apply('x pass"word-long, {"p":"pass\\"word"}')).toBe('x [secret], {"p":"[secret]"}');
    expect(mask.apply('nothing here')).toBe('nothing here');
  });
});

it('a reference to a resource is its id, unknown where it has none yet, and of a component its URN', () => {
  const reference = (rest: PropertyMap) => ({
    '4dabf18193072939515e22adb298388d': '5cf8f73096256a8f31e491e813e4eb8e',
    urn: 'urn:x',
    ...rest,
  });
  expect(resolveReferences({ a: reference({ id: 'i-1' }), b: [reference({ id: '' })], c: reference({}) })).toEqual({
    a: 'i-1',
    b: [UNKNOWN],
    c: 'urn:x',
  });
});
