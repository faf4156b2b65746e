import { expect, test } from 'vitest';
import { RULES } from '../../policies/rules/index.ts';
import { readGraph } from '../../src/graph/graph.ts';
import { evaluate } from '../../src/policy/index.ts';
import { JUDGED_AT_MS } from '../support/judged-at.ts';
import type { CaseStack } from './cases/build.ts';
import { chanceOf, type Judge } from './oracle/build.ts';
import { ORACLES } from './oracle/index.ts';

/**
 * The rules against judges of another hand, verdict by verdict, on generated stacks: over all areas more than ten thousand resources. What
 * both hands read wrongly in a sentence it does not find.
 */
const RESOURCES_OF_AN_AREA = 1_200;

for (const [area, oracle] of Object.entries(ORACLES)) {
  test(`${area}: every verdict on ${RESOURCES_OF_AN_AREA} generated resources is that of the other hand`, () => {
    const rules = RULES.filter(({ id }) => oracle.judges[id] !== undefined);
    expect(rules.map(({ id }) => id)).toEqual(Object.keys(oracle.judges).sort());
    const said = new Map<string, Set<string>>();
    const differences: string[] = [];
    let count = 0;
    for (let seed = 1; count < RESOURCES_OF_AN_AREA; seed++) {
      const { name, resources } = oracle.stack(chanceOf(seed, area), `s${seed}`);
      const own = resources.filter(({ custom, type }) => custom === true && !type.startsWith('pulumi:'));
      count += own.length;
      const graph = readGraph([{ name, checkpoint: { version: 3, deployment: { resources } } }]);
      for (const row of evaluate({ graph, rules, phase: 'deployed', nowMs: JUDGED_AT_MS }).rows) {
        const wanted = wantedOf(oracle.judges[row.control], row.urn, own);
        if (wanted === undefined) continue;
        said.set(row.control, (said.get(row.control) ?? new Set()).add(wanted));
        if (wanted !== row.verdict)
          differences.push(
            `seed ${seed}: ${row.control} ${row.urn ?? 'whole'}: ${row.verdict} (${row.message ?? ''}), not ${wanted}`,
          );
      }
    }
    expect(differences.slice(0, 20)).toEqual([]);
    // each control meets what passes and what does not
    for (const { id } of rules) expect([id, ...(said.get(id) ?? [])], id).toContain('pass');
    for (const { id } of rules)
      expect(
        [...(said.get(id) ?? [])].some((verdict) => verdict !== 'pass'),
        id,
      ).toBe(true);
  });
}

function wantedOf(judge: Judge | undefined, urn: string | undefined, all: CaseStack['resources']) {
  if (urn === undefined) return judge?.whole?.(all);
  const one = all.find((resource) => resource.urn === urn);
  return one === undefined ? undefined : judge?.resource?.(one, all);
}

test('no control has two other hands', () => {
  const judged = Object.values(ORACLES).flatMap(({ judges }) => Object.keys(judges));
  expect(judged.toSorted()).toEqual([...new Set(judged)].toSorted());
});
