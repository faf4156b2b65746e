import { describe, expect, it } from 'vitest';
import { scoreOf } from '../../scripts/mutation/breaks.ts';
import { changesOf } from '../../scripts/mutation/changes.ts';
import { pass, type Rule, requires, rule } from '../../src/policy/index.ts';
import { type ControlCases, pick, set, stackOf } from '../policies/cases/build.ts';

const VOLUME = 'aws:ebs/volume:Volume';
const texts = {
  why: 'Why.',
  remedy: 'Do.',
  severity: 'low',
  decidedAt: 'preview',
  cannotSee: [],
  parameters: {},
} as const;
const encrypted = rule({
  ...texts,
  id: 'X-01',
  title: 'Encrypted',
  types: [VOLUME],
  check: requires('encrypted', true),
});
const asleep = { ...encrypted, check: () => pass() } as Rule;
const { cases, mutations }: ControlCases = {
  cases: [
    {
      title: 'an encrypted volume',
      stacks: [stackOf({ name: 'prod' }, (add) => void add(VOLUME, 'volume', { encrypted: true, size: 20 }))],
      expect: [{ name: 'volume', verdict: 'pass' }],
    },
  ],
  mutations: [
    {
      of: 'an encrypted volume',
      edit: 'it is not encrypted',
      mutate: (stacks) => set(pick(stacks, 'volume'), { encrypted: false }),
      expect: [{ name: 'volume', verdict: 'fail' }],
    },
  ],
};

/** It does not prove that the breaks of the cases are all there are. */
describe('the score of a rule', () => {
  it('is the breaks that it finds; what it says instead is told', () => {
    expect(scoreOf(encrypted, { cases, mutations })).toEqual({ rule: 'X-01', breaks: 1, found: 1, missed: [] });
    expect(scoreOf(asleep, { cases, mutations })).toMatchObject({
      breaks: 1,
      found: 0,
      missed: [expect.stringMatching(/^it is not encrypted: wanted .*"fail".*, got pass/)],
    });
  });

  it('is none of a rule without breaks, and a break of a case that is not there is missed', () => {
    expect(scoreOf(encrypted, { cases, mutations: [] })).toMatchObject({ breaks: 0, found: 0 });
    expect(scoreOf(encrypted, { cases: [], mutations }).missed).toEqual([
      'it is not encrypted: no case is called an encrypted volume',
    ]);
  });

  it('has beside it the values that the rule reads, each taken away, flipped and made unknown', () => {
    expect(changesOf(encrypted, { cases, mutations })).toEqual({ rule: 'X-01', made: 3, noticed: 3, unnoticed: [] });
    const careless = {
      ...encrypted,
      check: (one) => requires('encrypted', { not: false })(one, {}, {} as never),
    } as Rule;
    expect(changesOf(careless, { cases, mutations })).toEqual({
      rule: 'X-01',
      made: 3,
      noticed: 2,
      unnoticed: ['volume encrypted removed'],
    });
    expect(changesOf(asleep, { cases, mutations }).made).toBe(0);
  });
});
