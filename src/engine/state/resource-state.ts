import type { PropertyMap } from '../../lib/property.ts';

/** What the engine knows of one resource: decrypted, secrets marked (`lib/property.ts`). */
export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  /** Managed by a provider; a component is not. */
  readonly custom: boolean;
  /** The provider's id. Absent for components, and in previews for what does not exist yet. */
  readonly id?: string | undefined;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
  readonly parent?: string | undefined;
  /** URNs, sorted. */
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** `URN::ID` of its provider. */
  readonly provider?: string | undefined;
  readonly protect: boolean;
  /** Read, never managed. */
  readonly external: boolean;
  /** Replaced, and still to be deleted: its URN has another, live state. */
  readonly condemned: boolean;
  readonly additionalSecretOutputs: readonly string[];
  readonly ignoreChanges: readonly string[];
  /** Seconds; recorded, never acted on. */
  readonly customTimeouts?: Readonly<Record<string, number>> | undefined;
  /** `project:///stacks/index.ts#10,17` */
  readonly sourcePosition?: string | undefined;
  readonly createdMs?: number | undefined;
  readonly modifiedMs?: number | undefined;
}

/** Where a state stands in a stack: one live state a URN, and any number of condemned ones by their ids. */
export function slotOf(state: {
  readonly urn: string;
  readonly id?: string | undefined;
  readonly condemned: boolean;
}): string {
  return state.condemned ? `${state.urn}#${state.id ?? ''}` : state.urn;
}
