import { expect, test } from 'vitest';
import { RULES } from '../../policies/rules/index.ts';
import { type Evaluation, evaluate, type Finding, type Rule, unknown } from '../../src/policy/index.ts';
import { graphWith } from '../support/checkpoint.ts';
import { fleet } from '../support/fleet.ts';
import { JUDGED_AT_MS } from '../support/judged-at.ts';

/** Each rule in turn broken in three ways, over a small fleet: what every other rule says does not change. */
const graph = graphWith(...fleet(40).resources);
const judged = (rules: readonly Rule[], limitMs = 10_000) =>
  evaluate({ graph, rules, phase: 'deployed', nowMs: JUDGED_AT_MS, limitMs });
const whole = judged(RULES);

test('a rule that throws changes its own verdicts only', () => {
  const fault = () => {
    throw new TypeError('of a rule');
  };
  for (const { id } of RULES) {
    const result = judged(withBroken(id, fault));
    expect(others(result, id), id).toEqual(others(whole, id));
    expect([...new Set(asked(result, id).map(({ verdict }) => verdict))], id).toEqual(isAsked(id) ? ['error'] : []);
  }
});

test('a rule that cannot tell changes its own verdicts only', () => {
  for (const { id } of RULES) {
    expect(others(judged(withBroken(id, () => unknown('is grey'))), id), id).toEqual(others(whole, id));
  }
});

test('a rule that hangs changes its own verdicts only', () => {
  for (const { id } of RULES) {
    const result = hanging(id, 300) ?? hanging(id, 3_000);
    expect(result && others(result, id), id).toEqual(others(whole, id));
    expect((result && asked(result, id).filter(isStopped).length) ?? 0, id).toBe(isAsked(id) ? 1 : 0);
  }
}, 300_000);

/** Hangs at the first question; `undefined` where this machine was so slow that another rule was stopped, too. */
function hanging(id: string, limitMs: number): Evaluation | undefined {
  let isFirst = true;
  const hang = () => {
    const hangs = isFirst;
    isFirst = false;
    while (hangs);
    return unknown('is grey');
  };
  const result = judged(withBroken(id, hang), limitMs);
  return others(result, id).some(isStopped) ? undefined : result;
}

function withBroken(id: string, broken: () => Finding): readonly Rule[] {
  return RULES.map((rule) => (rule.id === id ? { ...rule, ...checksOf(rule, broken) } : rule));
}

/** The same checks, each of them broken, and asked of everything. */
function checksOf({ check, checkStack, checkEstate }: Rule, broken: () => Finding): Partial<Rule> {
  const perType = typeof check === 'object' && Object.fromEntries(Object.keys(check).map((type) => [type, broken]));
  return {
    ...(check !== undefined && { check: perType || broken, appliesTo: () => true }),
    ...(checkStack !== undefined && { checkStack: broken }),
    ...(checkEstate !== undefined && { checkEstate: broken }),
  };
}

function others({ rows }: Evaluation, id: string) {
  return rows.filter(({ control }) => control !== id);
}

/** Rows that the rule's own checks answer. */
function asked({ rows }: Evaluation, id: string) {
  const said = judged(withBroken(id, () => unknown('is asked'))).rows.filter(({ control }) => control === id);
  const answered = new Set(
    said.filter(({ verdict }) => verdict === 'unknown').map(({ urn, stack }) => `${urn} ${stack}`),
  );
  return rows.filter(({ control, urn, stack }) => control === id && answered.has(`${urn} ${stack}`));
}

function isAsked(id: string): boolean {
  return asked(judged(withBroken(id, () => unknown('is asked'))), id).length > 0;
}

function isStopped({ message }: { readonly message?: string }): boolean {
  return message?.includes('was stopped') === true;
}
