import { EvenkeelError } from '../lib/errors.ts';
import type { PropertyMap } from '../lib/property.ts';

/** A resource as a version-3 checkpoint holds it; secrets are ciphertext, or plain after `--show-secrets`. */
export interface CheckpointResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly id?: string | undefined;
  readonly inputs?: PropertyMap;
  readonly outputs?: PropertyMap;
  readonly parent?: string | undefined;
  readonly provider?: string | undefined;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  readonly ignoreChanges?: readonly string[];
  readonly protect?: boolean | undefined;
  readonly external?: boolean | undefined;
  /** Waits to be deleted: another resource has taken its URN. */
  readonly delete?: boolean;
  readonly condemned?: boolean;
  readonly sourcePosition?: string | undefined;
}

/**
 * The resources of a checkpoint, parsed JSON: what `pulumi stack export` prints, or the file of a self-managed backend. `where`
 * names it in messages. Throws `graph.checkpoint` for anything else and for other versions.
 */
export function resourcesOf(checkpoint: unknown, where: string): readonly CheckpointResource[] {
  const file = asRecord(checkpoint);
  const inner = asRecord(file['checkpoint']);
  const deployment = asRecord(file['deployment'] ?? inner['latest']);
  if (file['version'] !== 3) throw notReadable(where, `version ${JSON.stringify(file['version'] ?? null)}`);
  if (file['deployment'] === undefined && file['checkpoint'] === undefined) throw notReadable(where, 'no deployment');
  const resources = deployment['resources'] ?? [];
  if (!Array.isArray(resources)) throw notReadable(where, 'resources that are no list');
  for (const [index, one] of resources.entries()) {
    const { urn, type } = asRecord(one);
    if (typeof urn !== 'string' || typeof type !== 'string')
      throw notReadable(where, `no URN and type in resource ${index}`);
  }
  return resources as readonly CheckpointResource[];
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function notReadable(where: string, found: string): EvenkeelError {
  return new EvenkeelError({
    code: 'graph.checkpoint',
    message: `${where} is no checkpoint of Pulumi that can be read`,
    found,
    allowed: 'version 3: the output of pulumi stack export, or a stack file of a self-managed backend',
    next: 'export the stack again with a Pulumi CLI of version 3',
  });
}
