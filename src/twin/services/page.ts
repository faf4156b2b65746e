import { canonicalHash } from '../../lib/canonical.ts';
import { AwsError } from '../aws-error.ts';
import type { Call } from '../call.ts';

/** How one service pages: the names of the members, the sizes that it takes, and what it answers to others. */
export interface Paging<Size extends string, Token extends string> {
  /** The input's member for the size of a page; none where the caller cannot choose. */
  readonly size?: Size;
  readonly token: Token;
  /** Fewest and most items that a caller may ask for, and how many come without a wish; all of them where `usual` is absent. */
  readonly least: number;
  readonly most: number;
  readonly usual?: number;
  readonly wrongSize: string;
  readonly wrongToken: string;
}

/**
 * One page of a listing, and the token of the next. A token holds for the question that it was given for, in its region: with
 * other filters it is refused as one that was never given. The size may change from page to page.
 */
export function pageOf<T, Size extends string, Token extends string>(
  call: Call,
  input: Readonly<Partial<Record<Size, number | undefined> & Record<Token, string | undefined>>>,
  all: readonly T[],
  paging: Paging<Size, Token>,
): { items: T[]; next: string | undefined } {
  const token = input[paging.token];
  const from = token === undefined ? 0 : positionOf(call, input, token, paging);
  const to = Math.min(all.length, from + (sizeOf(input, paging) ?? all.length));
  return { items: all.slice(from, to), next: to < all.length ? tokenOf(call, input, to, paging) : undefined };
}

function sizeOf(input: object, { size, least, most, usual, wrongSize }: Paging<string, string>): number | undefined {
  const wanted = size === undefined ? undefined : (input as Record<string, number | undefined>)[size];
  if (wanted === undefined) return usual;
  if (Number.isInteger(wanted) && wanted >= least && wanted <= most) return wanted;
  throw new AwsError(wrongSize, `Value (${wanted}) for parameter ${size} is invalid: it must be ${least} to ${most}`);
}

function positionOf(call: Call, input: object, token: string, paging: Paging<string, string>): number {
  const [position = ''] = Buffer.from(token, 'base64url').toString('latin1').split('.');
  const from = Number(position);
  if (/^[0-9]{1,9}$/.test(position) && token === tokenOf(call, input, from, paging)) return from;
  throw new AwsError(paging.wrongToken, `the value of ${paging.token} was not given for this request`);
}

function tokenOf(call: Call, input: object, to: number, { size, token }: Paging<string, string>): string {
  const question = Object.entries(input).filter(([name]) => name !== size && name !== token);
  const { seed } = call.world;
  const check = canonicalHash([seed, call.region, call.service, call.operation, Object.fromEntries(question), to]);
  return Buffer.from(`${to}.${check.slice(0, 24)}`, 'latin1').toString('base64url');
}
