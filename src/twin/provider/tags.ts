import { hasUnknown, type PropertyMap, type PropertyValue, reveal, UNKNOWN } from '../../lib/property.ts';
import type { Behaviour } from './behaviour.ts';

/** The tags that a provider puts on everything (`defaultTags.tags` of its configuration, which arrives as JSON text). */
export function defaultTags(config: PropertyMap): PropertyMap {
  const given = reveal(config['defaultTags']);
  const parsed: unknown = typeof given === 'string' && given.startsWith('{') ? JSON.parse(given) : given;
  return asMap((parsed as PropertyMap | undefined)?.['tags']);
}

/** True for types whose `tags` the provider joins with its own into `tagsAll`. */
export function hasTagsAll(behaviour: Behaviour | undefined): boolean {
  return behaviour?.out['tagsAll'] !== undefined;
}

/** What AWS is given: the provider's tags under the resource's. Unknown where a tag is. */
export function tagsAll(config: PropertyMap, inputs: PropertyMap): PropertyValue {
  if (hasUnknown(inputs['tags'])) return UNKNOWN;
  return sorted({ ...defaultTags(config), ...asMap(reveal(inputs['tags'])) });
}

/** The resource's own among the tags that AWS tells: not those of its provider, unless it gave them itself. */
export function ownTags(config: PropertyMap, known: PropertyValue | undefined, told: PropertyMap): PropertyMap {
  const shared = defaultTags(config);
  const own = asMap(reveal(known));
  return sorted(Object.fromEntries(Object.entries(told).filter(([key, value]) => key in own || shared[key] !== value)));
}

function asMap(value: PropertyValue | undefined): PropertyMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as PropertyMap) : {};
}

function sorted(map: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
