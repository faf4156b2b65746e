import type { Layer } from '../system/stacks.ts';

/**
 * Everything of a system that its end must account for, found in the graph of its stacks: see `inventory-of.ts`. Ids are the ones AWS
 * knows. Lists are in the order of the stacks and, within one, of its checkpoint.
 */
export interface Inventory {
  /** In an order in which nothing is deleted while another stack of the system stands on it; between the sites the world decides. */
  readonly stacks: readonly StackInventory[];
  readonly stores: readonly Store[];
  readonly keys: readonly KeyOfSystem[];
  readonly vaults: readonly VaultOfSystem[];
  readonly secrets: readonly SecretOfSystem[];
  /** Roles that backup plans act under, by the region of the plan. */
  readonly backupRoles: Readonly<Record<string, string>>;
  /** Snapshots that AWS takes of clusters as they are deleted. */
  readonly finalSnapshots: readonly FinalSnapshot[];
  /** Log groups that AWS makes for what the stacks hold, and that no stack deletes. */
  readonly logGroups: readonly { readonly name: string; readonly region: string }[];
  /** `made`: by these stacks, which then delete it. */
  readonly zone: { readonly id: string; readonly name: string; readonly made: boolean };
  /** What other stacks of the same backend name of this system. */
  readonly references: readonly OutsideReference[];
  /** What every tagged resource of the system carries and nothing else does: what is searched by. Empty where there is no such tag. */
  readonly tags: Readonly<Record<string, string>>;
  /** Regions that hold anything of the system, sorted; `global` is not among them. */
  readonly regions: readonly string[];
}

export interface StackInventory {
  readonly stack: string;
  readonly layer: Layer;
  readonly site?: string;
  readonly region: string;
  /** Resources that a destroy deletes: those of a provider that are not merely read. */
  readonly deletes: number;
  /** URNs of what its program protects. */
  readonly protects: readonly string[];
}

/** A resource that holds data, and the key that its data is encrypted with: `undefined` where it is one that AWS keeps. */
export interface Store {
  readonly kind: 'database' | 'table' | 'secret' | 'vault' | 'volumes';
  readonly id: string;
  readonly stack: string;
  readonly region: string;
  readonly keyArn?: string;
}

export interface KeyOfSystem {
  readonly id: string;
  readonly arn: string;
  readonly stack: string;
  readonly region: string;
  /** Days between the word and the deletion. */
  readonly windowDays: number;
}

export interface VaultOfSystem {
  readonly name: string;
  readonly arn: string;
  readonly stack: string;
  readonly region: string;
  /** The lock that the stacks put on it, and take away with themselves. */
  readonly lock?: { readonly minRetentionDays: number };
}

export interface SecretOfSystem {
  readonly id: string;
  readonly stack: string;
  readonly region: string;
  /** Days in which it can be restored. */
  readonly windowDays: number;
}

export interface FinalSnapshot {
  readonly id: string;
  readonly clusterId: string;
  readonly stack: string;
  readonly region: string;
  readonly keyArn?: string;
}

export interface OutsideReference {
  readonly stack: string;
  /** URN of what refers. */
  readonly by: string;
  /** The stack, ARN or id that it names. */
  readonly names: string;
}
