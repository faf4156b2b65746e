import type { Call } from '../../call.ts';
import { pageOf } from '../page.ts';

/** One page of a listing, as RDS cuts it: 100 items unless told otherwise, 20 at least (API reference). */
export function page<T>(
  call: Call,
  input: { readonly MaxRecords?: number | undefined; readonly Marker?: string | undefined },
  all: readonly T[],
): { items: T[]; marker: string | undefined } {
  const { items, next } = pageOf(call, input, all, {
    size: 'MaxRecords',
    token: 'Marker',
    least: 20,
    most: 100,
    usual: 100,
    wrongSize: 'InvalidParameterValue',
    wrongToken: 'InvalidParameterValue',
  });
  return { items, marker: next };
}
