import { nearest } from '../../lib/nearest.ts';
import { isSecret, type PropertyMap, type PropertyValue, secret } from '../../lib/property.ts';
import type { CheckFailure, CheckRequest } from '../../lib/provider.ts';
import type { Behaviour } from './behaviour.ts';
import { withDefaults } from './defaults.ts';
import { autoName, autoNameLimit, autoNameOf, isRequired } from './names.ts';
import { isRegional } from './regional.ts';

/** The member in which the bridge notes what it filled in, so that a name that was automatic may stay and a given one may go. */
export const DEFAULTS = '__defaults';

/**
 * Validates and completes the inputs of a canonical type: names that do not exist, required ones that are missing,
 * automatic names, the provider's defaults, secrets. `before` counts the resources that this URN had already.
 */
export function checkInputs(
  type: string,
  behaviour: Behaviour,
  request: Pick<CheckRequest, 'urn' | 'name' | 'news' | 'olds'>,
  world: { readonly seed: string; readonly before: number },
): { inputs: PropertyMap; failures: CheckFailure[] } {
  const given = Object.fromEntries(
    Object.entries(request.news).filter(
      ([key, value]) => !key.startsWith('__') && value !== undefined && value !== null,
    ),
  );
  const failures = [...unknownNames(type, behaviour, given), ...missingNames(behaviour, given)];
  const named = withName(type, behaviour, given, request, world, failures);
  const { inputs, filled } = withDefaults(behaviour, named);
  const defaults = [...filled, ...Object.keys(named).filter((key) => given[key] === undefined)].sort();
  return { inputs: { ...withSecrets(behaviour, inputs), [DEFAULTS]: defaults }, failures };
}

/** Inputs without what the bridge notes for itself. */
export function withoutNotes(inputs: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith('__')));
}

/** True where an input was filled in and not given by the program. */
export function wasFilled(inputs: PropertyMap, name: string): boolean {
  const filled = inputs[DEFAULTS];
  return Array.isArray(filled) && filled.includes(name);
}

function unknownNames(type: string, behaviour: Behaviour, given: PropertyMap): CheckFailure[] {
  const allowed = new Set([...Object.keys(behaviour.in), ...(behaviour.sdkOnly ?? [])]);
  if (isRegional(type)) allowed.add('region');
  return Object.keys(given)
    .filter((name) => !allowed.has(name))
    .sort()
    .map((name) => ({ property: name, reason: unknownReason(type, behaviour, name, allowed) }));
}

function unknownReason(type: string, behaviour: Behaviour, name: string, allowed: ReadonlySet<string>): string {
  if (behaviour.out[name] !== undefined) return `${type} computes ${name}; it cannot be given`;
  const meant = nearest(name, allowed);
  const hint = meant === undefined ? `it has ${[...allowed].sort().join(', ')}` : `did you mean ${meant}?`;
  return `${type} has no input ${name}; ${hint}`;
}

function missingNames(behaviour: Behaviour, given: PropertyMap): CheckFailure[] {
  return Object.entries(behaviour.in)
    .filter(([name, facts]) => isRequired(facts) && given[name] === undefined)
    .map(([name]) => ({ property: name, reason: `${name} is required and was not given` }));
}

function withName(
  type: string,
  behaviour: Behaviour,
  given: PropertyMap,
  request: Pick<CheckRequest, 'urn' | 'name' | 'olds'>,
  world: { readonly seed: string; readonly before: number },
  failures: CheckFailure[],
): PropertyMap {
  const property = autoNameOf(behaviour);
  if (property === undefined || given[property] !== undefined || given[`${property}Prefix`] !== undefined) return given;
  const { olds } = request;
  const kept = olds?.[property];
  if (olds !== undefined && kept !== undefined && (wasFilled(olds, property) || olds[DEFAULTS] === undefined)) {
    return { ...given, [property]: kept };
  }
  const name = autoName(type, request.name, world.seed, request.urn, world.before);
  const limit = autoNameLimit(type);
  if (name.length > limit) {
    failures.push({
      property,
      reason: `the automatic name ${name} has ${name.length} characters, AWS allows ${limit}: give a name, or a shorter one to the resource`,
    });
  }
  return { ...given, [property]: name };
}

function withSecrets(behaviour: Behaviour, inputs: PropertyMap): PropertyMap {
  const marked: Record<string, PropertyValue | undefined> = {};
  for (const [name, value] of Object.entries(inputs)) {
    const sensitive = behaviour.in[name]?.[3]?.sensitive === true && value !== undefined && !isSecret(value);
    marked[name] = sensitive ? secret(value as PropertyValue) : value;
  }
  return marked;
}
