import { dirname, resolve } from 'node:path';
import type { ShellHost } from '../runner/shell.ts';
import type { Subject } from './estate.ts';

/**
 * What a runbook's child processes get of this machine: its PATH and Node, nothing else of its environment. Scripts are
 * named relative to the system file that names them.
 */
export function shellHost({ file }: Subject, options: { shared?: boolean } = {}): ShellHost {
  return {
    root: dirname(resolve(file)),
    path: process.env['PATH'] ?? '',
    node: process.execPath,
    ...(options.shared && { shared: new Map() }),
  };
}
