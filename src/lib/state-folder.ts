import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EvenkeelError } from './errors.ts';
import { writeOnce } from './files.ts';
import { deriveKey } from './seal.ts';

/** The folder that holds all state of this machine's systems, and the secret that everything in it is encrypted with. */
export interface StateFolder {
  /** Absolute. */
  readonly dir: string;
  /** Of the stacks' secrets, as Pulumi's `PULUMI_CONFIG_PASSPHRASE_FILE` reads it. Never printed, never in an argv. */
  readonly passphrase: string;
  /** A 32-byte key for one purpose, e.g. `twin`. */
  key(purpose: string): Uint8Array;
}

/**
 * Opens a state folder, making it and its passphrase (32 random bytes, file mode 0600) on first use. Of two processes
 * that come at once, one makes the passphrase and both read it. Throws `state.passphrase` where the file is empty or others may read it.
 */
export function openStateFolder(dir: string): StateFolder {
  const folder = resolve(dir);
  const path = join(folder, 'passphrase');
  if (!existsSync(path)) writeOnce(path, randomBytes(32).toString('base64url'), 0o600);
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) throw exposed(path);
  const passphrase = readFileSync(path, 'utf8').trim();
  if (passphrase === '') throw empty(path);
  return { dir: folder, passphrase, key: (purpose) => deriveKey(passphrase, purpose) };
}

function exposed(path: string): EvenkeelError {
  return new EvenkeelError({
    code: 'state.passphrase',
    message: 'other users of this machine may read the passphrase of the state folder',
    found: `${path} with mode ${(statSync(path).mode & 0o777).toString(8).padStart(4, '0')}`,
    allowed: 'mode 0600',
    next: 'take the rights of others away (chmod 600); if they may have read it, bring the systems up in a new state folder',
  });
}

function empty(path: string): EvenkeelError {
  return new EvenkeelError({
    code: 'state.passphrase',
    message: 'the passphrase of the state folder is empty',
    found: path,
    next: 'restore the file; without it, neither the stacks nor the twin of this folder can be read again',
  });
}
