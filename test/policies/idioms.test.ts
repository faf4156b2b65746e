import { expect, test } from 'vitest';
import { RULES } from '../../policies/rules/index.ts';
import { readGraph } from '../../src/graph/graph.ts';
import { evaluate, type Rule } from '../../src/policy/index.ts';
import { JUDGED_AT_MS } from '../support/judged-at.ts';
import { type CaseStack, editable, type MutableStack } from './cases/build.ts';
import { CASES } from './cases/index.ts';
import { chanceOf } from './oracle/build.ts';
import { ORACLES } from './oracle/index.ts';
import { REWRITES } from './support/rewrites.ts';

/**
 * A program that is written in another idiom of the SDK is the same program: every rule says the same of every resource that both
 * have, over all cases and over generated stacks. What each idiom is, support/rewrites.ts says; those that are not there are not tried.
 */
const SEEDS = 12;

for (const [what, rewrite] of Object.entries(REWRITES)) {
  test(`no verdict changes where ${what}`, () => {
    const changed: string[] = [];
    let compared = 0;
    for (const { title, stacks, rules, nowMs } of subjects()) {
      const rewritten = editable(stacks);
      if (!rewrite(rewritten)) continue;
      const after = verdictsOf(rewritten, rules, nowMs);
      for (const [row, verdict] of verdictsOf(editable(stacks), rules, nowMs)) {
        const then = after.get(row);
        if (then === undefined) continue;
        compared++;
        if (then !== verdict) changed.push(`${title}: ${row}: ${verdict}, then ${then}`);
      }
    }
    expect(changed).toEqual([]);
    expect(compared).toBeGreaterThan(20);
  });
}

interface Subject {
  readonly title: string;
  readonly stacks: readonly CaseStack[];
  readonly rules: readonly Rule[];
  readonly nowMs: number;
}

function subjects(): readonly Subject[] {
  const cases = RULES.flatMap((rule) =>
    (CASES[rule.id]?.cases ?? []).filter(isCopied).map(({ title, stacks, at }) => {
      const nowMs = at === undefined ? JUDGED_AT_MS : Date.parse(at);
      return { title: `${rule.id}: ${title}`, stacks, rules: [rule], nowMs };
    }),
  );
  const generated = Object.entries(ORACLES).flatMap(([area, oracle]) =>
    Array.from({ length: SEEDS }, (_, seed) => ({
      title: `${area} ${seed}`,
      stacks: [oracle.stack(chanceOf(seed, area), `s${seed}`)],
      rules: RULES,
      nowMs: JUDGED_AT_MS,
    })),
  );
  return [...cases, ...generated];
}

/** A case whose reading throws cannot be copied. */
function isCopied({ stacks }: { stacks: readonly CaseStack[] }): boolean {
  try {
    return editable(stacks).length > 0;
  } catch {
    return false;
  }
}

/** By control, stack and name: types are what is rewritten. */
function verdictsOf(stacks: readonly MutableStack[], rules: readonly Rule[], nowMs: number): Map<string, string> {
  const read = stacks.map(({ name, resources }) => ({ name, checkpoint: { version: 3, deployment: { resources } } }));
  const phase = stacks.some(({ preview }) => preview) ? 'preview' : 'deployed';
  const { rows } = evaluate({ graph: readGraph(read), rules, phase, nowMs });
  return new Map(
    rows.map(({ control, stack = '', urn = '', verdict }) => [
      `${control} ${stack} ${urn.split('::').at(-1)}`,
      verdict,
    ]),
  );
}
