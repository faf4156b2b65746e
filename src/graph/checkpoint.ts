import { isoInstant } from '../lib/clock.ts';
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
  /** Was deleted, and waits to be made anew. */
  readonly pendingReplacement?: boolean | undefined;
  readonly sourcePosition?: string | undefined;
}

/** What makes a document no checkpoint: what was found, and where in it. */
export interface CheckpointFault {
  readonly path: readonly (string | number)[];
  readonly found: string;
}

/** What `pulumi stack export` may print; version 4 adds features that change nothing of a resource (pulumi, sdk/go/common/apitype). */
export const CHECKPOINT_FORM =
  'version 3 or 4: the output of pulumi stack export, or a stack file of a self-managed backend';

/**
 * The resources of a checkpoint, parsed JSON: what `pulumi stack export` prints, or the file of a self-managed backend. `where`
 * names it in messages. Throws `graph.checkpoint` for anything else and for other versions.
 */
export function resourcesOf(checkpoint: unknown, where: string): readonly CheckpointResource[] {
  const fault = faultIn(checkpoint);
  if (fault !== undefined) throw notReadable(where, fault.found);
  return resourceListOf(checkpoint).list as readonly CheckpointResource[];
}

/** When the deployment wrote a checkpoint, as it says itself (its manifest), ISO 8601 in UTC; `undefined` where it does not say. */
export function writtenAt(checkpoint: unknown): string | undefined {
  const { time } = asRecord(deploymentOf(checkpoint).deployment['manifest']);
  const ms = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  // Go writes the year 1 where it was not set
  return Number.isNaN(ms) || ms < 0 ? undefined : isoInstant(ms);
}

/** The first thing that makes a document no checkpoint. */
export function faultIn(checkpoint: unknown): CheckpointFault | undefined {
  const file = asRecord(checkpoint);
  if (file['version'] !== 3 && file['version'] !== 4) {
    return { path: ['version'], found: `version ${JSON.stringify(file['version'] ?? null)}` };
  }
  if (file['deployment'] === undefined && file['checkpoint'] === undefined) return { path: [], found: 'no deployment' };
  const { path, list } = resourceListOf(checkpoint);
  if (!Array.isArray(list)) return { path, found: 'resources that are no list' };
  for (const [index, one] of list.entries()) {
    const found = faultInResource(asRecord(one));
    if (found !== undefined)
      return { path: [...path, index, ...found.path], found: `${found.found} in resource ${index}` };
  }
  return undefined;
}

function faultInResource(resource: Readonly<Record<string, unknown>>): CheckpointFault | undefined {
  if (typeof resource['urn'] !== 'string' || typeof resource['type'] !== 'string') {
    return { path: [], found: 'no URN and type' };
  }
  for (const name of ['inputs', 'outputs', 'propertyDependencies']) {
    const value = resource[name] ?? {};
    if (typeof value !== 'object' || Array.isArray(value)) return { path: [name], found: `${name} that are no map` };
  }
  return undefined;
}

function resourceListOf(checkpoint: unknown): { path: readonly string[]; list: unknown } {
  const { path, deployment } = deploymentOf(checkpoint);
  return { path: [...path, 'resources'], list: deployment['resources'] ?? [] };
}

function deploymentOf(checkpoint: unknown) {
  const file = asRecord(checkpoint);
  const path = file['deployment'] === undefined ? ['checkpoint', 'latest'] : ['deployment'];
  return { path, deployment: path.reduce((inner, key) => asRecord(inner[key]), file) };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function notReadable(where: string, found: string): EvenkeelError {
  return new EvenkeelError({
    code: 'graph.checkpoint',
    message: `${where} is no checkpoint of Pulumi that can be read`,
    found,
    allowed: CHECKPOINT_FORM,
    next: 'export the stack again with a Pulumi CLI of version 3',
  });
}
