import { createHash } from 'node:crypto';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * JSON with sorted keys, so that equal values give equal bytes. Members that are `undefined` are left out.
 * `indent` is the number of spaces a level, 0 for one line.
 */
export function canonicalJson(value: unknown, indent = 0): string {
  return JSON.stringify(sortKeys(value), undefined, indent);
}

/** SHA-256 in hex of the canonical JSON of a value. */
export function canonicalHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** The same value, with sorted keys; what has them already is not copied. */
function sortKeys(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (Array.isArray(value)) {
    const items = value.map(sortKeys);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const source = value as Record<string, unknown>;
  const keys = Object.keys(source);
  const isSorted = keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key);
  const sorted: Record<string, unknown> = {};
  let isSame = isSorted;
  for (const key of isSorted ? keys : keys.sort()) {
    const item = sortKeys(source[key]);
    sorted[key] = item;
    isSame &&= item === source[key];
  }
  return isSame ? source : sorted;
}
