import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type PropertyMap, type PropertyValue, reveal, secret, UNKNOWN } from '../../lib/property.ts';
import type { ResourceState } from '../state/resource-state.ts';
import { splitProviderReference } from '../state/urn.ts';
import type { Goal } from './goal.ts';

/** A change of these replaces the provider, and with it every resource it made (`@pulumi/aws`: its region). */
const REPLACING = ['region'];

/** Members of a provider's inputs that are the engine's own, not the provider's configuration. */
const ENGINE_MEMBERS = new Set(['version', 'pluginDownloadURL', '__internal']);

/** The inputs of a provider as Pulumi's registry keeps them: the configuration and the version of its package. */
export function providerInputs(inputs: PropertyMap, version: string): PropertyMap {
  return { ...inputs, __internal: {}, ...(version !== '' && { version }) };
}

export function providerConfig(inputs: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !ENGINE_MEMBERS.has(key)));
}

/** Names of the members for which a provider is replaced. */
export function replacedBy(before: PropertyMap, after: PropertyMap): string[] {
  return REPLACING.filter((key) => !isDeepStrictEqual(reveal(before[key]), reveal(after[key])));
}

/** The goal of the provider of a package for resources that name none: configured by the stack's configuration. */
export function defaultProviderGoal(
  packageName: string,
  version: string,
  config: Readonly<Record<string, string>>,
  secretKeys: readonly string[],
): Goal {
  const prefix = `${packageName}:`;
  const own = Object.keys(config)
    .filter((key) => key.startsWith(prefix))
    .sort();
  const inputs = own.map((key): [string, PropertyValue] => {
    const value = config[key] ?? '';
    return [key.slice(prefix.length), secretKeys.includes(key) ? secret(value) : value];
  });
  return {
    type: `pulumi:providers:${packageName}`,
    name: version === '' ? 'default' : `default_${version.replace(/[.\-+]/g, '_')}`,
    custom: true,
    parent: undefined,
    inputs: Object.fromEntries(inputs),
    dependencies: [],
    propertyDependencies: {},
    provider: undefined,
    protect: false,
    ignoreChanges: [],
    additionalSecretOutputs: [],
    aliases: [],
    customTimeouts: {},
    version,
    sourcePosition: undefined,
    unsupported: [],
  };
}

/** A provider's id, in the form of a UUID: a hash of its names, and of the id it replaces. */
export function providerId(urn: string, replaced: string): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([urn, replaced]))
    .digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** A provider's state by reference, among the live ones or the old ones. In a preview a new one has no known id. */
export function findProvider(
  reference: string,
  live: ReadonlyMap<string, ResourceState>,
  exact: (urn: string, id: string) => ResourceState | undefined,
): ResourceState | undefined {
  const { urn, id } = splitProviderReference(reference);
  const state = live.get(urn);
  if (state !== undefined && (id === UNKNOWN || id === '' || state.id === id)) return state;
  return exact(urn, id) ?? (id === UNKNOWN ? state : undefined);
}
