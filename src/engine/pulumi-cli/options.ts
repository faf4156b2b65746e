import type { PolicyPackOptions } from '../analyzer/packs.ts';
import type { StackExport } from '../backend/checkpoint.ts';
import type { EngineEvent } from '../options.ts';

/** How a stack is run by the Pulumi CLI: `StackOptions` without what the CLI has of its own (provider, backend, program). */
export interface CliOptions {
  /** The folder of `Pulumi.yaml`. */
  readonly root: string;
  readonly project: string;
  readonly stack: string;
  /** `namespace:key` to value, besides what `settings` holds. Not for secrets. */
  readonly config: Readonly<Record<string, string>>;
  /** The stack's own settings file (`Pulumi.STACK.yaml`) as text, where it has one. It is read and never written. */
  readonly settings?: string | undefined;
  /** `update` and `destroy` need the stack to exist. */
  readonly mode: CliMode;
  /** Reads every resource before comparing it. */
  readonly readFirst: boolean;
  /** Names or URNs of protected resources that may be deleted. */
  readonly unprotect?: readonly string[] | undefined;
  /** URNs or patterns: only these. Empty is as absent. */
  readonly select?: readonly string[] | undefined;
  readonly selectDependents?: boolean | undefined;
  /** The stack as it was exported before this run. */
  readonly before: StackExport | undefined;
  /** Packs of CrossGuard policies that the CLI runs. */
  readonly policyPacks?: readonly PolicyPackOptions[] | undefined;
  /** The whole environment of the CLI: the backend, the passphrase and the provider to attach to are in it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly onEvent?: ((event: EngineEvent) => void) | undefined;
  /** Interrupts the CLI once: it finishes and records what is under way. */
  readonly signal?: AbortSignal | undefined;
}

export type CliMode = 'preview' | 'update' | 'destroy' | 'preview-destroy';
