import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { writeFileDurably } from '../../lib/files.ts';

/**
 * Gives the CLI a settings file of its own for one run: the stack's, and the configuration of this run beside it. Nothing of a
 * run is written to the project's own files. The file is for this user only, and gone when `use` has ended.
 */
export async function withSettings<T>(
  settings: string | undefined,
  config: Readonly<Record<string, string>>,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-pulumi-'));
  try {
    const path = join(folder, 'settings.yaml');
    const own = (settings === undefined ? undefined : (parse(settings) as Settings | null)) ?? {};
    writeFileDurably(path, stringify({ ...own, config: { ...own.config, ...config } }), 0o600);
    return await use(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Settings {
  readonly config?: Readonly<Record<string, unknown>>;
}
