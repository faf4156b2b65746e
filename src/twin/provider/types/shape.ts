import type { PropertyMap, PropertyValue } from '../../../lib/property.ts';
import { notModelled } from '../../aws-error.ts';

/** Values between Pulumi's names and those of AWS's API, which differ in the case of their first letter. */
export type Told = Record<string, PropertyValue | undefined>;

/** Members with their first letter in capitals, at every depth, as the API names them; `renamed` holds the exceptions. */
export function apiNames(value: PropertyValue, renamed: Readonly<Record<string, string>> = {}): PropertyValue {
  return withNames(value, (name) => renamed[name] ?? name.charAt(0).toUpperCase() + name.slice(1));
}

/** The reverse of `apiNames`. */
export function pulumiNames(value: unknown, renamed: Readonly<Record<string, string>> = {}): PropertyValue {
  const back = Object.fromEntries(Object.entries(renamed).map(([pulumi, api]) => [api, pulumi]));
  return withNames(value as PropertyValue, (name) => back[name] ?? name.charAt(0).toLowerCase() + name.slice(1));
}

/**
 * What AWS tells, in the shape in which the program wrote it: members that say nothing (empty, false, 0) or that AWS filled
 * in are left out where the program has no such member. Lists are taken item by item; where the program says nothing at all,
 * everything that says something is told.
 */
export function likeKnown(
  told: PropertyValue | undefined,
  known: PropertyValue | undefined,
): PropertyValue | undefined {
  if (told === null || typeof told !== 'object') return told;
  if (Array.isArray(told)) {
    const examples = Array.isArray(known) ? (known as readonly PropertyValue[]) : [];
    return told.map((item, index) => likeKnown(item, exampleFor(item, index, examples)) ?? null);
  }
  const like = isMap(known) ? known : undefined;
  const members = Object.entries(told as PropertyMap).filter(([name, value]) =>
    like ? name in like : saysSomething(value),
  );
  return Object.fromEntries(members.map(([name, value]) => [name, likeKnown(value, like?.[name])]));
}

/**
 * A value that the creation of *other* resources changes (a route in a table, the association of an address): told once, when
 * the resource is made, as the provider does; afterwards what the state holds stays, so that a second `up` is empty.
 */
export function onceTold(known: PropertyMap, told: Told): Told {
  return Object.fromEntries(Object.entries(told).filter(([name]) => known[name] === undefined));
}

/** Stops where the program sets what the twin's adapter of a type does not model. Empty values set nothing. */
export function refuseInputs(type: string, inputs: PropertyMap, names: readonly string[]): void {
  const found = names.filter((name) => saysSomething(inputs[name]));
  if (found.length > 0) throw notModelled(`${found.join(', ')} of ${type}`);
}

export function isMap(value: PropertyValue | undefined): value is PropertyMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The items of a list of texts; none where it is absent. */
export function texts(value: PropertyValue | undefined): string[] {
  return Array.isArray(value) ? (value as readonly PropertyValue[]).map(String) : [];
}

/** The items of a list of objects; none where it is absent. */
export function maps(value: PropertyValue | undefined): PropertyMap[] {
  return Array.isArray(value) ? (value as readonly PropertyValue[]).filter(isMap) : [];
}

/** `true` and `"true"` are true; the provider keeps some booleans as text. `undefined` stays so. */
export function flag(value: PropertyValue | undefined): boolean | undefined {
  return value === undefined || value === null || value === '' ? undefined : String(value) === 'true';
}

/** Tags as a map, from a list of the API. */
export function tagMap(
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): Record<string, string> {
  return Object.fromEntries((tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
}

function saysSomething(value: PropertyValue | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return false;
  return typeof value !== 'object' || Object.values(value).some((member) => saysSomething(member as PropertyValue));
}

/** The known item that agrees with a told one in most members; the one at its place where none does. */
function exampleFor(item: PropertyValue, index: number, examples: readonly PropertyValue[]): PropertyValue | undefined {
  if (!isMap(item)) return examples[index];
  const agreeing = examples.map((example) =>
    isMap(example) ? Object.keys(example).filter((name) => String(example[name]) === String(item[name])).length : -1,
  );
  const best = Math.max(-1, ...agreeing);
  return agreeing[index] === best ? examples[index] : examples[agreeing.indexOf(best)];
}

function withNames(value: PropertyValue, rename: (name: string) => string): PropertyValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => withNames(item, rename));
  const members = Object.entries(value as PropertyMap).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [rename(name), withNames(member ?? null, rename)]));
}
