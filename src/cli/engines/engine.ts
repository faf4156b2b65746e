import type { CliMode, EngineEvent, StackOutcome } from '../../engine/index.ts';
import type { StackSpec } from '../../system/stacks.ts';
import type { PolicyPacks } from '../policy-packs.ts';

/** What runs the stacks of a system: the embedded engine on the twin, or the Pulumi CLI on the twin or on AWS. */
export interface Engine {
  /** Runs the stacks in the order given (a destroy: backwards). */
  update(request: UpdateRequest): Promise<StackOutcome[]>;
  /** The stacks by what can be previewed together before anything is made. */
  rounds(stacks: readonly StackSpec[]): Promise<readonly (readonly StackSpec[])[]>;
  /** Names of the stacks that exist. */
  stacks(): Promise<ReadonlySet<string>>;
  /** Forgets a stack that nothing is left of. */
  remove(stack: string): Promise<void>;
  /** The site that writes now; undefined while there is no database. */
  writingSite(): Promise<string | undefined>;
  close(): Promise<void>;
}

export interface UpdateRequest {
  readonly stacks: readonly StackSpec[];
  /** Besides the configuration of the subject. */
  readonly config?: Readonly<Record<string, string>>;
  readonly mode: CliMode;
  readonly readFirst: boolean;
  /** What judges the stacks of a preview and of an update. */
  readonly packs?: PolicyPacks | undefined;
  readonly unprotect?: readonly string[] | undefined;
  /** URNs or patterns: only these, in the stacks that they name. Empty is as absent. */
  readonly select?: readonly string[] | undefined;
  readonly selectDependents?: boolean | undefined;
  readonly onEvent?: ((stack: string, event: EngineEvent) => void) | undefined;
  readonly onStack?: ((outcome: StackOutcome) => void | Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}
