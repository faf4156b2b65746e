import { hasSecret, isSecret, type PropertyMap, type PropertyValue, reveal, secret } from '../../lib/property.ts';

/**
 * Outputs in which everything is secret that was secret in the other bag (inputs, or the outputs known before), by the
 * same names: objects member by member, anything else as a whole (plugin/provider_plugin.go, `annotateSecrets`).
 */
export function keepSecrets(outputs: PropertyMap, model: PropertyMap): PropertyMap {
  const result: Record<string, PropertyValue | undefined> = { ...outputs };
  for (const [key, wanted] of Object.entries(model)) {
    const value = outputs[key];
    if (value === undefined || wanted === undefined || isSecret(value)) continue;
    if (isMembers(value) && isMembers(wanted) && !isSecret(wanted)) result[key] = keepSecrets(value, wanted);
    else if (hasSecret(wanted)) result[key] = wholly(value);
  }
  return result;
}

/** Outputs of which the named ones are secret. */
export function markSecret(outputs: PropertyMap, names: readonly string[]): PropertyMap {
  const result: Record<string, PropertyValue | undefined> = { ...outputs };
  for (const name of names) {
    const value = outputs[name];
    if (value !== undefined && value !== null && !isSecret(value)) result[name] = wholly(value);
  }
  return result;
}

/** Every secret text in a value, for masking. */
export function secretTexts(value: PropertyValue | undefined, found: Set<string>): void {
  if (isSecret(value)) collectTexts(reveal(value.value), found);
  else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) secretTexts(item, found);
  }
}

function collectTexts(value: PropertyValue | undefined, found: Set<string>): void {
  if (typeof value === 'string') found.add(value);
  else if (typeof value === 'number') found.add(String(value));
  else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) collectTexts(item, found);
  }
}

function wholly(value: PropertyValue): PropertyValue {
  return secret(reveal(value) ?? null);
}

function isMembers(value: PropertyValue): value is PropertyMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
