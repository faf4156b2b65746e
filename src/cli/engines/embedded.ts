import { systemClock } from '../../lib/machine-clock.ts';
import type { Invocation } from '../command.ts';
import { backendOf, type Subject } from '../estate.ts';
import { openPersistentTwin, type PersistentTwin } from '../persistent-twin.ts';
import { PROJECT, updateStacks } from '../update.ts';
import type { Engine } from './engine.ts';

/** The embedded engine on the persistent twin. */
export async function openEmbedded(invocation: Invocation, subject: Subject): Promise<Engine> {
  const persistent = await openPersistentTwin(invocation, subject);
  return { ...embeddedOn(persistent, invocation, subject), close: async () => persistent.close() };
}

/** The embedded engine on a twin that is open already, and stays open. */
export function embeddedOn(persistent: PersistentTwin, invocation: Invocation, subject: Subject): Engine {
  const backend = backendOf(invocation);
  backend.warm();
  return {
    update: ({ config, packs, unprotect, onEvent, onStack, ...request }) =>
      updateStacks({
        ...request,
        root: invocation.root,
        config: { ...subject.config, ...config },
        backend,
        provider: persistent.twin.provider,
        ...(packs !== undefined && { packs }),
        ...(unprotect !== undefined && { unprotect }),
        ...(onEvent !== undefined && { onEvent }),
        ...(onStack !== undefined && { onStack }),
      }),
    rounds: async (stacks) => [stacks],
    stacks: async () => new Set(backend.stacks().map(({ stack }) => stack)),
    remove: async (stack) => backend.removeStack({ project: PROJECT, stack }, systemClock),
    writingSite: async () => persistent.writingSite(subject),
    close: async () => undefined,
  };
}
