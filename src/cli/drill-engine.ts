import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Backend, openBackend, type ResourceState, runStack } from '../engine/index.ts';
import type { Clock } from '../lib/clock.ts';
import { systemClock } from '../lib/machine-clock.ts';
import type { PropertyMap } from '../lib/property.ts';
import type { Provider } from '../lib/provider.ts';
import type { EnginePort } from '../runner/engine-port.ts';
import { contentOf, refusalOf } from './persistent-engine.ts';
import { PROJECT } from './update.ts';

/** The embedded engine of drills, over checkpoints of the drill's own world; no program runs, so that anybody's stacks can be destroyed. */
export interface DrillEngine {
  /** The engine of one drill: every stack as it was when the drill's world began. One drill at a time. */
  begin(provider: Provider): EnginePort;
  remove(): void;
}

/** `stacks` are the resources of each stack, by the ids of the drill's world. */
export function openDrillEngine(stacks: ReadonlyMap<string, readonly ResourceState[]>): DrillEngine {
  // most drills never ask for it
  let made: { readonly folder: string; readonly backend: Backend } | undefined;
  const open = () => {
    const folder = made?.folder ?? mkdtempSync(join(tmpdir(), 'evenkeel-drill-'));
    made ??= { folder, backend: openBackend(folder) };
    return made;
  };
  return {
    begin(provider) {
      let written: Promise<void> | undefined;
      const ready = async () => {
        const { folder, backend } = open();
        written ??= writeAll(backend, stacks);
        await written;
        return { folder, backend };
      };
      return {
        async resources(stack) {
          return contentOf((await ready()).backend, stack);
        },
        async destroy(stack, { unprotect }) {
          const { folder, backend } = await ready();
          const name = { project: PROJECT, stack };
          const common = { program: folder, config: {}, backend, provider, readFirst: false, clock: systemClock };
          return refusalOf(async () => {
            await liftProtection(backend, provider, stack, unprotect);
            await runStack({ ...common, ...name, mode: 'destroy', unprotect });
          });
        },
      };
    },
    remove: () => made && rmSync(made.folder, { recursive: true, force: true }),
  };
}

async function writeAll(backend: Backend, stacks: ReadonlyMap<string, readonly ResourceState[]>): Promise<void> {
  const known = new Set(backend.stacks().map(({ stack }) => stack));
  for (const [stack, put] of stacks) {
    if (known.has(stack)) backend.removeStack({ project: PROJECT, stack }, systemClock);
    await changeStack(backend, stack, (store) => store.commit({ put }));
  }
}

type Store = Awaited<ReturnType<Backend['openStack']>>['store'];

async function changeStack(backend: Backend, stack: string, change: (store: Store) => Promise<void>): Promise<void> {
  const clock: Clock = systemClock;
  const { store, release } = await backend.openStack({ project: PROJECT, stack }, clock);
  try {
    await change(store).finally(() => store.close());
  } finally {
    release();
  }
}

/** The inputs by which AWS, or its provider, refuses a deletion, and what a program sets them to before it. */
const GUARDS: Readonly<Record<string, PropertyMap>> = {
  deletionProtection: { deletionProtection: false },
  deletionProtectionEnabled: { deletionProtectionEnabled: false },
  enableDeletionProtection: { enableDeletionProtection: false },
  'aws:backup/vault:Vault': { forceDestroy: true },
};

/** Takes the protection away from what is named and still protected: what `evenkeel destroy` has the program do. */
async function liftProtection(
  backend: Backend,
  provider: Provider,
  stack: string,
  unprotect: readonly string[],
): Promise<void> {
  const { resources } = (await backend.readStack({ project: PROJECT, stack })) ?? { resources: [] };
  const named = ({ urn, protect }: ResourceState) =>
    protect && unprotect.some((name) => urn === name || urn.endsWith(`::${name}`));
  for (const state of resources.filter(named)) {
    const { urn, type, id = '', inputs, outputs } = state;
    const guards = [type, ...Object.keys(inputs)].map((key) => GUARDS[key] ?? {});
    const newInputs = Object.assign({}, inputs, ...guards) as PropertyMap;
    const config = resources.find((one) => `${one.urn}::${one.id}` === state.provider)?.inputs ?? {};
    const request = {
      urn,
      type,
      id,
      name: urn.split('::').at(-1) ?? '',
      config,
      oldInputs: inputs,
      oldOutputs: outputs,
    };
    const updated = await provider.update({ ...request, newInputs, preview: false });
    await changeStack(backend, stack, (store) =>
      store.commit({ put: [{ ...state, inputs: newInputs, outputs: updated.outputs, protect: false }] }),
    );
  }
}
