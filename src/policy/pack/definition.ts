import type { Rule, Severity } from '../rule.ts';

/** A pack of rules, wired: what a folder under `policies/packs` exports. */
export interface PackDefinition {
  /** Also the folder's name. */
  readonly name: string;
  readonly description: string;
  /** Rules that one stack can answer: a pack sees no other. */
  readonly rules: readonly Rule[];
  /** The mildest severity whose failure stops; high where it is absent. */
  readonly stopsAt?: Severity;
}

/** The rules of a table that one stack can answer. */
export function rulesOfStack(rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(({ decidedAt }) => decidedAt !== 'estate');
}
