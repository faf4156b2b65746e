import { isSecret, isUnknown, type PropertyMap, type PropertyValue, secret } from '../../lib/property.ts';
import { EVERY, type PropertyPath } from '../../lib/property-path.ts';

type Value = PropertyValue | undefined;

/**
 * The new inputs with every ignored property set back to what it was: added ones are removed, removed ones come back.
 * As in Pulumi, elements added to or removed from a list are not covered by a wildcard on the list
 * (pkg/resource/deploy/step_generator.go, `processIgnoreChanges`).
 */
export function resetIgnored(
  oldInputs: PropertyMap,
  newInputs: PropertyMap,
  ignored: readonly PropertyPath[],
): PropertyMap {
  return ignored.reduce<PropertyMap>((inputs, path) => reset(oldInputs, inputs, path) as PropertyMap, newInputs);
}

function reset(before: Value, after: Value, path: PropertyPath): Value {
  const [step, ...rest] = path;
  if (step === undefined) return before;
  if (isSecret(before) || isSecret(after)) {
    const inner = reset(isSecret(before) ? before.value : before, isSecret(after) ? after.value : after, path);
    return inner === undefined ? undefined : secret(inner);
  }
  if (after === undefined || isUnknown(after) || before === null || typeof before !== 'object') return after;
  if (after === null || typeof after !== 'object') return after;
  if (Array.isArray(before) && Array.isArray(after)) return resetList(before, after, step, rest);
  if (Array.isArray(before) || Array.isArray(after)) return after;
  return resetMembers(before as PropertyMap, after as PropertyMap, step, rest);
}

function resetList(
  before: readonly PropertyValue[],
  after: readonly PropertyValue[],
  step: PropertyPath[number],
  rest: PropertyPath,
): Value {
  return after.map((item, index) => {
    if (index >= before.length || (step !== EVERY && step !== index)) return item;
    return reset(before[index], item, rest) ?? item;
  });
}

function resetMembers(before: PropertyMap, after: PropertyMap, step: PropertyPath[number], rest: PropertyPath): Value {
  const result: Record<string, Value> = { ...after };
  const keys = step === EVERY ? [...new Set([...Object.keys(before), ...Object.keys(after)])] : [String(step)];
  for (const key of keys) {
    if (rest.length > 0 && !(key in after)) continue;
    const value = reset(before[key], after[key], rest);
    if (value === undefined) delete result[key];
    else result[key] = value;
  }
  return result;
}
