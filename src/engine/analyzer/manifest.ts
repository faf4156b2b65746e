import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { EvenkeelError } from '../../lib/errors.ts';

/** What a pack's folder says of itself. */
export interface PackManifest {
  /** Absolute path of the folder that holds `PulumiPolicy.yaml`. */
  readonly dir: string;
  /** Of `PulumiPolicy.yaml`; it goes before the version that the pack tells. */
  readonly version: string | undefined;
  /** Pulumi's own host of policy packs for Node: that of the pack's packages, as the CLI takes it, else ours. */
  readonly host: string;
}

/** Reads `PulumiPolicy.yaml`. Throws `policy.pack` where there is none, or where the pack is not one for Node. */
export function readManifest(dir: string): PackManifest {
  const file = join(dir, 'PulumiPolicy.yaml');
  if (!existsSync(file) || !statSync(file).isFile())
    throw refusal(dir, `no PulumiPolicy.yaml in ${dir}`, 'a folder made by pulumi policy new');
  const { runtime, version } = manifestOf(file);
  const name = typeof runtime === 'object' && runtime !== null ? (runtime as { name?: unknown }).name : runtime;
  if (name !== 'nodejs') throw refusal(dir, `runtime: ${String(name)}`, 'runtime: nodejs');
  return { dir, version: version === undefined ? undefined : String(version), host: hostOf(dir) };
}

function manifestOf(file: string): { readonly runtime?: unknown; readonly version?: unknown } {
  const read: unknown = parse(readFileSync(file, 'utf8'));
  return typeof read === 'object' && read !== null ? read : {};
}

function hostOf(dir: string): string {
  for (const from of [join(dir, 'package.json'), import.meta.url]) {
    try {
      return join(
        dirname(createRequire(from).resolve('@pulumi/pulumi/package.json')),
        'cmd',
        'run-policy-pack',
        'index.js',
      );
    } catch (error) {
      if ((error as { code?: string }).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw refusal(dir, '@pulumi/pulumi is not installed for it', 'a pack whose packages are installed');
}

function refusal(dir: string, found: string, allowed: string): EvenkeelError {
  return new EvenkeelError({
    code: 'policy.pack',
    message: `${dir} is no policy pack that can be run`,
    found,
    allowed,
    next: 'name another folder, or run it with the Pulumi CLI (--engine=pulumi)',
  });
}
