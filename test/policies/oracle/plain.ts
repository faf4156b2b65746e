import type { CheckpointResource } from '../../../src/graph/checkpoint.ts';
import type { PropertyMap, PropertyValue } from '../../../src/lib/property.ts';

/** A property of a deployed resource as AWS has it. */
export function told(one: CheckpointResource, ...path: readonly string[]): PropertyValue | undefined {
  return path.reduce<PropertyValue | undefined>(
    (value, key) =>
      typeof value === 'object' && value !== null ? ((value as PropertyMap)[key] ?? undefined) : undefined,
    one.outputs,
  );
}

export function items(one: CheckpointResource, ...path: readonly string[]): readonly PropertyValue[] {
  const found = told(one, ...path);
  return Array.isArray(found) ? found : [];
}

/** A property of an item of a list. */
export function of(item: PropertyValue, key: string): PropertyValue | undefined {
  return typeof item === 'object' && item !== null ? ((item as PropertyMap)[key] ?? undefined) : undefined;
}

export function ofType(all: readonly CheckpointResource[], type: string): readonly CheckpointResource[] {
  return all.filter((one) => one.type === type);
}

/** Those of a type whose property is what another one has as its own. */
export function pointing(
  all: readonly CheckpointResource[],
  type: string,
  property: string,
  target: PropertyValue | undefined,
): readonly CheckpointResource[] {
  return ofType(all, type).filter((one) => target !== undefined && told(one, property) === target);
}
