import type { Rule } from '../../src/policy/index.ts';
import { type ControlCases, editable } from '../../test/policies/cases/build.ts';
import { differences } from '../../test/policies/cases/differences.ts';
import { judge } from './judge.ts';

/** How many of the breaks that another hand wrote from the control's sentence a rule finds. */
export interface Score {
  readonly rule: string;
  readonly breaks: number;
  readonly found: number;
  /** Edits that it does not find, with what it says instead. */
  readonly missed: readonly string[];
}

/** A break is found where the rows that it should give are there, and no other complains. */
export function scoreOf(rule: Rule, { cases, mutations }: ControlCases): Score {
  const missed = mutations.flatMap(({ of, edit, mutate, expect }) => {
    const origin = cases.find(({ title }) => title === of);
    if (origin === undefined) return [`${edit}: no case is called ${of}`];
    const stacks = editable(origin.stacks);
    mutate(stacks);
    const wrong = differences(judge(rule, stacks, origin), expect);
    return wrong.length === 0 ? [] : [`${edit}: ${wrong.join('; ')}`];
  });
  return { rule: rule.id, breaks: mutations.length, found: mutations.length - missed.length, missed };
}
