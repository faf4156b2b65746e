import { own } from '../../../lib/own.ts';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import type { Table } from '../../world.ts';
import { pageOf } from '../page.ts';
import { inRegion, type Tags } from './records.ts';

/** How one kind of resource is looked up. */
export interface Noun<T> {
  readonly table: Table<T>;
  /** What EC2 answers to an id that is not there. */
  readonly notFound: string;
  /** The filters that are modelled: name to the values that a record has. */
  readonly filters: Readonly<Record<string, (record: T) => readonly (string | undefined)[]>>;
}

interface Filter {
  readonly Name?: string | undefined;
  readonly Values?: readonly string[] | undefined;
}

/**
 * The records that a Describe asks for: those with the ids (all must exist), or all of the region, narrowed by the filters,
 * in the order of their keys. Wildcards in filters and unknown filters are not modelled and refused as such.
 */
export function select<T extends { readonly tags?: Tags }>(
  call: Call,
  noun: Noun<T>,
  ids: readonly string[] | undefined,
  filters: readonly Filter[] | undefined,
): T[] {
  const records = ids && ids.length > 0 ? [...new Set(ids)].map(byId) : noun.table.values(`${call.region}/`);
  return (filters ?? []).reduce((left, filter) => left.filter(matching(noun, filter)), records);

  function byId(id: string): T {
    const record = noun.table.get(inRegion(call.region, id));
    if (!record) throw new AwsError(noun.notFound, `there is no ${id} in ${call.region}`);
    return record;
  }
}

/** One page of a Describe. Sizes: API reference, `MaxResults` of each; those of launch templates differ. */
export function page<T>(
  call: Call,
  input: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
  items: readonly T[],
  sizes: { readonly least: number; readonly most: number } = { least: 5, most: 1000 },
): { items: T[]; next: string | undefined } {
  return pageOf(call, input, items, {
    ...sizes,
    size: 'MaxResults',
    token: 'NextToken',
    wrongSize: 'InvalidParameterValue',
    wrongToken: 'InvalidNextToken',
  });
}

/** No tag has this value: control characters are not allowed. */
const ABSENT = '\u0000';

function matching<T extends { readonly tags?: Tags }>(noun: Noun<T>, filter: Filter): (record: T) => boolean {
  const name = filter.Name ?? '';
  const wanted = new Set(filter.Values ?? []);
  if ([...wanted].some((value) => /[*?]/.test(value))) throw notModelled(`wildcards in the filter ${name}`);
  if (name.startsWith('tag:')) {
    const key = name.slice('tag:'.length);
    return (record) => wanted.has(own(record.tags ?? {}, key) ?? ABSENT);
  }
  if (name === 'tag-key') return (record) => Object.keys(record.tags ?? {}).some((key) => wanted.has(key));
  const values = own(noun.filters, name);
  if (!values) throw notModelled(`the filter ${name}; here it models ${Object.keys(noun.filters).sort().join(', ')}`);
  return (record) => values(record).some((value) => value !== undefined && wanted.has(value));
}
