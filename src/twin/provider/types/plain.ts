import type { PropertyMap } from '../../../lib/property.ts';

/** A text input, `undefined` where it is absent or empty: the provider takes both for unset. */
export function text(inputs: PropertyMap, name: string): string | undefined {
  const value = inputs[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function number(inputs: PropertyMap, name: string): number | undefined {
  const value = inputs[name];
  return typeof value === 'number' ? value : undefined;
}

export function flag(inputs: PropertyMap, name: string): boolean | undefined {
  const value = inputs[name];
  return typeof value === 'boolean' ? value : undefined;
}

export function texts(inputs: PropertyMap, name: string): string[] | undefined {
  const value = inputs[name];
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** Blocks of an input that is a list of objects; empty where it is absent. */
export function blocks(inputs: PropertyMap, name: string): PropertyMap[] {
  const value = inputs[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}

export function block(inputs: PropertyMap, name: string): PropertyMap | undefined {
  const value = inputs[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as PropertyMap) : undefined;
}

/** A map of texts, sorted by key; `undefined` where it is absent. */
export function textMap(inputs: PropertyMap, name: string): Record<string, string> | undefined {
  const value = block(inputs, name);
  if (!value) return undefined;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, String(value[key])]),
  );
}
