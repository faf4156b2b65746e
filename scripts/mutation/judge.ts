import { readGraph } from '../../src/graph/graph.ts';
import { evaluate, type Rule, type VerdictRow } from '../../src/policy/index.ts';
import type { CaseStack, RuleCase } from '../../test/policies/cases/build.ts';
import { JUDGED_AT_MS } from '../../test/support/judged-at.ts';

type Stacks = readonly Pick<CaseStack, 'name' | 'preview' | 'resources'>[];

/** What a rule says of the stacks of a case, at the instant that the case names. `beforehand` is called when they are read and not judged yet. */
export function judge(
  rule: Rule,
  stacks: Stacks,
  { at }: Pick<RuleCase, 'at'> = {},
  beforehand?: () => void,
): readonly VerdictRow[] {
  const graph = readGraph(
    stacks.map(({ name, resources }) => ({ name, checkpoint: { version: 3, deployment: { resources } } })),
  );
  beforehand?.();
  return evaluate({
    graph,
    rules: [rule],
    phase: stacks.some(({ preview }) => preview) ? 'preview' : 'deployed',
    nowMs: at === undefined ? JUDGED_AT_MS : Date.parse(at),
  }).rows;
}
