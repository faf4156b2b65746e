import type { CheckpointResource } from '../../../src/graph/checkpoint.ts';
import type { PropertyMap, PropertyValue } from '../../../src/lib/property.ts';

type Resources = readonly CheckpointResource[];

/** What AWS answers, or the program says, at a dotted path. */
export function valueAt(one: CheckpointResource, path: string): PropertyValue | undefined {
  const from = (map: PropertyMap | undefined) =>
    path.split('.').reduce<PropertyValue | undefined>((value, key) => (value as PropertyMap | undefined)?.[key], map);
  return from(one.outputs) ?? from(one.inputs);
}

export function ofType(all: Resources, type: string): Resources {
  return all.filter((one) => one.type === type);
}

/** Those of a type whose property is the id, the ARN or the name of a resource. */
export function partners(all: Resources, type: string, property: string, of: CheckpointResource): Resources {
  const names = [of.id, valueAt(of, 'arn'), valueAt(of, 'name'), valueAt(of, 'bucket')].filter(
    (name) => name !== undefined,
  );
  return ofType(all, type).filter((one) => names.includes(valueAt(one, property) as string));
}

export function isRestricted(one: CheckpointResource): boolean {
  return valueAt(one, 'tags.data-classification') === 'restricted';
}

/** Whether a key is one of the customer; `undefined` where nobody can tell. */
export function isCustomerKey(all: Resources, key: PropertyValue | undefined): boolean | undefined {
  if (typeof key !== 'string' || key === '' || key.startsWith('alias/aws/')) return false;
  const keys = ofType(all, 'aws:kms/key:Key');
  return keys.some((one) => one.id === key || valueAt(one, 'arn') === key) ? true : undefined;
}
