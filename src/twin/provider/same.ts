import { isArchive, isAsset } from '../../lib/asset.ts';
import { canonicalJson } from '../../lib/canonical.ts';
import { hasUnknown, isUnknown, type PropertyMap, type PropertyValue } from '../../lib/property.ts';
import { isSet } from './sets.ts';

/**
 * True where two plain values of a property mean the same to AWS: sets in any order, policy documents and other JSON
 * by what they say, `8` and `"8"`, and nothing given as an empty list, map or text. An unknown equals nothing, not even itself.
 * `path` is dotted and without list positions.
 */
export function isSame(
  type: string,
  path: string,
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
): boolean {
  if (before === after && !isUnknown(before)) return true;
  if (hasUnknown(before) || hasUnknown(after)) return false;
  if (isEmpty(before) || isEmpty(after)) return isEmpty(before) && isEmpty(after);
  return canonicalJson(meaning(type, path, before)) === canonicalJson(meaning(type, path, after));
}

/** Nothing given, as far as the provider can tell. `0` and `false` are values. */
export function isEmpty(value: PropertyValue | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return (
    typeof value === 'object' && Object.values(value).every((item) => (Array.isArray(value) ? false : isEmpty(item)))
  );
}

/** A value in a form in which equal meanings are equal JSON. */
export function meaning(type: string, path: string, value: PropertyValue | undefined): PropertyValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return textMeaning(value);
  if (typeof value !== 'object') return String(value);
  // wherever it comes from, a file is what is in it
  if (isAsset(value) || isArchive(value)) return value['hash'] ?? canonicalJson(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => meaning(type, path, item));
    return isSet(type, path) ? byJson(items) : items;
  }
  const members = Object.entries(value as PropertyMap).filter(([, member]) => !isEmpty(member));
  return Object.fromEntries(members.map(([key, member]) => [key, meaning(type, `${path}.${key}`, member)]));
}

function textMeaning(text: string): PropertyValue {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return documentMeaning(JSON.parse(text) as PropertyValue);
  } catch {
    // text that happens to begin like JSON
    return text;
  }
}

/** JSON by value; in a policy, one statement or a list of one, one action or a list of one, and any order of them, are the same. */
function documentMeaning(document: PropertyValue): PropertyValue {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document;
  const policy = document as PropertyMap;
  if (policy['Statement'] === undefined) return policy;
  const statements = (asList(policy['Statement']) as readonly PropertyMap[]).map(statementMeaning);
  return { ...policy, Statement: byJson(statements) };
}

function statementMeaning(statement: PropertyMap): PropertyValue {
  const known = Object.entries(statement).map(([key, value]): [string, PropertyValue] => {
    if (value === undefined || value === null) return [key, null];
    if (/^(Not)?(Action|Resource)$/.test(key)) return [key, byJson(asList(value))];
    if (/^(Not)?Principal$/.test(key) || key === 'Condition') return [key, listsInside(value)];
    return [key, value];
  });
  return Object.fromEntries(known.filter(([key, value]) => key !== 'Sid' || value !== ''));
}

function listsInside(value: PropertyValue): PropertyValue {
  if (value === null || typeof value !== 'object') return [String(value)];
  if (Array.isArray(value)) return byJson(value.map(String));
  const entries = Object.entries(value as PropertyMap).map(([key, member]) => [key, listsInside(member ?? null)]);
  return Object.fromEntries(entries) as PropertyMap;
}

function asList(value: PropertyValue): readonly PropertyValue[] {
  return Array.isArray(value) ? (value as readonly PropertyValue[]) : [value];
}

function byJson(items: readonly PropertyValue[]): PropertyValue[] {
  return items
    .map((item) => [canonicalJson(item), item] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, item]) => item);
}
