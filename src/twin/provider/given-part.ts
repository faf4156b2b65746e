import type { PropertyMap, PropertyValue } from '../../lib/property.ts';
import type { Behaviour } from './behaviour.ts';

/**
 * Of what AWS tells inside an object or a list of them, the part that a program could have given: not what is computed there,
 * nor what AWS filled in where the program (`known`) left it open.
 */
export function givenPart(
  behaviour: Behaviour | undefined,
  path: string,
  known: PropertyValue | undefined,
  told: PropertyValue | undefined,
): PropertyValue | undefined {
  if (told === null || typeof told !== 'object') return told;
  if (Array.isArray(told)) {
    const members = Array.isArray(known) ? Object.assign({}, ...known.filter(isMap)) : known;
    return told.map((item) => givenPart(behaviour, path, members, item) ?? null);
  }
  const facts = behaviour?.nested?.[path];
  if (facts === undefined) return told;
  const given = isMap(known) ? known : {};
  const kept = Object.entries(told as PropertyMap).filter(([name]) => {
    const kind = facts[name]?.[0];
    return kind !== 'comp' && (kind !== 'opt+comp' || given[name] !== undefined);
  });
  return Object.fromEntries(
    kept.map(([name, item]) => [name, givenPart(behaviour, `${path}.${name}`, given[name], item)]),
  );
}

function isMap(value: PropertyValue | undefined): value is PropertyMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
