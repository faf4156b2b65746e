import { isDeepStrictEqual } from 'node:util';
import type { PropertyValue } from '../lib/property.ts';
import { every, type Finding, fail, firstOf, pass } from './finding.ts';
import type { Resource } from './resource.ts';
import type { Check, Parameters, ValuesOf } from './rule.ts';

/** What a property must be: a value, a bound, one of some, not one, or given at all. */
export type Wanted =
  | boolean
  | number
  | string
  | { readonly atLeast: number }
  | { readonly atMost: number }
  | { readonly oneOf: readonly PropertyValue[] }
  | { readonly not: PropertyValue };

interface Options {
  /** What AWS documents to hold where the program says nothing. */
  readonly default?: PropertyValue;
  /** Instead of `PATH is FOUND; WANTED is wanted`. */
  readonly message?: string;
}

/**
 * A check of one property: `requires('storageEncrypted', true)`. What is not there and has no default in AWS is told as `not set`, and
 * fails. `'given'` as the wanted value asks whether the program gives the property at all.
 */
export function requires<P extends Parameters>(
  path: string,
  wanted: Wanted | 'given' | ((parameters: ValuesOf<P>) => Wanted),
  options: Options = {},
): Check<P> {
  return (resource, parameters) => {
    if (wanted === 'given') return resource.isGiven(path) ? pass() : fail(options.message ?? `has no ${path}`, path);
    const want = typeof wanted === 'function' ? wanted(parameters) : wanted;
    const found = foundAt(resource, path, want, options.default);
    if (isAsWanted(found, want)) return pass();
    return fail(options.message ?? `has ${path} ${told(found)}; ${toldWanted(want)} is wanted`, path);
  };
}

/** Several checks of one resource: every failure is told, and none is hidden by what is not known. */
export function together<P extends Parameters>(...checks: readonly Check<P>[]): Check<P> {
  return (resource, parameters, context): Finding => every(checks, (check) => check(resource, parameters, context));
}

/** Whether a companion is there: a resource of a type whose property names this one. Undecided where only perhaps. */
export function has(resource: Resource, type: string, path: string): boolean {
  return firstOf(resource.from(type, path), () => true) !== undefined;
}

function foundAt(resource: Resource, path: string, want: Wanted, awsDefault: PropertyValue | undefined) {
  if (awsDefault !== undefined) return numeric(resource.readOr(path, awsDefault), want);
  return numeric(resource.read(path), want);
}

/** Some types keep numbers and switches as text. */
function numeric(found: PropertyValue | undefined, want: Wanted): PropertyValue | undefined {
  const isNumber = typeof want === 'number' || (typeof want === 'object' && ('atLeast' in want || 'atMost' in want));
  if (isNumber && typeof found === 'string' && found.trim() !== '' && !Number.isNaN(Number(found)))
    return Number(found);
  if (typeof want === 'boolean' && (found === 'true' || found === 'false')) return found === 'true';
  return found;
}

function isAsWanted(found: PropertyValue | undefined, want: Wanted): boolean {
  if (typeof want !== 'object') return found === want;
  if ('atLeast' in want) return typeof found === 'number' && found >= want.atLeast;
  if ('atMost' in want) return typeof found === 'number' && found <= want.atMost;
  if ('oneOf' in want) return want.oneOf.some((one) => isDeepStrictEqual(one, found));
  return !isDeepStrictEqual(found, want.not);
}

function told(found: PropertyValue | undefined): string {
  if (found === undefined) return 'not set';
  return typeof found === 'string' ? found : JSON.stringify(found);
}

function toldWanted(want: Wanted): string {
  if (typeof want !== 'object') return String(want);
  if ('atLeast' in want) return `at least ${want.atLeast}`;
  if ('atMost' in want) return `at most ${want.atMost}`;
  if ('oneOf' in want) return want.oneOf.map(told).join(' or ');
  return `anything but ${told(want.not)}`;
}
