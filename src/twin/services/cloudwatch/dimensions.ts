import { AwsError } from '../../aws-error.ts';
import type { Dimensions } from './records.ts';

/** AWS's list of dimensions as a record; at most 30, as CloudWatch takes. */
export function dimensionsOf(
  list: readonly { Name?: string | undefined; Value?: string | undefined }[] | undefined,
): Dimensions {
  if ((list?.length ?? 0) > 30) throw new AwsError('InvalidParameterValue', 'a metric has at most 30 dimensions');
  return Object.fromEntries((list ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? '']).sort(byName));
}

function byName(a: readonly string[], b: readonly string[]): number {
  return (a[0] ?? '') < (b[0] ?? '') ? -1 : 1;
}
