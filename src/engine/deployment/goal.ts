import type { PropertyMap } from '../../lib/property.ts';
import type { KeptOptions } from '../state/kept-options.ts';

/**
 * What a program asks for: one registration, free of the transport. `retainOnDelete` and `deletedWith` are those of the
 * parent where they are not given.
 */
export interface Goal extends KeptOptions {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly parent: string | undefined;
  readonly inputs: PropertyMap;
  /** URNs, sorted, each once. */
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** `URN::ID`; `undefined` asks for the default provider. */
  readonly provider: string | undefined;
  /** The SDK hands a parent's protection down. */
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly Alias[];
  readonly customTimeouts: Readonly<Record<string, number>>;
  /** `undefined` leaves it to the provider. */
  readonly deleteBeforeReplace?: boolean | undefined;
  /** The version of the package's SDK: names the default provider. */
  readonly version: string;
  readonly sourcePosition: string | undefined;
  /** Resource options that this engine does not have, by the names a program gives them. */
  readonly unsupported: readonly string[];
}

/** An earlier identity of a resource. */
export interface Alias {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly stack: string;
  readonly project: string;
  readonly parent: string;
  readonly noParent: boolean;
}

/** What the program gets back. */
export interface Registered {
  readonly urn: string;
  /** Empty in a preview of what does not exist yet. */
  readonly id: string;
  readonly outputs: PropertyMap;
  /** True where it was not made, and its outputs are not known. */
  readonly unknown?: boolean | undefined;
}

export interface ReadGoal {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly parent: string | undefined;
  readonly inputs: PropertyMap;
  readonly dependencies: readonly string[];
  readonly provider: string | undefined;
  readonly additionalSecretOutputs: readonly string[];
  readonly version: string;
  readonly sourcePosition: string | undefined;
}
