import type { CheckpointResource } from '../../graph/checkpoint.ts';
import { graphOf } from '../../graph/graph.ts';
import { type EvaluateOptions, evaluate } from '../evaluate.ts';
import type { Rule } from '../rule.ts';
import type { VerdictRow } from '../verdict.ts';
import type { PackDefinition } from './definition.ts';
import { levelOf, type PackLevel } from './level.ts';

/** A verdict that a pack tells. */
export interface PackFinding extends VerdictRow {
  readonly level: PackLevel;
  readonly remedy: string;
}

/**
 * What a pack tells of one stack, previewed or deployed: the one place that decides it, in the pack's own process under the Pulumi CLI
 * and in this process on the embedded engine.
 */
export function judgeStack(
  resources: Iterable<CheckpointResource>,
  rules: readonly Rule[],
  { nowMs, parameters = {}, stopsAt }: Pick<EvaluateOptions, 'nowMs' | 'parameters'> & Pick<PackDefinition, 'stopsAt'>,
): PackFinding[] {
  // of a deployed stack nothing is open that would come later, so one phase serves both
  const { rows } = evaluate({ graph: graphOf(resources), rules, phase: 'preview', isWhole: false, nowMs, parameters });
  const remedies = new Map(rules.map(({ id, remedy }) => [id, remedy]));
  return rows.flatMap((row) => {
    const level = levelOf(row, stopsAt);
    return level === undefined ? [] : [{ ...row, level, remedy: remedies.get(row.control) ?? '' }];
  });
}
