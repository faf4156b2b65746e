import { expect, test } from 'vitest';
import { RULES } from '../../policies/rules/index.ts';
import { readGraph } from '../../src/graph/graph.ts';
import { evaluate, type Verdict } from '../../src/policy/index.ts';
import { JUDGED_AT_MS } from '../support/judged-at.ts';
import type { CaseStack } from './cases/build.ts';
import { CASES } from './cases/index.ts';

/**
 * The program of each case, previewed and deployed, by its control: a preview says what the deployment will say, or that it waits for
 * it. What a fixture has AWS compute is the fixture's word.
 */
for (const rule of RULES) {
  test(`${rule.id}: a preview says of every case what its deployment says, or that it cannot tell yet`, () => {
    const wrong: string[] = [];
    let compared = 0;
    for (const { title, stacks, at } of CASES[rule.id]?.cases ?? []) {
      // ids of other stacks stand in the fixtures as text, which no preview of those has
      if (OF_THE_WORLD.has(title) || stacks.length > 1 || !stacks.every(isRebuilt)) continue;
      compared++;
      const nowMs = at === undefined ? JUDGED_AT_MS : Date.parse(at);
      const [before, after] = [true, false].map((phase) =>
        verdictsOf(
          stacks.map((one) => one.as(phase)),
          phase,
          nowMs,
        ),
      );
      for (const [where, verdict] of before ?? []) {
        const later = after?.get(where);
        const isOpen = verdict === 'pending' || verdict === 'unknown';
        if (verdict !== later && !isOpen) wrong.push(`${title}: ${where}: ${verdict}, then ${later}`);
      }
    }
    expect(wrong).toEqual([]);
    // of a counterpart at another site one stack tells nothing
    if (rule.decidedAt !== 'estate') expect(compared).toBeGreaterThan(0);
  });

  function verdictsOf(stacks: readonly CaseStack[], isPreview: boolean, nowMs: number): ReadonlyMap<string, Verdict> {
    const read = stacks.map(({ name, resources }) => ({ name, checkpoint: { version: 3, deployment: { resources } } }));
    const phase = isPreview ? 'preview' : 'deployed';
    const { rows } = evaluate({ graph: readGraph(read), rules: [rule], phase, nowMs });
    return new Map(rows.map((row) => [row.urn ?? row.stack ?? 'the estate', row.verdict]));
  }
}

/** Cases in which AWS tells of what other programs made: no preview of this one can know it. */
const OF_THE_WORLD: ReadonlySet<string> = new Set([
  'a cluster whose members are in a stack that is not examined never passes',
  'a rule that only the world has is found in the outputs',
  'an address that AWS says is associated is used, by whatever',
  'the default tags of the provider count in a preview, where tagsAll is not computed yet',
]);

/** Whether the fixture is what its program makes of it: some are edited by hand after that. */
function isRebuilt(stack: CaseStack): boolean {
  const again = stack.as(stack.preview).resources.map(({ urn }) => urn);
  return JSON.stringify(again) === JSON.stringify(stack.resources.map(({ urn }) => urn));
}
