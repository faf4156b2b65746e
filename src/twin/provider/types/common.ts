import type { PropertyMap, PropertyValue } from '../../../lib/property.ts';
import { AwsError } from '../../aws-error.ts';

/** What a describe answers, or `undefined` where AWS says with one of these codes that there is no such thing. */
export function gone<T>(describe: () => T, ...codes: readonly string[]): T | undefined {
  try {
    return describe();
  } catch (error) {
    if (error instanceof AwsError && codes.includes(error.code)) return undefined;
    throw error;
  }
}

/** The tags of completed inputs, default tags included. */
export function tagsOfInputs(inputs: PropertyMap): Record<string, string> {
  const tags = inputs['tagsAll'] ?? inputs['tags'];
  if (typeof tags !== 'object' || tags === null) return {};
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, String(value)]));
}

/** Tags as a list, in the members' names of the service. Sorted by key. */
export function listedTags(inputs: PropertyMap, key = 'Key', value = 'Value'): Record<string, string>[] {
  const tags = tagsOfInputs(inputs);
  return Object.keys(tags)
    .sort()
    .map((name) => ({ [key]: name, [value]: tags[name] ?? '' }));
}

/** Calls for what must be added or overwritten and for what must go; neither where tags are equal. */
export function retag(
  before: PropertyMap,
  after: PropertyMap,
  calls: { add(tags: [string, string][]): void; remove(names: string[]): void },
): void {
  const old = tagsOfInputs(before);
  const now = tagsOfInputs(after);
  const gone = Object.keys(old).filter((name) => now[name] === undefined);
  const added = Object.entries(now).filter(([name, value]) => old[name] !== value);
  if (gone.length > 0) calls.remove(gone.sort());
  if (added.length > 0) calls.add(added.sort());
}

/** A member for a call, left out where the input is absent. */
export function optional(member: string, value: PropertyValue | undefined): Record<string, PropertyValue> {
  return value === undefined ? {} : { [member]: value };
}
