/** One page of a listing, as RDS cuts it: 100 items unless told otherwise; the marker is the number of items passed. */
export function page<T>(
  items: readonly T[],
  request: { readonly MaxRecords?: number | undefined; readonly Marker?: string | undefined },
): { items: T[]; marker: string | undefined } {
  const from = Number(request.Marker ?? 0);
  const to = from + (request.MaxRecords ?? 100);
  return { items: items.slice(from, to), marker: to < items.length ? String(to) : undefined };
}
