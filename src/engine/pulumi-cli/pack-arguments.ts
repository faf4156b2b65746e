import { dirname, join } from 'node:path';
import { writeFileDurably } from '../../lib/files.ts';
import type { PolicyPackOptions } from '../analyzer/packs.ts';

/**
 * The words for the CLI's policy packs. It takes either a configuration for every pack or none, so each gets a file, which lies
 * beside the settings of the run and goes with them.
 */
export function packArguments(packs: readonly PolicyPackOptions[], settings: string): string[] {
  return packs.flatMap(({ dir, config = {} }, index) => {
    const file = join(dirname(settings), `pack-${index}.json`);
    writeFileDurably(file, JSON.stringify(config), 0o600);
    return ['--policy-pack', dir, '--policy-pack-config', file];
  });
}
