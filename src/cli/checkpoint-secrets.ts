import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Crypter } from '../engine/backend/passphrase.ts';
import { type CheckpointResource, resourcesOf } from '../graph/checkpoint.ts';
import { decryptValue } from '../graph/secret-value.ts';
import { EvenkeelError } from '../lib/errors.ts';
import type { PropertyMap } from '../lib/property.ts';
import type { CheckpointFile } from './checkpoint-files.ts';

/** The resources of checkpoint files, and which files keep their secrets. */
export interface OpenedCheckpoints {
  /** Secrets that could be opened are plain and marked; the others are ciphertext still. */
  readonly resources: readonly CheckpointResource[];
  /** Why the secrets of a file stay closed, by its name. Only files that hold any. */
  readonly closed: ReadonlyMap<string, string>;
  /** Resources whose last operation was interrupted, so that nobody knows what became of it. */
  readonly pending: readonly { readonly urn: string; readonly type: string; readonly operation: string }[];
}

/** Opens what the passphrases open. Each is tried on each salt, once. */
export async function openCheckpoints(
  files: readonly CheckpointFile[],
  passphrases: readonly Passphrase[],
): Promise<OpenedCheckpoints> {
  const closed = new Map<string, string>();
  const crypters = new Map<string, Promise<Crypter | undefined>>();
  const resources: CheckpointResource[] = [];
  const pending: { urn: string; type: string; operation: string }[] = [];
  for (const { name, checkpoint } of files) {
    const own = resourcesOf(checkpoint, name);
    const kept = keeperOf(checkpoint);
    if (kept.salt !== undefined && !crypters.has(kept.salt)) crypters.set(kept.salt, open(kept.salt, passphrases));
    const crypter = kept.salt === undefined ? undefined : await crypters.get(kept.salt);
    if (crypter === undefined && JSON.stringify(own).includes('"ciphertext"')) closed.set(name, why(kept, passphrases));
    resources.push(...own.map((one) => opened(one, crypter)));
    for (const { type: operation, resource } of keptIn(checkpoint)?.pending_operations ?? [])
      pending.push({ urn: resource.urn, type: resource.type, operation });
  }
  return { resources, closed, pending };
}

/** A passphrase and what a person calls the place that it is from. */
export interface Passphrase {
  readonly text: string;
  readonly from: string;
}

/** The passphrases that this machine offers: those of the Pulumi CLI's environment variables, and the state folder's. */
export function passphrasesHere(stateDir: string): Passphrase[] {
  const found: Passphrase[] = [];
  const text = process.env['PULUMI_CONFIG_PASSPHRASE'];
  if (text !== undefined) found.push({ text, from: 'PULUMI_CONFIG_PASSPHRASE' });
  const file = process.env['PULUMI_CONFIG_PASSPHRASE_FILE'];
  if (file !== undefined && file !== '') found.push({ text: contentOf(file), from: 'PULUMI_CONFIG_PASSPHRASE_FILE' });
  const own = join(stateDir, 'passphrase');
  if (existsSync(own)) found.push({ text: contentOf(own), from: 'the state folder' });
  return found;
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new EvenkeelError(
      {
        code: 'checkpoint.passphrase',
        message: 'the file of the passphrase cannot be read',
        found: path,
        allowed: 'a file that holds the passphrase of the stacks',
        next: 'correct PULUMI_CONFIG_PASSPHRASE_FILE, or unset it',
      },
      { cause },
    );
  }
}

/** What a checkpoint of either form says beside its resources. */
function keptIn(checkpoint: unknown): Kept | null | undefined {
  const { deployment, checkpoint: inner } = checkpoint as Stored;
  return deployment ?? inner?.latest;
}

interface Stored {
  readonly deployment?: Kept | null;
  readonly checkpoint?: { readonly latest?: Kept | null } | null;
}
interface Kept {
  readonly pending_operations?:
    | readonly { readonly type: string; readonly resource: { readonly urn: string; readonly type: string } }[]
    | null;
  readonly secrets_providers?: { readonly type?: string; readonly state?: { readonly salt?: string } };
}

interface Keeper {
  readonly type: string;
  readonly salt: string | undefined;
}

function keeperOf(checkpoint: unknown): Keeper {
  const keeper = keptIn(checkpoint)?.secrets_providers;
  const type = keeper?.type ?? 'none';
  return { type, salt: type === 'passphrase' ? keeper?.state?.salt : undefined };
}

async function open(salt: string, passphrases: readonly Passphrase[]): Promise<Crypter | undefined> {
  for (const { text } of passphrases) {
    try {
      return await Crypter.open(text, salt);
    } catch (error) {
      if (!(error instanceof EvenkeelError)) throw error;
    }
  }
  return undefined;
}

function why({ type, salt }: Keeper, passphrases: readonly Passphrase[]): string {
  if (salt === undefined) return `its secrets are kept by ${type}, which only the Pulumi CLI can ask`;
  if (passphrases.length === 0) return 'no passphrase is given';
  return `not opened by the passphrase of ${passphrases.map(({ from }) => from).join(', nor by that of ')}`;
}

function opened(resource: CheckpointResource, crypter: Crypter | undefined): CheckpointResource {
  const decrypt = crypter === undefined ? undefined : (text: string) => crypter.decrypt(text, resource.urn);
  return {
    ...resource,
    inputs: decryptValue(resource.inputs ?? {}, decrypt) as PropertyMap,
    outputs: decryptValue(resource.outputs ?? {}, decrypt) as PropertyMap,
  };
}
