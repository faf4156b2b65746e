import type { PropertyMap, PropertyValue } from '../../lib/property.ts';
import { isSecret, isUnknown } from '../../lib/property.ts';
import type { Behaviour, PropertyFacts } from './behaviour.ts';

/**
 * The provider's defaults for what the program left unset, top level and inside objects that it did set. Only of properties that
 * nothing else fills (`opt`): a recorded default of the others was planned from the made-up configuration.
 */
export function withDefaults(behaviour: Behaviour, inputs: PropertyMap): { inputs: PropertyMap; filled: string[] } {
  const completed: Record<string, PropertyValue | undefined> = { ...inputs };
  const filled: string[] = [];
  for (const [name, facts] of Object.entries(behaviour.in)) {
    const value = inputs[name];
    if (value !== undefined) completed[name] = insideOf(behaviour, name, value);
    else if (facts[0] === 'opt' && facts[3]?.default !== undefined) {
      completed[name] = defaultOf(facts, facts[3].default);
      filled.push(name);
    }
  }
  return { inputs: completed, filled };
}

function insideOf(behaviour: Behaviour, path: string, value: PropertyValue): PropertyValue {
  const members = behaviour.nested?.[path];
  if (members === undefined || value === null || typeof value !== 'object' || isUnknown(value)) return value;
  if (isSecret(value)) return { ...value, value: insideOf(behaviour, path, value.value) };
  if (Array.isArray(value)) return value.map((item) => insideOf(behaviour, path, item));
  const completed: Record<string, PropertyValue | undefined> = { ...(value as PropertyMap) };
  for (const [name, facts] of Object.entries(members)) {
    const member = completed[name];
    if (member !== undefined && member !== null) completed[name] = insideOf(behaviour, `${path}.${name}`, member);
    else if (facts[0] === 'opt' && facts[3]?.default !== undefined) {
      completed[name] = defaultOf(facts, facts[3].default);
    }
  }
  return completed;
}

function defaultOf(facts: PropertyFacts, value: PropertyValue): PropertyValue {
  // the recorded provider keeps some numbers as text, which the SDK declares as numbers
  if (facts[1] === 'number' && typeof value === 'string' && value !== '') return Number(value);
  return typeof value === 'string' ? value.replace('Managed by Terraform', 'Managed by Pulumi') : value;
}
