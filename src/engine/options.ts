import type { Clock } from '../lib/clock.ts';
import type { PropertyMap } from '../lib/property.ts';
import type { DiffKind, Provider } from '../lib/provider.ts';
import type { PolicyPackOptions } from './analyzer/packs.ts';
import type { Violation } from './analyzer/violation.ts';
import type { Backend, StackName } from './backend/open-backend.ts';
import type { ResourceState } from './state/resource-state.ts';

/**
 * `preview` writes nothing; `update` makes the stack as the program says; `destroy` deletes everything and runs no
 * program; `preview-destroy` says what that would delete. `refresh` reads every resource, records what it read and runs no
 * program; `preview-refresh` says what that would record.
 */
export type Mode = 'preview' | 'update' | 'destroy' | 'preview-destroy' | 'refresh' | 'preview-refresh';

export interface StackOptions {
  /** Absolute path of the program: a file, or a folder with an `index.ts` or `index.js`. */
  readonly program: string;
  /** Absolute path of the folder of `Pulumi.yaml`: source positions are told from it. Default: the program's folder. */
  readonly root?: string | undefined;
  readonly project: string;
  readonly stack: string;
  /** `namespace:key` to value; a value that is not a text is JSON. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretConfigKeys?: readonly string[] | undefined;
  readonly backend: Backend;
  readonly provider: Provider;
  readonly mode: Mode;
  /** Reads every resource before comparing it, so that what changed behind the stack's back is seen. */
  readonly readFirst: boolean;
  /** Provider operations at the same time. */
  readonly parallel?: number | undefined;
  /** Names or URNs of protected resources that may be deleted or replaced. */
  readonly unprotect?: readonly string[] | undefined;
  /**
   * What the run is about: URNs, or patterns with `*` and `**`. Everything else stays as it is. Default: everything.
   * Empty is as absent.
   */
  readonly select?: readonly string[] | undefined;
  /** Selects as well whatever depends on what is selected. */
  readonly selectDependents?: boolean | undefined;
  /** What to do with a creation that an interrupted run began. Default: stop and name it. */
  readonly resolvePending?: ((pending: { readonly urn: string; readonly type: string }) => Resolution) | undefined;
  /** Outputs of other stacks that are not in the state folder yet. `undefined` looks there. */
  readonly stackOutputs?: ((name: StackName) => PropertyMap | undefined) | undefined;
  readonly onEvent?: ((event: EngineEvent) => void) | undefined;
  readonly clock: Clock;
  /** The environment of the program's process, besides what the engine sets. Default: empty. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Packs of CrossGuard policies that look at every resource before it is made, and at the stack. A destroy asks none. */
  readonly policyPacks?: readonly PolicyPackOptions[] | undefined;
  /** Stops at the next step: what is under way is finished and recorded. */
  readonly signal?: AbortSignal | undefined;
}

/** The effect of a creation of unknown outcome: none, a resource with that id, or not known. */
export type Resolution = 'none' | 'unknown' | { readonly id: string };

/** `import`: taken over; it may have been updated as well. */
export type Operation = 'create' | 'update' | 'replace' | 'delete' | 'same' | 'read' | 'import';

/** What is told while a run works. Texts are free of secrets. */
export type EngineEvent =
  | { readonly kind: 'started' | 'finished'; readonly urn: string; readonly op: Operation }
  | { readonly kind: 'log'; readonly severity: 'info' | 'warning' | 'error'; readonly message: string };

/** `drift`: the world is not what was last known, and no input of the program explains it. */
export type DifferenceKind = DiffKind | 'drift';

export interface ResourceResult {
  readonly urn: string;
  readonly op: Operation;
  /** Property path to what becomes of it. Values are left out: they may be secret. */
  readonly diff?: Readonly<Record<string, DifferenceKind>> | undefined;
}

export interface Changes {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
  readonly same: number;
}

/** What a run did to a stack, or would do, whichever engine ran it. */
export interface StackOutcome {
  readonly stack: string;
  /** Components and the stack itself included, default providers not; dependency order, deletions last. */
  readonly resources: readonly ResourceResult[];
  readonly changes: Changes;
  /** Names of outputs that differ from the last deployment's. */
  readonly outputChanges: Readonly<Record<string, 'add' | 'delete' | 'update'>>;
  /** What the policy packs say, sorted. An update that a policy blocks throws instead. */
  readonly violations: readonly Violation[];
}

export interface StackResult extends StackOutcome {
  /** The stack's outputs, secret ones marked; in a preview also unknown ones. */
  readonly outputs: PropertyMap;
  /** Every state after the run (in a preview: as it would be), in dependency order. Secrets marked: not for showing. */
  readonly states: readonly ResourceState[];
}
