import { devNull } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { assertPulumi } from '../../engine/index.ts';
import { systemClock } from '../../lib/machine-clock.ts';
import type { Invocation } from '../command.ts';
import { backendOf, type Subject } from '../estate.ts';
import { openPersistentTwin, type PersistentTwin } from '../persistent-twin.ts';
import { serveTwinProvider } from '../twin-provider.ts';
import { PROJECT } from '../update.ts';
import { roundsOf, type StackHost, updateByPulumi } from './by-pulumi.ts';
import type { Engine } from './engine.ts';

/** What the CLI and what it starts get of this process's environment on the twin: nothing of AWS, nothing of Pulumi. */
const PASSED_ON = ['HOME', 'LANG', 'LOGNAME', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR', 'USER', 'USERPROFILE'];

/** The Pulumi CLI on the persistent twin, whose provider this process serves. The state folder is its backend. */
export async function openTwinByPulumi(invocation: Invocation, subject: Subject): Promise<Engine> {
  await assertPulumiHere(invocation);
  const persistent = await openPersistentTwin(invocation, subject);
  const engine = await pulumiOn(persistent, invocation, subject);
  return {
    ...engine,
    async close() {
      await engine.close();
      persistent.close();
    },
  };
}

/** Throws where the PATH has no Pulumi CLI, or one that is too old. */
export function assertPulumiHere(invocation: Invocation): Promise<void> {
  return assertPulumi({ cwd: invocation.root, environment: cleanEnvironment(invocation) });
}

/** The Pulumi CLI on a twin that is open already, and stays open. */
export async function pulumiOn(persistent: PersistentTwin, invocation: Invocation, subject: Subject): Promise<Engine> {
  const backend = backendOf(invocation);
  const served = await serveTwinProvider(persistent, invocation);
  const host: StackHost = {
    root: invocation.root,
    environment: { ...cleanEnvironment(invocation), ...served.env },
    config: subject.config,
    stacks: async () => new Set(backend.stacks().map(({ stack }) => stack)),
    exported: async (stack) => backend.exportStack({ project: PROJECT, stack }),
    // the salt is in the checkpoint
    settings: () => undefined,
    async create(stack) {
      const { store, release } = await backend.openStack({ project: PROJECT, stack }, systemClock);
      await store.close().finally(release);
    },
    remove: async (stack) => backend.removeStack({ project: PROJECT, stack }, systemClock),
  };
  return {
    update: (request) => updateByPulumi(host, request),
    rounds: (stacks) => roundsOf(host, stacks),
    stacks: host.stacks,
    remove: host.remove,
    writingSite: async () => persistent.writingSite(subject),
    close: served.close,
  };
}

function cleanEnvironment({ stateDir }: Invocation): Record<string, string> {
  const passed = PASSED_ON.map((name) => [name, process.env[name]] as const);
  return {
    ...Object.fromEntries(passed.filter((entry): entry is [string, string] => entry[1] !== undefined)),
    // the program needs this process's Node
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    PULUMI_HOME: join(stateDir, 'pulumi-home'),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
