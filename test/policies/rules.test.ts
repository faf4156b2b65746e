import { describe, expect, test } from 'vitest';
import { RULES } from '../../policies/rules/index.ts';
import { readGraph } from '../../src/graph/graph.ts';
import { evaluate, type VerdictRow } from '../../src/policy/index.ts';
import { JUDGED_AT_MS } from '../support/judged-at.ts';
import { type CaseStack, editable } from './cases/build.ts';
import { differences } from './cases/differences.ts';
import { CASES } from './cases/index.ts';

/**
 * What the rules say of the cases and mutations that another hand wrote from the catalogue's sentences. It does not prove that
 * the cases are all there are.
 */
for (const rule of RULES) {
  const { cases, mutations } = CASES[rule.id] ?? { cases: [], mutations: [] };
  describe(rule.id, () => {
    test('has cases of another hand, and mutations', () => {
      expect([cases.length > 0, mutations.length > 0]).toEqual([true, true]);
    });
    for (const { title, at, stacks, expect: expected } of cases) {
      test(title, () => {
        expect(differences(judge(stacks, at), expected)).toEqual([]);
      });
    }
    for (const { of, edit, mutate, expect: expected } of mutations) {
      test(`finds it when ${edit}`, () => {
        const origin = cases.find(({ title }) => title === of);
        const stacks = editable(origin?.stacks ?? []);
        mutate(stacks);
        expect(differences(judge(stacks, origin?.at), expected)).toEqual([]);
      });
    }
  });

  function judge(
    stacks: readonly Pick<CaseStack, 'name' | 'preview' | 'resources'>[],
    at: string | undefined,
  ): readonly VerdictRow[] {
    const graph = readGraph(
      stacks.map(({ name, resources }) => ({ name, checkpoint: { version: 3, deployment: { resources } } })),
    );
    const phase = stacks.some(({ preview }) => preview) ? 'preview' : 'deployed';
    return evaluate({ nowMs: at === undefined ? JUDGED_AT_MS : Date.parse(at), graph, rules: [rule], phase }).rows;
  }
}
