import type { PropertyMap, PropertyValue } from '../../lib/property.ts';
import type { ServiceName } from '../call.ts';

/**
 * One Pulumi resource type on top of the twin's own operation handlers: create is the same call that an SDK sends,
 * read is describe turned into outputs. Defaults, automatic names, diffs and replacements come from the provider's
 * recorded behaviour (`behaviour.ts`), never from here. Everything is synchronous; values are plain: secrets are revealed and
 * wrapped again around the adapter.
 */
export interface Adapter {
  /** Canonical type token. */
  readonly type: string;
  /** Creates and answers the Pulumi id. Wait for readiness with `aws.settle`. */
  create(inputs: PropertyMap, aws: AdapterAws): string;
  /**
   * The outputs as they are now: the inputs by their Pulumi names with the values that AWS tells, and the computed
   * ones. What AWS does not tell (a password, `skipFinalSnapshot`) is left out: it is kept from the state.
   * `undefined` when the resource is gone.
   */
  read(id: string, aws: AdapterAws, known: PropertyMap): Record<string, PropertyValue | undefined> | undefined;
  /** Absent where every change replaces. `changed` names the top-level inputs that differ. */
  update?(id: string, change: AdapterChange, aws: AdapterAws): void;
  delete(id: string, state: PropertyMap, aws: AdapterAws): void;
  /** Outputs that a preview of a create can know already, e.g. an ARN that follows from a name. */
  preview?(inputs: PropertyMap, aws: AdapterAws): Record<string, PropertyValue | undefined>;
}

export interface AdapterChange {
  readonly before: PropertyMap;
  readonly after: PropertyMap;
  readonly changed: ReadonlySet<string>;
}

export interface AdapterAws {
  readonly region: string;
  readonly account: string;
  /** URN of the resource: what idempotency tokens and caller references derive from. */
  readonly urn: string;
  /** A handler's call. Throws `AwsError` as AWS refuses. */
  call<Output = Record<string, unknown>>(service: ServiceName, operation: string, input: object): Output;
  /** As `call`, in another region. */
  callIn<Output = Record<string, unknown>>(
    region: string,
    service: ServiceName,
    operation: string,
    input: object,
  ): Output;
  /** Completes the pending transitions of subjects that start with a prefix: provisioning happens before time zero. */
  settle(subjectPrefix: string): void;
}
