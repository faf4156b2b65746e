import { describe, expect, it } from 'vitest';
import { allOf, anyOf, distinct, every, fail, notApplicable, pass, some, Undecided } from '../../src/policy/index.ts';

const undecided = (): never => {
  throw new Undecided('size', 'not computed yet', true);
};
const yes = () => true;
const no = () => false;

describe('what rules are put together with', () => {
  it('lets a failure win over what is not known, and that over a pass', () => {
    const verdict = (...checks: (() => ReturnType<typeof pass>)[]) => every(checks, (check) => check()).verdict;
    expect(verdict(undecided, () => fail('is red'), pass)).toBe('fail');
    expect(verdict(pass, undecided)).toBe('unknown');
    expect(verdict(pass, () => notApplicable('is small'))).toBe('pass');
    expect(verdict(() => notApplicable('is small'))).toBe('not-applicable');
    expect(verdict()).toBe('pass');
    expect(every([1, 2, 2], (item) => fail(`has ${item}`, 'size'))).toEqual(fail('has 1; has 2', 'size'));
  });

  it('takes one that passes for enough, then what is not known; of nothing it fails', () => {
    const verdict = (...checks: (() => ReturnType<typeof pass>)[]) => some(checks, (check) => check()).verdict;
    expect(verdict(() => fail('is red'), undecided, pass)).toBe('pass');
    expect(verdict(() => fail('is red'), undecided)).toBe('unknown');
    expect(verdict(() => fail('is red'))).toBe('fail');
    expect(verdict()).toBe('fail');
    expect(some([1, 2, 2], (item) => fail(`has ${item}`))).toEqual(fail('has 1; has 2'));
  });

  it('lets a fault of the rule through, as no answer at all', () => {
    const fault = () => {
      throw new TypeError('x');
    };
    expect(() => every([1], fault)).toThrow(TypeError);
    expect(() => allOf(fault)).toThrow(TypeError);
  });

  it('decides a condition of several as soon as one decides it, whatever the others are', () => {
    expect([allOf(undecided, no), anyOf(undecided, yes)]).toEqual([false, true]);
    expect([allOf(yes, yes), allOf(yes, no), anyOf(no, no), anyOf(no, yes)]).toEqual([true, false, false, true]);
    expect(() => allOf(yes, undecided)).toThrow(Undecided);
    expect(() => anyOf(no, undecided)).toThrow(Undecided);
  });

  it('counts different values between the least and the most that there may be', () => {
    const zones = (...values: (string | undefined)[]) =>
      distinct(
        'zone',
        values.map((zone) => ({ zone })),
        ({ zone }) => zone ?? undecided(),
      );
    expect([zones('a', 'b', 'a').reaches(2), zones('a', 'a').reaches(2), zones('a', undefined).reaches(3)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(() => zones('a', undefined).reaches(2)).toThrow('size: not computed yet');
    expect([zones('b', 'a').toString(), zones('a').toString(), zones().toString()]).toEqual([
      '2 zones (a, b)',
      '1 zone (a)',
      '0 zones',
    ]);
  });

  it('counts what is perhaps meant to the most only', () => {
    const zones = (...marks: [string, boolean][]) =>
      distinct(
        'zone',
        marks.map(([zone, isCertain]) => ({ zone, isCertain })),
        ({ zone }) => zone,
      );
    expect(zones(['a', true], ['a', false]).reaches(2)).toBe(false);
    expect(() => zones(['a', true], ['b', false]).reaches(2)).toThrow(/perhaps a, b/);
  });
});
