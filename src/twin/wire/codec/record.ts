import { assert } from '../../../lib/errors.ts';

/** What a handler gave where the model has a structure or a map. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  assert(
    typeof value === 'object' && value !== null && !Array.isArray(value),
    'handlers answer objects for structures',
  );
  return value as Readonly<Record<string, unknown>>;
}

/** What a handler gave where the model has a list; absent items are left out. */
export function listOf(value: unknown): readonly unknown[] {
  assert(Array.isArray(value), 'handlers answer arrays for lists');
  return value.filter((item) => item !== undefined && item !== null);
}

export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}
