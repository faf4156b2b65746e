import { expect, test } from 'vitest';
import { RULES } from '../../policies/rules/index.ts';
import { evaluate } from '../../src/policy/index.ts';
import { graphWith } from '../support/checkpoint.ts';
import { fleet } from '../support/fleet.ts';
import { JUDGED_AT_MS } from '../support/judged-at.ts';

/** Counted where the faults are planted, not by a rule. It does not prove that these are all the faults there can be, nor anything of other controls. */
test('of a thousand resources and of two, every fault of the planted controls is found, and nothing else', () => {
  for (const size of [1_000, 2_000]) {
    const { resources, planted } = fleet(size);
    const rules = RULES.filter(({ id }) => id in planted);
    const { rows, unsupportedTypes } = evaluate({
      nowMs: JUDGED_AT_MS,
      graph: graphWith(...resources),
      rules,
      phase: 'deployed',
    });
    const found = Object.groupBy(
      rows.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable'),
      ({ control }) => control,
    );
    const counts = Object.fromEntries(rules.map(({ id }) => [id, found[id]?.length ?? 0]));
    expect(counts).toEqual(planted);
    expect(Object.values(planted).every((count) => count > 1)).toBe(true);
    expect(unsupportedTypes).toEqual({});
  }
});

test('the verdicts do not depend on the order in which the stacks and their resources come', () => {
  const { resources } = fleet(200);
  const rows = (list: readonly Record<string, unknown>[]) =>
    evaluate({ nowMs: JUDGED_AT_MS, graph: graphWith(...list), rules: RULES, phase: 'deployed' }).rows;
  expect(rows(resources.toReversed())).toEqual(rows(resources));
});
