import { isSecret, isUnknown, type PropertyMap, type PropertyValue, reveal } from '../lib/property.ts';
import type { UnknownReason, Value } from './node.ts';

/** Tags by name. `open` tells why it may have others, which are not known. */
export interface Tags {
  readonly byName: ReadonlyMap<string, Value>;
  readonly open?: UnknownReason;
}

/** Resources that put one tag on another, and the property by which they name it. */
export const TAG_RESOURCES: Readonly<Record<string, string>> = {
  'aws:autoscaling/tag:Tag': 'autoscalingGroupName',
  'aws:dynamodb/tag:Tag': 'resourceArn',
  'aws:ec2/tag:Tag': 'resourceId',
  'aws:ecs/tag:Tag': 'resourceArn',
  'aws:transfer/tag:Tag': 'resourceArn',
};

/** Fleets alone get none of the provider's default tags. Source: the provider's documentation of `default_tags`. */
export function takesDefaultTags(type: string): boolean {
  return type !== 'aws:autoscaling/group:Group';
}

/**
 * Tags of a resource, the later sources first: those given to it, those of its provider, those that resources of their own put
 * on it. `tagsAll`, which AWS answers, only adds: it is not known before the resource is there.
 */
export function tagsOf(
  resource: { readonly inputs: PropertyMap; readonly outputs: PropertyMap },
  provider: PropertyMap | undefined,
  separate: readonly PropertyMap[],
): Tags {
  const byName = new Map<string, Value>();
  const { inputs, outputs } = resource;
  const given = [inputs['tags'], defaultTagsOf(provider)];
  const answered = [outputs['tagsAll'], outputs['tags'], inputs['tagsAll']].filter((map) => !isUnknown(map));
  for (const map of [...answered, ...given.toReversed()]) addAll(byName, map);
  for (const one of separate) addOne(byName, (one['tag'] ?? one) as PropertyMap);
  const open = given.map(openness).find((reason) => reason !== undefined);
  return { byName, ...(open !== undefined && { open }) };
}

function openness(given: PropertyValue | undefined): UnknownReason | undefined {
  if (isUnknown(given)) return 'not computed yet';
  return isSecret(given) ? 'secret' : undefined;
}

/** Of a map, or of a list of `{key, value}`. */
function addAll(byName: Map<string, Value>, given: PropertyValue | undefined): void {
  if (isSecret(given)) return;
  if (Array.isArray(given)) for (const one of given as readonly PropertyMap[]) addOne(byName, one);
  else if (typeof given === 'object' && given !== null) {
    for (const [key, value] of Object.entries(given)) {
      // where the provider notes what it filled in
      if (key !== '__defaults') byName.set(key, tagValue(value));
    }
  }
}

function addOne(byName: Map<string, Value>, one: PropertyMap): void {
  const key = one['key'];
  if (typeof key === 'string' && !isUnknown(key)) byName.set(key, tagValue(one['value']));
}

function tagValue(value: PropertyValue | undefined): Value {
  if (isUnknown(value)) return { known: false, reason: 'not computed yet' };
  return isSecret(value) ? { known: false, reason: 'secret' } : { known: true, value: value ?? '' };
}

/** Configuration of a provider holds objects as JSON. */
function defaultTagsOf(provider: PropertyMap | undefined): PropertyValue | undefined {
  const given = reveal(provider?.['defaultTags']);
  if (given === undefined || isUnknown(given)) return given;
  try {
    const parsed: unknown = typeof given === 'string' ? JSON.parse(given) : given;
    return (parsed as PropertyMap | null)?.['tags'];
  } catch {
    // what the provider itself cannot read gives no tags
    return undefined;
  }
}
