import type { PropertyMap } from '../../lib/property.ts';
import type { DiffKind } from '../../lib/provider.ts';

/**
 * The members of an engine event that are read here (sdk/go/common/apitype/events.go): one JSON document a line, values that are
 * secret already replaced by `[secret]`.
 */
export interface CliEvent {
  readonly resourcePreEvent?: { readonly metadata: StepMetadata } | undefined;
  readonly resOutputsEvent?: { readonly metadata: StepMetadata } | undefined;
  readonly resOpFailedEvent?: { readonly metadata: StepMetadata } | undefined;
  readonly diagnosticEvent?: Diagnostic | undefined;
  readonly policyEvent?: PolicyMessage | undefined;
}

export interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly old?: StepState | null | undefined;
  readonly new?: StepState | null | undefined;
  /** Names of what differs, where the provider tells no paths. */
  readonly diffs?: readonly string[] | null | undefined;
  readonly detailedDiff?: Readonly<Record<string, { readonly diffKind: DiffKind }>> | null | undefined;
}

export interface StepState {
  readonly custom?: boolean | undefined;
  readonly inputs?: PropertyMap | undefined;
  readonly outputs?: PropertyMap | undefined;
}

export interface Diagnostic {
  readonly urn?: string | undefined;
  readonly message: string;
  readonly severity: string;
}

export interface PolicyMessage {
  readonly resourceUrn?: string | undefined;
  readonly message: string;
  readonly policyName: string;
  readonly policyPackName: string;
  readonly policyPackVersion: string;
  readonly enforcementLevel: string;
  readonly severity?: 'low' | 'medium' | 'high' | 'critical' | undefined;
}

/** The event of a line, or `undefined` for a line that is none. */
export function parseEvent(line: string): CliEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as CliEvent;
  } catch {
    // something else wrote to the stream: what the run did is told by the other lines
    return undefined;
  }
}
