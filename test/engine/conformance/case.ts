import type { ProgramData, Value } from './declaration.ts';

/** Programs that follow one another on the same stacks, and what happens to the world in between. */
export interface Case {
  /** Also the name of its record. */
  readonly name: string;
  readonly generations: readonly Generation[];
  /** Why the states of the two engines differ on purpose, where they do. */
  readonly statesDiffer?: string;
}

export interface Generation {
  /** Default `up`. A refresh and a destroy run no program. */
  readonly action?: 'up' | 'refresh' | 'destroy';
  readonly program?: ProgramData;
  /** Default `dev`. */
  readonly stack?: string;
  /** Done to the world before: names of what is taken away, and members that others set. */
  readonly gone?: readonly string[];
  readonly changed?: Readonly<Record<string, Readonly<Record<string, Value>>>>;
  /** Reads everything before it compares (`--refresh`). */
  readonly readFirst?: true;
  /** URNs (`--target`). */
  readonly select?: readonly string[];
  readonly selectDependents?: true;
}

/** What one generation did, in a form that both engines' results are brought to. */
export interface Outcome {
  /** `op URN` of a preview, sorted; default providers left out. Empty where the preview failed, or was not asked for. */
  readonly steps: readonly string[];
  /** True where the engine refused or failed. What a failed one had done before is not compared. */
  readonly failed: boolean;
  /** What reached the provider, sorted. */
  readonly effects: readonly string[];
  /** What was done before what has to come first, or deleted before what has to go first. */
  readonly disorder: readonly string[];
  /** The checkpoint's resources by URN, secrets shown, times and random ids left out. */
  readonly state: readonly object[];
}

/** The first of several generations makes everything: it is not previewed. */
export function isForeseen(index: number, generations: readonly Generation[]): boolean {
  return index > 0 || generations.length === 1;
}

export const PROJECT = 'conformance';
export const urn = (type: string, name: string, stack = 'dev') => `urn:pulumi:${stack}::${PROJECT}::${type}::${name}`;
export const thing = (name: string) => urn('rig:index:Thing', name);
