import type { ShellHost } from '../runner/shell.ts';
import type { Invocation } from './command.ts';
import { systemsFolder } from './estate.ts';

/**
 * What a runbook's child processes get of this machine: its PATH and Node, nothing else of its environment. Scripts are
 * named relative to the system file that names them.
 */
export function shellHost(invocation: Invocation, options: { shared?: boolean } = {}): ShellHost {
  return {
    root: systemsFolder(invocation),
    path: process.env['PATH'] ?? '',
    node: process.execPath,
    ...(options.shared && { shared: new Map() }),
  };
}
