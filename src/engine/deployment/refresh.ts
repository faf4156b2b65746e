import type { PropertyMap } from '../../lib/property.ts';
import type { Provider } from '../../lib/provider.ts';
import { compareProperties, type PropertyChange } from '../properties/compare.ts';
import { keepSecrets, markSecret } from '../properties/secrets.ts';
import { type ResourceState, slotOf } from '../state/resource-state.ts';
import { isProviderType, parseUrn, splitProviderReference } from '../state/urn.ts';
import type { Limit } from './limit.ts';
import type { Olds } from './olds.ts';
import { providerConfig } from './providers.ts';
import { stepFailed } from './refusals.ts';

/** A state as the world has it now. */
export interface Refreshed {
  /** `undefined` when the resource is gone. */
  readonly state: ResourceState | undefined;
  /** The outputs that are not what was last known. */
  readonly drift: readonly PropertyChange[];
}

/** The states of the last deployment, each read from the provider once, or as they were recorded. */
export class Refresh {
  readonly #read = new Map<string, Promise<Refreshed>>();

  /**
   * With `readFirst`, begins to read every managed resource that `isWanted`; without, only those whose provider asks for
   * it. Of the others `of` answers what was recorded.
   */
  static begin(
    olds: Olds,
    provider: Provider,
    limit: Limit,
    readFirst: boolean,
    isWanted: (state: ResourceState) => boolean,
  ): Refresh {
    const refresh = new Refresh();
    for (const state of [...olds.live(), ...olds.condemned()]) {
      if (!state.custom || state.external || isProviderType(state.type) || state.pendingReplacement) continue;
      if ((!readFirst && !state.refreshBeforeUpdate) || !isWanted(state)) continue;
      const reading = limit.run(() => readState(state, olds, provider));
      // a failure is told by whoever asks for the state
      reading.catch(() => undefined);
      refresh.#read.set(slotOf(state), reading);
    }
    return refresh;
  }

  async of(state: ResourceState): Promise<Refreshed> {
    return (await this.#read.get(slotOf(state))) ?? { state, drift: [] };
  }
}

/** The configuration of the provider that an old state names. */
export function oldConfig(state: ResourceState, olds: Olds): PropertyMap {
  const { urn, id } = splitProviderReference(state.provider ?? '');
  return providerConfig((olds.exact(urn, id) ?? olds.get(urn))?.inputs ?? {});
}

/** Reads one state from its provider. What was secret stays secret. */
export async function readState(state: ResourceState, olds: Olds, provider: Provider): Promise<Refreshed> {
  const { urn, type, inputs, outputs } = state;
  try {
    const config = oldConfig(state, olds);
    const request = { urn, type, name: parseUrn(urn).name, config, id: state.id ?? '', inputs, outputs };
    const found = await provider.read(request);
    if (found === undefined) return { state: undefined, drift: [] };
    const readInputs = keepSecrets(found.inputs, inputs);
    const known = keepSecrets(keepSecrets(found.outputs, readInputs), outputs);
    const readOutputs = markSecret(known, state.additionalSecretOutputs);
    return {
      state: { ...state, id: found.id, inputs: readInputs, outputs: readOutputs },
      drift: compareProperties(outputs, readOutputs),
    };
  } catch (cause) {
    throw stepFailed(urn, 'read', cause);
  }
}
