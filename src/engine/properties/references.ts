import type { PropertyMap, PropertyValue } from '../../lib/property.ts';
import { UNKNOWN } from '../../lib/property.ts';

const SIGNATURE = '4dabf18193072939515e22adb298388d';
const RESOURCE = '5cf8f73096256a8f31e491e813e4eb8e';

/**
 * Inputs in which a reference to a resource is its id (of a component, its URN), since providers here take no
 * references (sdk/go/common/resource/plugin/rpc.go).
 */
export function resolveReferences(inputs: PropertyMap): PropertyMap {
  return resolveMembers(inputs);
}

function resolveValue(value: PropertyValue): PropertyValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(resolveValue);
  const members = value as PropertyMap;
  if (members[SIGNATURE] !== RESOURCE) return resolveMembers(members);
  const { id, urn } = members;
  if (id === undefined) return urn ?? null;
  return id === '' ? UNKNOWN : id;
}

function resolveMembers(members: PropertyMap): PropertyMap {
  const entries = Object.entries(members);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, item === undefined ? undefined : resolveValue(item)] as const),
  );
}
