import { createHash } from 'node:crypto';
import { EvenkeelError } from '../../lib/errors.ts';
import { dependencyOrder } from '../state/order.ts';
import { type EncodedResource, encodedSlot } from './encoded.ts';
import { ORGANIZATION } from './layout.ts';

/** The release of the engine's protocol and state that this one follows. */
export const ENGINE_VERSION = 'v3.270.0';

/** An operation whose intent is known and whose outcome is not. */
export interface PendingOperation {
  readonly type: 'creating' | 'updating' | 'deleting';
  readonly resource: EncodedResource;
  /**
   * Of a create that this engine began: how many creates of the URN had made something before it. Kept in the journal only:
   * a checkpoint has no place for it.
   */
  readonly creationsBefore?: number;
}

/** What `pulumi stack export` prints. */
export interface Deployment {
  readonly manifest: { readonly time: string; readonly magic: string; readonly version: string };
  readonly secrets_providers?: { readonly type: string; readonly state?: { readonly salt?: string } };
  readonly resources?: readonly EncodedResource[];
  readonly pending_operations?: readonly PendingOperation[];
}
export interface StackExport {
  readonly version: 3;
  readonly deployment: Deployment;
}

interface CheckpointFile {
  readonly version: number;
  readonly checkpoint: { readonly stack: string; readonly latest?: Deployment | null };
}

export interface CheckpointContent {
  readonly resources: Iterable<EncodedResource>;
  readonly pending: readonly PendingOperation[];
  readonly saltLine: string | undefined;
  readonly time: string;
}

/** A deployment with its resources in dependency order (out of order, the CLI aborts). */
export function deploymentOf(content: CheckpointContent): Deployment {
  const resources = inDependencyOrder(content.resources);
  return {
    manifest: {
      time: content.time,
      magic: createHash('sha256').update(ENGINE_VERSION).digest('hex'),
      version: ENGINE_VERSION,
    },
    ...(content.saltLine !== undefined && {
      secrets_providers: { type: 'passphrase', state: { salt: content.saltLine } },
    }),
    ...(resources.length > 0 && { resources }),
    ...(content.pending.length > 0 && {
      pending_operations: content.pending.map(({ resource, type }) => ({ resource, type })),
    }),
  };
}

/** The bytes of a checkpoint file. */
export function renderCheckpoint(project: string, stack: string, deployment: Deployment): string {
  const file: CheckpointFile = {
    version: 3,
    checkpoint: { stack: `${ORGANIZATION}/${project}/${stack}`, latest: deployment },
  };
  return `${JSON.stringify(file, undefined, 4)}\n`;
}

/** The deployment in a checkpoint file; `undefined` for a stack that was never deployed. */
export function parseCheckpoint(text: string, path: string): Deployment | undefined {
  const file = parseJson(text, path);
  if (file.version !== 3) {
    throw new EvenkeelError({
      code: 'engine.checkpoint-version',
      message: `the checkpoint ${path} has a version that this engine does not read`,
      found: `version ${file.version}`,
      allowed: 'version 3',
      next: 'bring it up to date with the Pulumi CLI (any update does)',
    });
  }
  return file.checkpoint.latest ?? undefined;
}

export function inDependencyOrder(resources: Iterable<EncodedResource>): EncodedResource[] {
  const nodes = [...resources].map((resource) => ({
    resource,
    slot: encodedSlot(resource),
    urn: resource.urn,
    id: resource.id,
    condemned: resource.delete ?? false,
    parent: resource.parent,
    provider: resource.provider,
    dependencies: resource.dependencies ?? [],
    propertyDependencies: resource.propertyDependencies ?? {},
    deletedWith: resource.deletedWith,
    replaceWith: resource.replaceWith,
  }));
  return dependencyOrder(nodes).map((node) => node.resource);
}

function parseJson(text: string, path: string): CheckpointFile {
  try {
    return JSON.parse(text) as CheckpointFile;
  } catch (cause) {
    throw new EvenkeelError(
      {
        code: 'engine.checkpoint-damaged',
        message: `the checkpoint ${path} is not JSON`,
        next: 'restore it from a backup; checkpoints are replaced as a whole, so an interrupted run does not do this',
      },
      { cause },
    );
  }
}
