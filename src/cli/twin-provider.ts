import { join } from 'node:path';
import type { Invocation } from './command.ts';
import type { PersistentTwin } from './persistent-twin.ts';

export interface TwinProvider {
  /** What a Pulumi CLI needs in its environment to open the state folder's stacks and to use the twin as its AWS. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Serves the twin's AWS provider to Pulumi CLIs of other processes. */
export async function serveTwinProvider(persistent: PersistentTwin, invocation: Invocation): Promise<TwinProvider> {
  const { serveProvider } = await import('../twin/provider/grpc/serve-provider.ts');
  const served = await serveProvider(persistent.twin.provider, {
    onBug: (error) =>
      invocation.output.warn(`a bug of the twin: ${error instanceof Error ? error.stack : String(error)}`),
  });
  return {
    env: {
      ...served.env,
      PULUMI_BACKEND_URL: `file://${invocation.stateDir}`,
      PULUMI_CONFIG_PASSPHRASE_FILE: join(invocation.stateDir, 'passphrase'),
      // a stack that evenkeel brought up keeps its salt: the CLI would give it another one
      PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: 'true',
    },
    close: served.close,
  };
}
