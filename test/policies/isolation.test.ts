import { expect, test } from 'vitest';
import { RULES } from '../../policies/rules/index.ts';
import { type Evaluation, evaluate, type Rule, unknown } from '../../src/policy/index.ts';
import { graphWith } from '../support/checkpoint.ts';
import { fleet } from '../support/fleet.ts';
import { JUDGED_AT_MS } from '../support/judged-at.ts';

/** Each rule in turn broken in three ways, over a small fleet: what every other rule says does not change. */
const graph = graphWith(...fleet(40).resources);
const judged = (rules: readonly Rule[], limitMs?: number) =>
  evaluate({ graph, rules, phase: 'deployed', nowMs: JUDGED_AT_MS, ...(limitMs !== undefined && { limitMs }) });
const whole = judged(RULES);

const BREAKS: Readonly<Record<string, () => never>> = {
  throws: () => {
    throw new TypeError('of a rule');
  },
  hangs: () => {
    for (;;);
  },
};

for (const [how, broken] of Object.entries(BREAKS)) {
  test(`a rule that ${how} changes its own verdicts only`, () => {
    for (const { id } of RULES) {
      const result = judged(
        RULES.map((rule) => (rule.id === id ? { ...rule, ...checksOf(rule, broken) } : rule)),
        200,
      );
      expect(others(result, id), id).toEqual(others(whole, id));
      const own = new Set(asked(result, id).map(({ verdict }) => verdict));
      expect([...own], id).toEqual(asked(whole, id).length === 0 ? [] : ['error']);
    }
  });
}

test('a rule that cannot tell changes its own verdicts only', () => {
  for (const { id } of RULES) {
    const result = judged(
      RULES.map((rule) => (rule.id === id ? { ...rule, ...checksOf(rule, () => unknown('is grey')) } : rule)),
    );
    expect(others(result, id), id).toEqual(others(whole, id));
  }
});

/** The same checks, each of them broken. */
function checksOf(rule: Rule, broken: () => ReturnType<typeof unknown>): Partial<Rule> {
  const { check, checkStack, checkEstate } = rule;
  const perType = typeof check === 'object' && Object.fromEntries(Object.keys(check).map((type) => [type, broken]));
  return {
    ...(check !== undefined && { check: perType || broken }),
    ...(checkStack !== undefined && { checkStack: broken }),
    ...(checkEstate !== undefined && { checkEstate: broken }),
  };
}

function others({ rows }: Evaluation, id: string) {
  return rows.filter(({ control }) => control !== id);
}

/** Rows that the rule's checks answered when they were whole. */
function asked({ rows }: Evaluation, id: string) {
  const answered = new Set(
    whole.rows
      .filter(({ control, verdict }) => control === id && verdict !== 'not-applicable')
      .map(({ urn, stack }) => `${urn} ${stack}`),
  );
  return rows.filter(({ control, urn, stack }) => control === id && answered.has(`${urn} ${stack}`));
}
