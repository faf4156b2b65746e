import type { PropertyMap } from '../../lib/property.ts';
import type { KeptOptions } from './kept-options.ts';

/** What the engine knows of one resource: decrypted, secrets marked (`lib/property.ts`). */
export interface ResourceState extends KeptOptions {
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
  /** Deleted so that it can be made anew, and not made yet. */
  readonly pendingReplacement?: boolean | undefined;
  /** Marked by a person (`pulumi state taint`): the next update replaces it. */
  readonly taint?: boolean | undefined;
  /** What went wrong when its provider made it: the next update tries again. */
  readonly initErrors?: readonly string[] | undefined;
  /** Its provider asks that it be read before every update. */
  readonly refreshBeforeUpdate?: boolean | undefined;
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
