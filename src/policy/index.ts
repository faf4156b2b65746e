/** What rules are written with, and what asks them. Rules and packs import this by package name: `evenkeel/policy`. */

export { readGraph } from '../graph/graph.ts';
export { parseDuration, writeDuration } from '../lib/duration.ts';
export { longestGapSeconds, readSchedule, type Schedule } from '../lib/schedule.ts';
export { Block } from './block.ts';
export { has, requires, together, type Wanted } from './check.ts';
export { type Distinct, distinct } from './distinct.ts';
export { type EvaluateOptions, type Evaluation, evaluate, isGood } from './evaluate.ts';
export {
  allOf,
  anyOf,
  every,
  type Finding,
  fail,
  firstOf,
  missing,
  must,
  notApplicable,
  pass,
  some,
  unknown,
} from './finding.ts';
export { Resource } from './resource.ts';
export {
  type Check,
  type Context,
  type DecidedAt,
  type Parameter,
  type Parameters,
  type ParameterValue,
  type Place,
  type Rule,
  rule,
  type Scope,
  type Severity,
} from './rule.ts';
export { attempt, Undecided } from './undecided.ts';
export { isAgainst, isBad, summaryOf, VERDICTS, type Verdict, type VerdictRow } from './verdict.ts';
