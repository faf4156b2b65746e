import type { Resource } from 'evenkeel/policy';
import { isTier1, tierOf } from './tier.ts';

/** For `appliesTo`: whom a sentence means by its tags, or why not. A tag that is not known leaves it open. */
export function onlyTier1(resource: Resource): true | string {
  return isTier1(resource) || 'is not of tier 1';
}

/** Tiers 1 and 2. */
export function onlyTier1Or2(resource: Resource): true | string {
  return ['1', '2'].includes(tierOf(resource) ?? '') || 'is of neither tier 1 nor tier 2';
}

export function onlyProd(resource: Resource): true | string {
  return isProd(resource) || 'is not of production';
}

export function onlyRestricted(resource: Resource): true | string {
  return isRestricted(resource) || 'holds no restricted data';
}

function isProd(resource: Resource): boolean {
  return /^prod(uction)?$/i.test(resource.tag('environment')?.trim() ?? '');
}

export function isRestricted(resource: Resource): boolean {
  return resource.tag('data-classification')?.trim().toLowerCase() === 'restricted';
}

/** What a parameter that is kept by tier says of a resource: `{ '1': 35, other: 7 }`. */
export function byTier<T>(resource: Resource, values: Readonly<Record<string, T>>): T {
  const found = values[tierOf(resource) ?? 'other'] ?? values['other'];
  if (found === undefined) throw new Error('a parameter that is kept by tier needs a value for `other`');
  return found;
}
