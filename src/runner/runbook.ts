import type { Inventory } from '../graph/inventory.ts';
import type { Topology } from '../graph/topology.ts';
import type { System } from '../system/system.ts';
import type { Step, Uses } from './step.ts';
import type { StepIo } from './step-io.ts';

/** What a runbook is run on. */
export interface Subject {
  readonly system: System;
  readonly environment: string;
  readonly topology: Topology;
  /** What the end of the system must account for; absent where a run was given no stacks. */
  readonly inventory?: Inventory | undefined;
  /** The site that wrote when the journal last heard of it, else the founder: an order of asking, not a fact. */
  readonly lastKnownWriter: string;
  /** The site that the last failover in the journal gave up; whoever took over has vetoed it ever since, unless somebody lifted that. */
  readonly lastGivenUp?: { readonly site: string; readonly writer: string; readonly run: string } | undefined;
}

/**
 * Code that plans steps. `observe` reads what the plan is computed from; its answer is journaled and `plan` computes
 * the same steps from it on every resume. `Input` must be JSON.
 */
export interface Runbook<Input = unknown> {
  readonly name: string;
  readonly title: string;
  /** Scenario of a drill that names none. */
  readonly defaultScenario: string;
  /**
   * What the answer of a run is judged by. `recovery` (default): the objectives of the system. `change`: that it is done, no invariant
   * was broken and no acknowledged write lost.
   */
  readonly judgedBy?: 'recovery' | 'change';
  /** What `observe` may call. */
  observes(subject: Subject): readonly Uses[];
  /** Throws what `refuse` throws where it must not begin as things are. */
  observe(io: StepIo, subject: Subject): Promise<Input>;
  /** Pure. */
  plan(input: Input): readonly Step[];
  /** What is true once every step has ended; the next run of the system starts from it. Pure. */
  leaves(input: Input): RunFacts;
}

export interface RunFacts {
  /** The site that writes. */
  readonly writer?: string;
  /** The site that was given up. */
  readonly lost?: string;
}

/** Makes a runbook of typed input one that machinery can hold: the input is what `observe` gave, through JSON. */
export function defineRunbook<Input>(runbook: Runbook<Input>): Runbook {
  return runbook as Runbook<unknown>;
}
