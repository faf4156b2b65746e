import type { PolicyResource } from '@pulumi/policy';
import type { CheckpointResource } from '../../graph/checkpoint.ts';
import { type PropertyMap, type PropertyValue, UNKNOWN } from '../../lib/property.ts';

/**
 * A stack as a policy is given it, as resources of a checkpoint. The protocol tells a resource's outputs alone, not its inputs, whether
 * it is managed or only read, nor where the program made it.
 */
export function stackResources(resources: readonly PolicyResource[]): CheckpointResource[] {
  const providers = new Map(resources.flatMap(({ provider }) => (provider ? [[provider.urn, provider.props]] : [])));
  return resources.map((resource) => {
    const { urn, type, opts, parent, provider } = resource;
    const properties = raw(providers.get(urn) ?? resource.props);
    const { id } = properties;
    return {
      urn,
      type,
      // components have no provider
      custom: provider !== undefined || type.startsWith('pulumi:providers:'),
      id: typeof id === 'string' && id !== UNKNOWN ? id : undefined,
      inputs: properties,
      outputs: properties,
      parent: parent?.urn,
      provider: provider === undefined ? undefined : `${provider.urn}::${UNKNOWN}`,
      dependencies: resource.dependencies.map((one) => one.urn),
      propertyDependencies: Object.fromEntries(
        Object.entries(resource.propertyDependencies).map(([key, found]) => [key, found.map((one) => one.urn)]),
      ),
      ignoreChanges: opts.ignoreChanges,
      protect: opts.protect,
    };
  });
}

/**
 * The properties behind the SDK's proxy, which throws on every reading of an unknown: a rule must be able to ask whether a value is
 * known. A property's descriptor is told as it is. Unknowns of all kinds become one; assets and archives become nothing.
 */
function raw(properties: object): PropertyMap {
  const entries = Object.entries(Object.getOwnPropertyDescriptors(properties));
  return Object.fromEntries(entries.map(([key, { value }]) => [key, rawValue(value)]));
}

function rawValue(value: unknown): PropertyValue {
  if (typeof value === 'string') return UNKNOWNS.has(value) ? UNKNOWN : value;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(rawValue);
  if (typeof value !== 'object' || value === null) return null;
  return Object.getPrototypeOf(value) === Object.prototype ? raw(value) : null;
}

/** Boolean, number, text, list, asset, archive, object: each kind has its marker (sdk/go/common/resource/plugin/rpc.go). */
const UNKNOWNS = new Set([
  '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7',
  '3eeb2bf0-c639-47a8-9e75-3b44932eb421',
  UNKNOWN,
  '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2',
  '030794c1-ac77-496b-92df-f27374a8bd58',
  'e48ece36-62e2-4504-bad9-02848725956a',
  'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
]);
